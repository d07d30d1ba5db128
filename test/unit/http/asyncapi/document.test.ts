import { readFileSync } from 'node:fs';
import asyncApiSchema from '@asyncapi/specs/schemas/3.0.0-without-$id.json' with { type: 'json' };
import { Ajv } from 'ajv';
import { describe, expect, it } from 'vitest';
import packageJson from '../../../../package.json' with { type: 'json' };
import { asyncApiDocument } from '../../../../src/http/asyncapi/document.ts';
import { messageFaults } from '../../../support/live-messages.ts';

interface AsyncApi {
  readonly channels: {
    readonly live: { readonly messages: Readonly<Record<string, { readonly $ref: string }>> };
  };
  readonly components: {
    readonly messages: Readonly<
      Record<string, { readonly name: string; readonly examples: readonly { readonly payload: unknown }[] }>
    >;
  };
}

const document: AsyncApi = JSON.parse(JSON.stringify(asyncApiDocument({ version: packageJson.version })));

describe('docs/asyncapi.json', () => {
  it('equals the output of `npm run openapi`', () => {
    const file = readFileSync(new URL('../../../../docs/asyncapi.json', import.meta.url), 'utf8');
    expect(file, 'stale: run `npm run openapi`').toBe(`${JSON.stringify(document, null, 2)}\n`);
  });
});

describe('the AsyncAPI document', () => {
  it('is valid by the JSON Schema of AsyncAPI 3.0.0', () => {
    const validate = new Ajv({ strict: false, validateFormats: false }).compile(asyncApiSchema);
    expect(validate(document), JSON.stringify(validate.errors)).toBe(true);
  });

  it('is refused by that schema when a channel refers to no message', () => {
    const validate = new Ajv({ strict: false, validateFormats: false }).compile(asyncApiSchema);
    expect(validate({ ...document, channels: { live: { messages: 5 } } })).toBe(false);
  });

  it.each(Object.values(document.components.messages))(
    'has valid examples of $name',
    ({ name, examples }) => {
      expect(examples.length).toBeGreaterThan(0);
      for (const { payload } of examples) expect(messageFaults(name, payload)).toEqual([]);
    },
  );

  it('finds the fault of a message', () => {
    expect(messageFaults('Watch', { type: 'watch', nope: 1 })).not.toEqual([]);
    expect(messageFaults('Pong', { type: 'pong', cursor: 5 })).not.toEqual([]);
  });
});
