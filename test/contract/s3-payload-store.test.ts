import { beforeEach, expect, it } from 'vitest';
import { awsClients } from '../../src/adapters/aws/clients.ts';
import { systemRandomness } from '../../src/adapters/node/system-randomness.ts';
import { s3EndpointIn } from '../../src/adapters/s3/object-location.ts';
import { S3PayloadStore } from '../../src/adapters/s3/payload-store.ts';
import { createBucket, describeOnAws } from '../support/aws-resources.ts';
import { eventually } from '../support/eventually.ts';
import { bytesOf } from '../support/records.ts';

describeOnAws('payloads on S3', () => {
  let store: S3PayloadStore;
  let ageOf: (key: string) => Promise<string | null>;

  beforeEach(async () => {
    const { identity } = awsClients();
    const endpoint = s3EndpointIn(process.env);
    const bucket = await createBucket();
    store = new S3PayloadStore({ bucket, endpoint, identity, randomness: systemRandomness });
    ageOf = async (key) => {
      const response = await fetch(`${endpoint}/${bucket}/${key}`, { method: 'HEAD' });
      return response.headers.get('last-modified');
    };
  });

  it('come back byte for byte', async () => {
    const bytes = Uint8Array.from({ length: 1024 * 1024 }, (_, n) => (n * 7) % 256);
    await store.put('ten_1/evt_1', bytes);
    expect(Buffer.compare((await store.get('ten_1/evt_1'))!, bytes)).toBe(0);
  });

  it('may be empty', async () => {
    await store.put('key', new Uint8Array(0));
    expect(await store.get('key')).toHaveLength(0);
  });

  it('are found by any name', async () => {
    const key = "a b+c/ü(1)*!'~%20";
    await store.put(key, bytesOf('payload'));
    expect(Buffer.from((await store.get(key))!).toString()).toBe('payload');
  });

  it('stay the first ones when others are put in their place', async () => {
    await store.put('key', bytesOf('first'));
    await store.put('key', bytesOf('second'));
    expect(Buffer.from((await store.get('key'))!).toString()).toBe('first');
  });

  it('are undefined where there are none', async () => {
    expect(await store.get('ten_1/evt_1')).toBeUndefined();
    await store.refresh('ten_1/evt_1');
    expect(await store.get('ten_1/evt_1')).toBeUndefined();
  });

  it('are gone when they were deleted, and may be deleted again', async () => {
    await store.put('key', bytesOf('payload'));
    await store.delete('key');
    expect(await store.get('key')).toBeUndefined();
    await store.delete('key');
  });

  it('get a new date, and keep their content', async () => {
    await store.put('key', bytesOf('payload'));
    const first = await ageOf('key');
    // The age is in whole seconds.
    await eventually('the object is younger', async () => {
      await store.refresh('key');
      return (await ageOf('key')) !== first;
    });
    expect(Buffer.from((await store.get('key'))!).toString()).toBe('payload');
  });
});
