import { seededRandom } from '../../../models/seeded-random.ts';

/** The payloads of counted events: always the same bytes. */

const KIB = 1_024;

/** All of JSON's printable characters that need no escape: as good as random, and a fifth shorter when deflated. */
const SYMBOLS = [...Array(95).keys()]
  .map((n) => String.fromCharCode(32 + n))
  .filter((character) => character !== '"' && character !== '\\')
  .join('');

function noise(length: number): string {
  const random = seededRandom(1);
  return Array.from({ length }, () => SYMBOLS[Math.floor(random() * SYMBOLS.length)]).join('');
}

/** JSON of which hardly anything can be saved. */
function opaque(bytes: number): string {
  const frame = JSON.stringify({ data: '' });
  return JSON.stringify({ data: noise(bytes - frame.length) });
}

const lineItem = (n: number) => ({
  sku: `PH-${7_301 + 97 * n}-${'BGRW'[n % 4]}`,
  name: ['Ceramic filter cone', 'Paper filters, 100', 'Gooseneck kettle 0.8 l', 'Hand grinder'][n % 4],
  quantity: 1 + (n % 3),
  unit_price: (8.5 + 11.25 * n).toFixed(2),
  tax_rate: '0.20',
});

const order = (items: number, note: string) => ({
  id: 'ord_01JD4W9X3N7R8QK2M5T6V0YZAB',
  created_at: '2026-11-24T09:41:27.318Z',
  status: 'paid',
  customer: { id: 'cus_8fK2jLq0Xz', email: 'marta.lindqvist@example.com', locale: 'sv-SE' },
  shipping: {
    name: 'Marta Lindqvist',
    street: 'Storgatan 41',
    postcode: '114 55',
    city: 'Stockholm',
    country: 'SE',
    carrier: 'postnord',
    tracking_number: '00370726208411983745',
  },
  payment: {
    method: 'card',
    brand: 'visa',
    last4: '4242',
    authorization: 'a7d09c31-5be2-4f0d-9b1c-62f1e7c4d853',
  },
  items: Array.from({ length: items }, (_, n) => lineItem(n)),
  total: '142.75',
  currency: 'EUR',
  note,
});

const NOTE =
  'Please leave it with the neighbours on the second floor, or in the box behind the bicycle shed: our bell has been ' +
  'silent since Monday.';

/** JSON as shops send it: an order, with as many items as there is room for. */
function typical(bytes: number): string {
  let items = 0;
  while (JSON.stringify(order(items + 1, '')).length <= bytes) items += 1;
  const rest = bytes - JSON.stringify(order(items, '')).length;
  return JSON.stringify(order(items, NOTE.slice(0, rest)));
}

export const payloads = {
  opaque: opaque(KIB),
  typical: typical(KIB),
  opaque32KiB: opaque(32 * KIB),
  typical32KiB: typical(32 * KIB),
  opaque100KiB: opaque(100 * KIB),
} as const;

export type PayloadName = keyof typeof payloads;
