import { readdirSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { parseEmbeddedEnvironment } from '../../../src/config/embedded-environment.ts';

describe('a variable that looks like one of Posthorn', () => {
  it.each([
    ['POSTHORN_DATADIR', 'did you mean POSTHORN_DATA_DIR?'],
    ['POSTHORN_DATA_DIRECTORY', 'did you mean POSTHORN_DATA_DIR?'],
    ['POSTHORN_HOTS', 'did you mean POSTHORN_HOST?'],
    ['POSTHORN_ALLOWED_HOST', 'did you mean POSTHORN_ALLOWED_HOSTS?'],
    ['POSTHORN_TRUSTED_PROXY', 'did you mean POSTHORN_TRUSTED_PROXIES?'],
    ['POSTHORN_PORT', 'did you mean PORT?'],
    ['posthorn_host', 'did you mean POSTHORN_HOST?'],
    ['POSTHRON_API_KEY', 'did you mean POSTHORN_API_KEY?'],
    ['POSTHORN_SOMETHING_ENTIRELY_DIFFERENT', 'unset it'],
    ['POSTHORN_TABLE_NAME', 'is not known'],
    ['HOST', 'set POSTHORN_HOST'],
  ])('%s stops the start by its name: %s', (name, hint) => {
    const start = () => parseEmbeddedEnvironment({ [name]: '0.0.0.77' });
    expect(start).toThrow(`${name} is not`);
    expect(start).toThrow(hint);
    expect(start).not.toThrow('0.0.0.77');
  });

  it('is named beside every other fault', () => {
    const start = () => parseEmbeddedEnvironment({ POSTHORN_HOTS: 'x', HOST: 'y', PORT: 'z' });
    for (const name of ['POSTHORN_HOTS', 'HOST', 'PORT']) expect(start).toThrow(`${name} `);
  });

  it.each([
    {
      POSTHORN_URL: 'http://127.0.0.1:8000',
      POSTHORN_WEBHOOK_KEY: 'whsec_x',
      PATH: '/bin',
      POSTHOG_API_KEY: 'x',
    },
    {
      POSTHORN_PORT: 'tcp://10.0.0.11:8000',
      POSTHORN_SERVICE_HOST: '10.0.0.11',
      POSTHORN_SERVICE_PORT_HTTP: '8000',
      POSTHORN_PORT_8000_TCP_ADDR: '10.0.0.11',
    },
    { HOST: 'my-machine', POSTHORN_HOST: '127.0.0.1' },
    { POSTHORN_TEST_REPORT: '/tmp/report.json', POSTHORN_E2E_KEY: 'x' },
  ])('is taken when other programs have set it: %o', (variables) => {
    expect(parseEmbeddedEnvironment(variables).host).toBe('127.0.0.1');
  });
});

it('takes every variable of the command line, which may stand in the same shell', () => {
  const folder = new URL('../../../client/src/cli/', import.meta.url);
  const sources = readdirSync(folder, { recursive: true, encoding: 'utf8' }).filter((name) =>
    name.endsWith('.ts'),
  );
  const text = sources.map((name) => readFileSync(new URL(name, folder), 'utf8')).join('\n');
  const names = new Set(text.match(/POSTHORN_[A-Z_]+/g));
  expect(names).toContain('POSTHORN_URL');
  for (const name of names) {
    const fault = `${name} is not known`;
    expect(() => parseEmbeddedEnvironment({ [name]: 'x'.repeat(20) }), name).not.toThrow(fault);
  }
});

describe('POSTHORN_HOST', () => {
  it.each([
    ['0.0.0.0', '0.0.0.0'],
    ['::', '::'],
    ['[::1]', '::1'],
    ['localhost', 'localhost'],
  ])('%s listens on %s', (value, host) => {
    expect(parseEmbeddedEnvironment({ POSTHORN_HOST: value }).host).toBe(host);
  });

  it.each(['', '127.0.0.1:8000', 'http://127.0.0.1', 'example.com', '256.0.0.1'])(
    '%j is refused',
    (value) => {
      expect(() => parseEmbeddedEnvironment({ POSTHORN_HOST: value })).toThrow(
        'POSTHORN_HOST must be an IP address',
      );
    },
  );
});

describe('POSTHORN_ALLOWED_HOSTS', () => {
  it('takes names, ports and addresses, in any case, with spaces', () => {
    const value = 'Hooks.Example.com, posthorn:8080,10.0.0.5,fd00::5,[fd00::6]:80,';
    expect(parseEmbeddedEnvironment({ POSTHORN_ALLOWED_HOSTS: value }).allowedHosts).toEqual([
      'hooks.example.com',
      'posthorn:8080',
      '10.0.0.5',
      '[fd00::5]',
      '[fd00::6]:80',
    ]);
  });

  it.each(['https://hooks.example.com', 'hooks.example.com/x', '*', 'a b', '[::1', '-a'])(
    '%j is refused',
    (value) => {
      expect(() => parseEmbeddedEnvironment({ POSTHORN_ALLOWED_HOSTS: `ok,${value}` })).toThrow(
        'POSTHORN_ALLOWED_HOSTS must be host names',
      );
    },
  );
});

describe('POSTHORN_TRUSTED_PROXIES', () => {
  it('takes ranges and addresses', () => {
    const value = '10.0.0.0/8, 192.0.2.1,fd00::1';
    expect(parseEmbeddedEnvironment({ POSTHORN_TRUSTED_PROXIES: value }).trustedProxies).toEqual([
      '10.0.0.0/8',
      '192.0.2.1/32',
      'fd00::1/128',
    ]);
  });

  it.each(['proxy.example.com', '10.0.0.0/33', 'true', '1'])('%j is refused', (value) => {
    expect(() => parseEmbeddedEnvironment({ POSTHORN_TRUSTED_PROXIES: value })).toThrow(
      'POSTHORN_TRUSTED_PROXIES must be IP addresses or CIDR ranges',
    );
  });
});

describe('POSTHORN_PORTAL_ORIGINS', () => {
  const parsed = (value: string) =>
    parseEmbeddedEnvironment({ POSTHORN_PORTAL_ORIGINS: value }).portalOrigins;

  it('lists origins, in the form in which browsers state them', () => {
    expect(parseEmbeddedEnvironment({}).portalOrigins).toEqual([]);
    expect(parsed(' https://App.example.com:443/ ,https://b.example:8443,http://localhost:3000')).toEqual([
      'https://app.example.com',
      'https://b.example:8443',
      'http://localhost:3000',
    ]);
    expect(parsed('http://127.0.0.1:5173,http://shop.localhost')).toEqual([
      'http://127.0.0.1:5173',
      'http://shop.localhost',
    ]);
  });

  it.each([
    'app.example.com',
    'http://app.example.com',
    'http://localhost.example.com',
    'https://app.example.com/portal',
    'https://app.example.com?a',
    'https://user@app.example.com',
    'https://*.example.com',
    'https://a;b.example.com',
    "https://'self'",
    'https://[::1]',
    'data:text/html,x',
    '*',
    'null',
  ])('%j is refused by the name of the variable', (value) => {
    const start = () => parsed(`https://ok.example,${value}`);
    expect(start).toThrow('POSTHORN_PORTAL_ORIGINS must be https: origins');
    expect(start).not.toThrow('ok.example');
  });
});
