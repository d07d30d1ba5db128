import { describe, expect, it } from 'vitest';
import { serviceForFile } from '../support/embedded-service.ts';
import { eventually } from '../support/eventually.ts';
import { receiverForFile, type Target } from '../support/receiver.ts';
import { fullInput } from '../support/subscription-inputs.ts';

const posthorn = await serviceForFile();
const receiver = await receiverForFile();

/** The first of its requests that has this body. */
const requestWith = (target: Target, body: string) =>
  eventually(`${body} arrives`, () => target.requests.find((request) => request.body.toString() === body));

const TARGET = fullInput.target_url;

describe('PUT', () => {
  it('gives every setting that is left out its default', async () => {
    const { id, created_at: createdAt } = await posthorn.api.createSubscription(fullInput);
    const replaced = await posthorn.api.replaceSubscription(id, { target_url: `${TARGET}/2` });
    expect(replaced).toMatchObject({
      id,
      target_url: `${TARGET}/2`,
      event_types: [],
      description: null,
      metadata: {},
      headers: {},
      retry_policy: null,
      timeout_seconds: 10,
      receiver_id: null,
      status: 'enabled',
      created_at: createdAt,
    });
    expect(replaced.updated_at >= createdAt).toBe(true);
    expect(await posthorn.api.subscription(id)).toEqual(replaced);
  });

  it('keeps secrets that are sent back as they were shown, and drops the others', async () => {
    const target = receiver.target();
    const created = await posthorn.api.createSubscription({
      target_url: target.url,
      headers: { 'X-Kept': 'kept', 'X-Changed': 'before', 'X-Dropped': 'dropped' },
    });
    await posthorn.api.replaceSubscription(created.id, {
      target_url: target.url,
      headers: { 'x-kept': '[redacted]', 'X-Changed': 'after' },
    });
    await posthorn.api.ingest(created.id, '"after"');
    const { headers } = await requestWith(target, '"after"');
    expect(headers).toMatchObject({ 'x-kept': 'kept', 'x-changed': 'after' });
    expect(headers).not.toHaveProperty('x-dropped');
  });

  it('keeps the ingest secret unless it is given; null removes it', async () => {
    const { id } = await posthorn.api.createSubscription({
      target_url: receiver.target().url,
      ingest_secret: 'one',
    });
    const unsigned = async () => (await posthorn.api.send('POST', `/ingest/${id}`, { body: '{}' })).status;
    await posthorn.api.replaceSubscription(id, { target_url: TARGET });
    expect(await unsigned()).toBe(400);
    await posthorn.api.replaceSubscription(id, { target_url: receiver.target().url, ingest_secret: null });
    expect(await unsigned()).toBe(202);
  });

  it('refuses a mark that stands for nothing', async () => {
    const { id } = await posthorn.api.createSubscription({ target_url: TARGET, headers: { 'X-A': 'a' } });
    const input = { target_url: TARGET, headers: { 'X-A': '[redacted]', 'X-B': '[redacted]' } };
    const answer = await posthorn.api.sendJson('PUT', `/subscriptions/${id}`, input);
    expect(answer.status).toBe(422);
    expect(answer.json()).toMatchObject({ errors: [{ in: 'body', pointer: '/headers/X-B' }] });
  });
});

describe('PATCH', () => {
  it('changes what it names, clears by null, merges members, and leaves the rest', async () => {
    const { id } = await posthorn.api.createSubscription({
      ...fullInput,
      metadata: { team: 'logistics', region: 'north' },
    });
    const before = await posthorn.api.subscription(id);
    const changed = await posthorn.api.changeSubscription(id, {
      description: null,
      timeout_seconds: null,
      metadata: { region: null, site: 'A' },
      retry_policy: { max_attempts: 3 },
    });
    expect(changed).toEqual({
      ...before,
      description: null,
      timeout_seconds: 10,
      metadata: { team: 'logistics', site: 'A' },
      retry_policy: { base_seconds: 5, factor: 2, max_delay_seconds: 600, max_attempts: 3 },
      updated_at: changed.updated_at,
    });
    expect(await posthorn.api.changeSubscription(id, { retry_policy: { schedule: [1] } })).toMatchObject({
      retry_policy: { schedule: [1] },
    });
    expect(await posthorn.api.changeSubscription(id, { retry_policy: null })).toMatchObject({
      retry_policy: null,
    });
    expect(await posthorn.api.changeSubscription(id, { event_type: 'a' })).toMatchObject({
      event_types: ['a'],
    });
    expect(await posthorn.api.changeSubscription(id, { event_types: null })).toMatchObject({
      event_types: [],
    });
  });

  it('of nothing changes nothing', async () => {
    const { id } = await posthorn.api.createSubscription(fullInput);
    const before = await posthorn.api.subscription(id);
    const after = await posthorn.api.changeSubscription(id, {});
    expect({ ...after, updated_at: before.updated_at }).toEqual(before);
  });

  it('merges headers with names in any case, keeping values that it does not name', async () => {
    const target = receiver.target();
    const { id } = await posthorn.api.createSubscription({
      target_url: target.url,
      headers: { 'X-Kept': 'kept', 'X-Changed': 'before', 'X-Dropped': 'dropped' },
    });
    const changed = await posthorn.api.changeSubscription(id, {
      headers: { 'x-changed': 'after', 'x-dropped': null, 'X-New': 'new' },
    });
    expect(Object.keys(changed.headers).sort()).toEqual(['X-Kept', 'X-New', 'x-changed']);
    await posthorn.api.ingest(id, '"patched"');
    const { headers } = await requestWith(target, '"patched"');
    expect(headers).toMatchObject({ 'x-kept': 'kept', 'x-changed': 'after', 'x-new': 'new' });
    expect(headers).not.toHaveProperty('x-dropped');
  });

  it('refuses what would be too much together with what is stored', async () => {
    const { id } = await posthorn.api.createSubscription({
      target_url: TARGET,
      metadata: Object.fromEntries(Array.from({ length: 50 }, (_, index) => [`m${index}`, 'x'])),
    });
    const answer = await posthorn.api.sendJson('PATCH', `/subscriptions/${id}`, { metadata: { more: 'x' } });
    expect(answer.status).toBe(422);
    expect(answer.json()).toMatchObject({ errors: [{ in: 'body', pointer: '/metadata' }] });
  });
});
