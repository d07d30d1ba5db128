import { chmodSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeEach, describe, expect, it } from 'vitest';
import { keptSecret, SecretMissingError } from '../../../../src/adapters/node/kept-secret.ts';
import { temporaryFolder } from '../../../support/temporary-folder.ts';

let folder: string;
let file: string;

beforeEach(() => {
  folder = temporaryFolder();
  file = join(folder, 'encryption-key');
});

const bytes = Buffer.from(Array.from({ length: 32 }, (_, index) => 255 - index));
const modeOf = (path: string) => (statSync(path).mode & 0o777).toString(8);
const neverMade = () => {
  throw new Error('there is a secret already');
};

describe('a kept secret', () => {
  it('is made at the first start, and the same at every other', () => {
    expect(keptSecret(file, () => bytes, false).equals(bytes)).toBe(true);
    expect(keptSecret(file, neverMade, true).equals(bytes)).toBe(true);
    expect(keptSecret(file, neverMade, true).equals(bytes)).toBe(true);
  });

  it('lies in one file that only its owner may read', () => {
    keptSecret(file, () => bytes, false);
    expect(readdirSync(folder)).toEqual(['encryption-key']);
    expect(modeOf(file)).toBe('600');
  });

  it('is closed to others again, should it have been opened to them', () => {
    keptSecret(file, () => bytes, false);
    chmodSync(file, 0o644);
    keptSecret(file, neverMade, true);
    expect(modeOf(file)).toBe('600');
  });

  it('is one line of text, which a person can copy', () => {
    keptSecret(file, () => bytes, false);
    expect(readFileSync(file, 'utf8')).toBe(`${bytes.toString('base64url')}\n`);
  });

  it('is read also if an editor left other line ends, or none', () => {
    for (const end of ['', '\r\n', '\n\n']) {
      writeFileSync(file, bytes.toString('base64url') + end);
      expect(keptSecret(file, neverMade, true).equals(bytes)).toBe(true);
    }
  });

  it('is made again when the process died before the first one was whole', () => {
    writeFileSync(`${file}.new`, 'ha');
    expect(keptSecret(file, () => bytes, false).equals(bytes)).toBe(true);
    expect(keptSecret(file, neverMade, true).equals(bytes)).toBe(true);
  });

  it('is not there when none could be made', () => {
    expect(() => keptSecret(file, neverMade, false)).toThrow('there is a secret already');
    expect(readdirSync(folder)).toEqual([]);
  });

  it('is not made again when the missing one has encrypted data', () => {
    expect(() => keptSecret(file, () => bytes, true)).toThrow(SecretMissingError);
    expect(() => keptSecret(file, () => bytes, true)).toThrow(/encryption-key is missing/);
    expect(readdirSync(folder)).toEqual([]);
  });
});
