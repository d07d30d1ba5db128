import { describe, expect, it } from 'vitest';
import { serviceForFile } from '../support/embedded-service.ts';

const posthorn = await serviceForFile();

interface Answer {
  readonly token: string;
  readonly url: string;
}

const create = async (about: object = {}, headers = {}) => {
  const body = { receiver_id: 'customer-42', ...about };
  const answer = await posthorn.api.sendJson('POST', '/portal-tokens', body, headers);
  expect(answer.status, answer.body.toString()).toBe(201);
  return answer.json() as Answer;
};

const fragmentOf = ({ url }: Answer) => new URLSearchParams(new URL(url).hash.slice(1));

describe('the URL of a portal token', () => {
  it('is the page of this service, with the token in its fragment only', async () => {
    const made = await create();
    const url = new URL(made.url);
    expect(`${url.origin}${url.pathname}${url.search}`).toBe(`${posthorn.url}/portal/`);
    expect([...fragmentOf(made)]).toEqual([['token', made.token]]);
  });

  it('has the theme, and only what the request has of it', async () => {
    const logo = 'data:image/svg+xml;base64,PHN2Zy8+Pz8=';
    const theme = { accent: '#0a7D4f', radius: 0, font: 'Open Sans', logo };
    const made = await create({ theme });
    expect(Object.fromEntries(fragmentOf(made))).toEqual({
      ...{ token: made.token, accent: '#0a7D4f', radius: '0', font: 'Open Sans', logo },
    });
    const little = await create({ theme: { accent: '#abc', font: null } });
    expect([...fragmentOf(little).keys()]).toEqual(['token', 'accent']);
    expect([...fragmentOf(await create({ theme: null })).keys()]).toEqual(['token']);
  });

  it.each([
    ['https', 'https:'],
    ['https, http', 'https:'],
    ['http', 'http:'],
    ['javascript', 'http:'],
  ])('behind a proxy that received %s begins with %s', async (forwarded, protocol) => {
    const made = await create({}, { 'x-forwarded-proto': forwarded });
    expect(new URL(made.url).protocol).toBe(protocol);
  });
});
