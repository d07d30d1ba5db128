import { DatabaseSync } from 'node:sqlite';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { migrate, NewerSchemaError } from '../../../../src/adapters/sqlite/schema.ts';

let database: DatabaseSync;

beforeEach(() => {
  database = new DatabaseSync(':memory:');
});
afterEach(() => database.close());

const version = () => Number(database.prepare('PRAGMA user_version').get()?.['user_version']);
const all = (sql: string) => database.prepare(sql).all();
const schema = () => all('SELECT type, name, sql FROM sqlite_schema ORDER BY name');

describe('the tables', () => {
  it('are made in an empty database', () => {
    migrate(database);
    expect(version()).toBeGreaterThan(0);
    const tables = all("SELECT name FROM sqlite_schema WHERE type = 'table'").map((row) => row['name']);
    expect(tables).toEqual(
      expect.arrayContaining([
        'api_keys',
        'attempts',
        'deliveries',
        'events',
        'idempotency_keys',
        'messages',
        'subscriptions',
      ]),
    );
  });

  it('keep their rows at the next start', () => {
    migrate(database);
    database.exec("INSERT INTO api_keys VALUES ('hash', 'key_1', 'ten_1', 'admin', 'mine', 1, NULL, NULL)");
    const before = { schema: schema(), version: version() };
    migrate(database);
    expect({ schema: schema(), version: version() }).toEqual(before);
    expect(all('SELECT hash FROM api_keys')).toHaveLength(1);
  });

  it('take only values of the right type', () => {
    migrate(database);
    const lists = all("SELECT name, strict FROM pragma_table_list WHERE name NOT LIKE 'sqlite_%'");
    expect(lists.length).toBeGreaterThan(0);
    for (const table of lists) expect(table).toMatchObject({ strict: 1 });
  });

  it('of a newer Posthorn are refused, and left alone', () => {
    migrate(database);
    const newest = version();
    database.exec(`PRAGMA user_version = ${newest + 1}`);
    const before = schema();
    expect(() => migrate(database)).toThrow(NewerSchemaError);
    expect(() => migrate(database)).toThrow(new RegExp(`version ${newest + 1}.*up to ${newest}`));
    expect(version()).toBe(newest + 1);
    expect(schema()).toEqual(before);
  });

  it('leave no transaction open', () => {
    migrate(database);
    expect(database.isTransaction).toBe(false);
  });
});

describe('frequent queries', () => {
  it.each([
    ['for what is due', 'SELECT * FROM deliveries WHERE due_at_ms <= 1 ORDER BY due_at_ms LIMIT 1'],
    [
      'for what is held',
      "UPDATE deliveries SET due_at_ms = 1 WHERE subscription_id = 's' AND waits = 'held'",
    ],
    [
      'for expired deliveries',
      'SELECT rowid FROM deliveries WHERE expires_at_ms <= 1 ORDER BY expires_at_ms',
    ],
    ['for expired events', 'SELECT rowid FROM events WHERE expires_at_ms <= 1 ORDER BY expires_at_ms'],
    [
      'for expired keys',
      'SELECT rowid FROM idempotency_keys WHERE expires_at_ms <= 1 ORDER BY expires_at_ms',
    ],
    [
      'for a page of deliveries',
      "SELECT * FROM deliveries WHERE subscription_id = 's' ORDER BY event_id DESC",
    ],
    [
      'for a page of a tenant’s retrying deliveries',
      "SELECT * FROM deliveries WHERE status IN ('retrying', 'exhausted', 'cancelled') AND tenant_id = 't' " +
        "AND status = 'retrying' AND id < 'dlv_1' ORDER BY id DESC",
    ],
    ['for a page of events', "SELECT * FROM events WHERE tenant_id = 't' ORDER BY id DESC"],
    ['for attempts', "SELECT * FROM attempts WHERE delivery_id = 'd' ORDER BY number"],
  ])('is looked up and not searched for: %s', (_, sql) => {
    migrate(database);
    const plan = all(`EXPLAIN QUERY PLAN ${sql}`).map((row) => String(row['detail']));
    expect(plan).toEqual([expect.stringMatching(/^SEARCH .* USING .*(INDEX|PRIMARY KEY)/)]);
  });
});
