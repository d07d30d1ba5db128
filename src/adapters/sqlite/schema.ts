import type { DatabaseSync } from 'node:sqlite';

/**
 * The tables, as steps: step n brings a database from version n to n + 1 (`PRAGMA user_version`). Never edit a step
 * that has shipped; add a new one.
 */
const steps: readonly string[] = [
  `
  CREATE TABLE api_keys (
    hash TEXT PRIMARY KEY, id TEXT NOT NULL, tenant_id TEXT NOT NULL, scopes TEXT NOT NULL, name TEXT NOT NULL,
    created_at_ms INTEGER NOT NULL
  ) STRICT;

  CREATE TABLE subscriptions (
    id TEXT PRIMARY KEY, tenant_id TEXT NOT NULL, receiver_id TEXT, status TEXT NOT NULL, version INTEGER NOT NULL,
    settings TEXT NOT NULL, deleted_at_ms INTEGER
  ) STRICT;
  CREATE INDEX subscriptions_of_tenant ON subscriptions (tenant_id, id) WHERE deleted_at_ms IS NULL;

  CREATE TABLE events (
    tenant_id TEXT NOT NULL, id TEXT NOT NULL, event_type TEXT, receiver_id TEXT, content_type TEXT NOT NULL,
    subscription_ids TEXT NOT NULL, expires_at_ms INTEGER NOT NULL, payload BLOB NOT NULL,
    PRIMARY KEY (tenant_id, id)
  ) STRICT;

  CREATE INDEX events_by_expiry ON events (expires_at_ms);

  CREATE TABLE deliveries (
    subscription_id TEXT NOT NULL, event_id TEXT NOT NULL, tenant_id TEXT NOT NULL, event_type TEXT,
    target_url TEXT NOT NULL, status TEXT NOT NULL, status_reason TEXT, attempt_count INTEGER NOT NULL,
    ticket INTEGER NOT NULL, next_trigger TEXT NOT NULL, next_attempt_at_ms INTEGER, waits TEXT NOT NULL,
    due_at_ms INTEGER, created_at_ms INTEGER NOT NULL, updated_at_ms INTEGER NOT NULL, expires_at_ms INTEGER,
    PRIMARY KEY (subscription_id, event_id)
  ) STRICT;
  CREATE INDEX deliveries_due ON deliveries (due_at_ms) WHERE due_at_ms IS NOT NULL;
  CREATE INDEX deliveries_by_expiry ON deliveries (expires_at_ms) WHERE expires_at_ms IS NOT NULL;
  CREATE INDEX deliveries_in_trouble ON deliveries (subscription_id, status, event_id)
    WHERE status IN ('retrying', 'exhausted', 'cancelled');
  CREATE INDEX deliveries_held ON deliveries (subscription_id) WHERE waits = 'held';

  CREATE TABLE attempts (
    delivery_id TEXT NOT NULL, number INTEGER NOT NULL, triggered_by TEXT NOT NULL, started_at_ms INTEGER NOT NULL,
    duration_ms INTEGER NOT NULL, status_code INTEGER, outcome TEXT NOT NULL, failure_kind TEXT, error TEXT,
    response_excerpt TEXT,
    PRIMARY KEY (delivery_id, number)
  ) STRICT, WITHOUT ROWID;

  CREATE TABLE messages (
    id INTEGER PRIMARY KEY AUTOINCREMENT, queue TEXT NOT NULL, group_id TEXT NOT NULL, body TEXT NOT NULL,
    receive_count INTEGER NOT NULL, sent_at_ms INTEGER NOT NULL
  ) STRICT;

  CREATE INDEX messages_ended ON messages (sent_at_ms) WHERE queue <> 'deliver';

  CREATE TABLE idempotency_keys (
    tenant_id TEXT NOT NULL, operation TEXT NOT NULL, key TEXT NOT NULL, request_hash TEXT NOT NULL,
    value TEXT NOT NULL, expires_at_ms INTEGER NOT NULL,
    PRIMARY KEY (tenant_id, operation, key)
  ) STRICT;
  CREATE INDEX idempotency_keys_by_expiry ON idempotency_keys (expires_at_ms);
  `,
  `
  ALTER TABLE api_keys ADD COLUMN expires_at_ms INTEGER;
  ALTER TABLE api_keys ADD COLUMN last_used_at_ms INTEGER;
  CREATE UNIQUE INDEX api_keys_of_tenant ON api_keys (tenant_id, id);

  CREATE TABLE tenants (
    id TEXT PRIMARY KEY, name TEXT NOT NULL, created_by TEXT NOT NULL, created_at_ms INTEGER NOT NULL
  ) STRICT;
  CREATE INDEX tenants_of_creator ON tenants (created_by, id);

  CREATE TABLE audit_trail (
    tenant_id TEXT NOT NULL, id TEXT NOT NULL, action TEXT NOT NULL, actor TEXT NOT NULL, subject TEXT NOT NULL,
    fields TEXT NOT NULL, request_id TEXT NOT NULL, expires_at_ms INTEGER NOT NULL,
    PRIMARY KEY (tenant_id, id)
  ) STRICT;
  CREATE INDEX audit_trail_by_expiry ON audit_trail (expires_at_ms);
  `,
  `
  ALTER TABLE deliveries ADD COLUMN has_place INTEGER NOT NULL DEFAULT 0;

  CREATE TABLE rate_limits (key TEXT PRIMARY KEY, paid_until_ms REAL NOT NULL) STRICT, WITHOUT ROWID;
  CREATE INDEX rate_limits_by_time ON rate_limits (paid_until_ms);
  `,
  `
  ALTER TABLE events ADD COLUMN headers TEXT;
  ALTER TABLE events ADD COLUMN deliver_at_ms INTEGER;
  `,
  `
  CREATE TABLE event_types (
    tenant_id TEXT NOT NULL, name TEXT NOT NULL, description TEXT, schema TEXT, example TEXT, validation TEXT NOT NULL,
    made_by TEXT NOT NULL, version INTEGER NOT NULL, created_at_ms INTEGER NOT NULL, updated_at_ms INTEGER NOT NULL,
    PRIMARY KEY (tenant_id, name)
  ) STRICT, WITHOUT ROWID;
  `,
  `
  CREATE TABLE recoveries (
    tenant_id TEXT NOT NULL, id TEXT NOT NULL, subscription_id TEXT, receiver_id TEXT, since_ms INTEGER NOT NULL,
    until_ms INTEGER NOT NULL, per_second INTEGER NOT NULL, found_count INTEGER, created_at_ms INTEGER NOT NULL,
    status TEXT NOT NULL, stop_reason TEXT, recovered_count INTEGER NOT NULL, skipped_count INTEGER NOT NULL,
    after_id TEXT, next_slot_at_ms REAL NOT NULL, version INTEGER NOT NULL, updated_at_ms INTEGER NOT NULL,
    ended_at_ms INTEGER, expires_at_ms INTEGER,
    PRIMARY KEY (tenant_id, id)
  ) STRICT;
  CREATE INDEX recoveries_running ON recoveries (id) WHERE status = 'running';
  CREATE INDEX recoveries_by_expiry ON recoveries (expires_at_ms) WHERE expires_at_ms IS NOT NULL;

  ALTER TABLE deliveries ADD COLUMN id TEXT
    GENERATED ALWAYS AS ('dlv_' || substr(event_id, 5) || substr(subscription_id, 5)) VIRTUAL;
  CREATE INDEX deliveries_exhausted ON deliveries (tenant_id, id) WHERE status = 'exhausted';
  `,
  `
  ALTER TABLE events ADD COLUMN payload_deleted_at_ms INTEGER;
  `,
  `
  CREATE TABLE store_probe (id INTEGER PRIMARY KEY, filler BLOB NOT NULL) STRICT;
  DELETE FROM messages WHERE queue = 'exhausted';
  `,
  `
  ALTER TABLE events ADD COLUMN hops INTEGER;
  `,
  `
  CREATE INDEX subscriptions_of_receiver ON subscriptions (tenant_id, receiver_id, id) WHERE deleted_at_ms IS NULL;
  `,
  `
  ALTER TABLE events ADD COLUMN published INTEGER;
  ALTER TABLE recoveries ADD COLUMN missed INTEGER NOT NULL DEFAULT 0;
  `,
  `
  ALTER TABLE deliveries ADD COLUMN receiver_id TEXT;
  UPDATE deliveries SET receiver_id =
    (SELECT receiver_id FROM events WHERE events.tenant_id = deliveries.tenant_id AND events.id = deliveries.event_id);

  CREATE TABLE portal_versions (
    tenant_id TEXT NOT NULL, receiver_id TEXT NOT NULL, version INTEGER NOT NULL, expires_at_ms INTEGER NOT NULL,
    PRIMARY KEY (tenant_id, receiver_id)
  ) STRICT;
  CREATE INDEX portal_versions_by_expiry ON portal_versions (expires_at_ms);

  ALTER TABLE audit_trail ADD COLUMN receiver_id TEXT;
  ALTER TABLE audit_trail ADD COLUMN source_address TEXT;
  ALTER TABLE audit_trail ADD COLUMN changes TEXT;
  `,
  `
  CREATE TABLE receivers (
    tenant_id TEXT NOT NULL, id TEXT NOT NULL, settings TEXT NOT NULL, is_limited INTEGER NOT NULL,
    made_by TEXT NOT NULL, version INTEGER NOT NULL, created_at_ms INTEGER NOT NULL, updated_at_ms INTEGER NOT NULL,
    PRIMARY KEY (tenant_id, id)
  ) STRICT, WITHOUT ROWID;
  CREATE INDEX receivers_limited ON receivers (tenant_id) WHERE is_limited = 1;
  `,
  `
  CREATE TABLE counter_names (
    id INTEGER PRIMARY KEY, tenant_id TEXT NOT NULL, subscription_id TEXT NOT NULL, event_type TEXT NOT NULL,
    answer TEXT NOT NULL, receiver_id TEXT NOT NULL,
    UNIQUE (tenant_id, subscription_id, event_type, answer, receiver_id)
  ) STRICT;
  CREATE TABLE counters (
    name_id INTEGER NOT NULL, minute INTEGER NOT NULL, fact TEXT NOT NULL, count INTEGER NOT NULL,
    PRIMARY KEY (name_id, minute, fact)
  ) STRICT, WITHOUT ROWID;
  CREATE TABLE counter_journal (id INTEGER PRIMARY KEY, counts TEXT NOT NULL) STRICT;

  INSERT INTO counter_names (tenant_id, subscription_id, event_type, answer, receiver_id)
    SELECT DISTINCT tenant_id, subscription_id, '', '', coalesce(receiver_id, '') FROM deliveries
    WHERE status IN ('pending', 'retrying');
  INSERT INTO counters (name_id, minute, fact, count)
    SELECT counter_names.id, 0, status, count(*) FROM deliveries JOIN counter_names
    ON counter_names.tenant_id = deliveries.tenant_id
    AND counter_names.subscription_id = deliveries.subscription_id
    AND counter_names.event_type = '' AND answer = ''
    AND counter_names.receiver_id = coalesce(deliveries.receiver_id, '')
    WHERE status IN ('pending', 'retrying') GROUP BY 1, 3;
  `,
  `
  DROP INDEX deliveries_exhausted;
  CREATE INDEX deliveries_of_tenant_in_trouble ON deliveries (tenant_id, status, id)
    WHERE status IN ('retrying', 'exhausted', 'cancelled');
  `,
  `
  CREATE TABLE counters_by_quarter (
    name_id INTEGER NOT NULL, quarter INTEGER NOT NULL, fact TEXT NOT NULL, count INTEGER NOT NULL,
    PRIMARY KEY (name_id, quarter, fact)
  ) STRICT, WITHOUT ROWID;
  INSERT INTO counters_by_quarter (name_id, quarter, fact, count)
    SELECT name_id, minute / 15, fact, sum(count) FROM counters WHERE minute > 0 GROUP BY 1, 2, 3;
  `,
];

/** A newer Posthorn wrote the folder. This version does not know its tables. */
export class NewerSchemaError extends Error {
  override readonly name = 'NewerSchemaError';
  constructor(found: number) {
    super(
      `the data folder has schema version ${found}; this Posthorn knows up to ${steps.length}: use a newer one`,
    );
  }
}

/** The number of steps that the database has had; 0: no tables. */
export const schemaVersionOf = (database: DatabaseSync): number =>
  database.prepare('PRAGMA user_version').get()?.['user_version'] as number;

export function migrate(database: DatabaseSync): void {
  const version = schemaVersionOf(database);
  if (version > steps.length) throw new NewerSchemaError(version);
  steps.slice(version).forEach((step, index) => {
    database.exec(`BEGIN IMMEDIATE; ${step} PRAGMA user_version = ${version + index + 1}; COMMIT`);
  });
}
