import { execFile } from 'node:child_process';
import { existsSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { promisify } from 'node:util';
import { Webhook } from 'standardwebhooks';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { operations } from '../../src/http/openapi/operations.ts';
import { serviceForFile } from '../support/embedded-service.ts';
import { receiverForFile } from '../support/receiver.ts';

/**
 * A client for Python, as openapi-python-client makes it of docs/openapi.json, against the running service: gaps of the
 * document that affect generators show here. scripts/install-python-tools.sh installs the generator.
 */

const BIN = resolve(import.meta.dirname, '../../.emulator/python-tools/bin');
const DOCUMENT = resolve(import.meta.dirname, '../../docs/openapi.json');
const CONFIG = resolve(import.meta.dirname, '../../docs/examples/openapi-python-client.yaml');
const DRIVER = resolve(import.meta.dirname, 'drive.py');
const run = promisify(execFile);

const without =
  process.env['CI'] === 'true' || existsSync(join(BIN, 'openapi-python-client'))
    ? undefined
    : `${BIN} missing: run scripts/install-python-tools.sh`;
const NAME = 'a client in Python, generated from the document';

/** The warning about an unsupported media type: other types of the same body remain. */
const HARMLESS_WARNING = /^Unsupported content type text\/plain$/;

const snakeCase = (name: string) => name.replaceAll(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`);

interface Seen {
  readonly modules: readonly string[];
  readonly signing_secret: string;
  readonly [name: string]: unknown;
}

const posthorn = await serviceForFile();
const receiver = await receiverForFile();
const hook = receiver.target();

describe.skipIf(without !== undefined)(without === undefined ? NAME : `${NAME} (${without})`, () => {
  let folder: string;
  let warnings: readonly string[];
  let seen: Seen;

  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'posthorn-client-'));
    const env = { ...process.env, PATH: `${BIN}:${process.env['PATH']}`, PYTHONPATH: folder, NO_COLOR: '1' };
    const output = join(folder, 'posthorn_client');
    const generated = await run(
      join(BIN, 'openapi-python-client'),
      ['generate', '--path', DOCUMENT, '--config', CONFIG, '--meta', 'none', '--output-path', output],
      { env, maxBuffer: 16 * 1024 * 1024 },
    );
    // A warning names the operation or schema, and then explains the fault in a paragraph of its own.
    const said = `${generated.stdout}\n${generated.stderr}`.split('\n');
    warnings = said.flatMap((line, at) =>
      /WARNING|ERROR|Skipping/.test(line)
        ? [said.slice(at + 1).find((next) => next.trim() !== '') ?? line]
        : [],
    );
    const python = join(BIN, 'python');
    const { stdout } = await run(python, [DRIVER, posthorn.url, posthorn.adminKey.key, hook.url], { env });
    seen = JSON.parse(stdout);
  }, 120_000);
  afterAll(async () => {
    await rm(folder, { recursive: true, force: true });
  });

  it('is made without a warning that loses anything', () => {
    expect(warnings.filter((warning) => !HARMLESS_WARNING.test(warning))).toEqual([]);
  });

  it('has every operation, and can be imported as a whole', () => {
    const modules = operations
      .filter(({ isDocumented }) => isDocumented)
      .map(({ tag, id }) => `posthorn_client.api.${tag.toLowerCase().replaceAll(' ', '_')}.${snakeCase(id)}`);
    expect(seen.modules).toEqual(expect.arrayContaining(modules));
  });

  it('has names for the results of a batch and for payloads, not ones that the generator made up', () => {
    const models = seen.modules.filter((name) => name.startsWith('posthorn_client.models.'));
    expect(models.length).toBeGreaterThan(40);
    expect(models.filter((name) => name.includes('_item_type_') || name.endsWith('json_body'))).toEqual([]);
  });

  it('makes keys, and subscribes', () => {
    expect(seen).toMatchObject({
      key_scopes: ['ingest', 'read', 'manage'],
      retry_policy: ['RetryPolicy', [60, 600]],
      description: 'changed',
    });
  });

  it('publishes, as JSON, as bytes, and by the batch', () => {
    const payloads = hook.requests.map(({ headers, body }) => [
      headers['x-posthorn-event-type'],
      headers['content-type'],
      body.toString('latin1').replaceAll(' ', ''),
    ]);
    expect(payloads.toSorted()).toEqual([
      ['order.bytes', 'application/octet-stream', '\u0000\u00ff'],
      ['order.created', 'application/json', '{"order":1001,"lines":[1,2.5,null]}'],
      ['order.paid', 'application/json', '"text"'],
      ['order.paid', 'application/json', '4.5'],
      ['order.paid', 'application/json', '[1,"two"]'],
      ['order.paid', 'application/json', 'null'],
      ['order.paid', 'application/json', 'true'],
      ['order.paid', 'application/json', '{"order":1002}'],
      ['order.shipped', 'application/json', '[1003]'],
    ]);
    expect(seen['batch']).toEqual([
      [202, true, false],
      [409, false, true],
    ]);
    const { body, headers } = hook.requests[0]!;
    const webhook = new Webhook(seen.signing_secret);
    const verify = () => webhook.verify(body, headers as Record<string, string>, { jsonParse: false });
    expect(verify).not.toThrow();
  });

  it('reads its status', () => {
    expect(seen).toMatchObject({
      event_types: ['order.bytes', 'order.created', ...Array(6).fill('order.paid'), 'order.shipped'],
      delivery: ['DeliveryWithAttempts', 'delivered', 200],
      attempted_in: new Date().getUTCFullYear(),
      deleted: [204, null],
    });
  });

  it('tells problems as documents', () => {
    expect(seen).toMatchObject({
      bad: [422, 'Problem', 'urn:posthorn:problem:invalid-request', '/target_url'],
      missing: [404, 'urn:posthorn:problem:not-found'],
      stranger: 'urn:posthorn:problem:unauthenticated',
    });
  });
});
