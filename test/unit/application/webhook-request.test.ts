import { describe, expect, it } from 'vitest';
import { webhookRequest } from '../../../src/application/webhook-request.ts';
import { aDelivery, anEvent, aSubscription } from '../../support/records.ts';

const details = { nowMs: 1_800_000_000_000, version: '9.8.7', authorization: undefined };

function headersOf(
  settings: Parameters<typeof aSubscription>[0],
  about: Parameters<typeof anEvent>[0] = {},
  authorization?: string,
) {
  const subscription = aSubscription(settings);
  const event = anEvent(about);
  const delivery = aDelivery(event, subscription.id);
  const { headers } = webhookRequest({ delivery, subscription, event }, 3, { ...details, authorization });
  return { headers, subscription, event };
}

describe('the headers of an attempt', () => {
  it('say which subscription, attempt, type and hop it is', () => {
    const { headers, subscription } = headersOf({});
    expect(headers).toMatchObject({
      'x-posthorn-subscription-id': subscription.id,
      'x-posthorn-attempt': '3',
      'x-posthorn-event-type': 'order.created',
      'x-posthorn-hops': '1',
    });
    expect(headersOf({}, { hops: 4 }).headers['x-posthorn-hops']).toBe('5');
  });

  it('have names of the subscription in its own capitals', () => {
    const { headers } = headersOf({ headers: { 'X-API-Key': 'k', SOAPAction: '"a"', constructor: 'c' } });
    expect(headers).toMatchObject({ 'X-API-Key': 'k', SOAPAction: '"a"', constructor: 'c' });
  });

  it('are those of Posthorn and of the event where the subscription has stored others', () => {
    const stored = {
      'Content-Type': 'text/evil',
      'WEBHOOK-ID': 'evt_other',
      'Ce-Id': 'other',
      'X-Posthorn-Hops': '0',
      'X-Posthorn-Event-Type': 'other',
      Authorization: 'Bearer stored',
      'X-Own': 'own',
    };
    const { headers, event } = headersOf(
      { headers: stored },
      { headers: { 'ce-id': 'first' } },
      'Bearer asked',
    );
    expect(headers).toMatchObject({
      'content-type': 'application/json',
      'webhook-id': event.id,
      'ce-id': 'first',
      'x-posthorn-hops': '1',
      'x-posthorn-event-type': 'order.created',
      authorization: 'Bearer asked',
      'X-Own': 'own',
    });
    const names = Object.keys(headers).map((name) => name.toLowerCase());
    expect(names.toSorted()).toEqual([...new Set(names)].toSorted());
  });

  it('carry the same id, time and signature under both sets of names where Svix is asked for', () => {
    const { headers } = headersOf({ signatureHeaders: ['webhook', 'svix'] });
    for (const name of ['id', 'timestamp', 'signature']) {
      expect(headers[`webhook-${name}`], name).toEqual(expect.any(String));
      expect(headers[`svix-${name}`], name).toBe(headers[`webhook-${name}`]);
    }
    expect(Object.keys(headersOf({}).headers).filter((name) => name.startsWith('svix-'))).toEqual([]);
  });
});
