import { readFileSync } from 'node:fs';

/** AWS's prices, from a dated list with a source for each. */

const PRICES_FILE = new URL('../../docs/cost/prices-2026-11-24.json', import.meta.url);

export type PriceName =
  | 'httpApiRequest'
  | 'restApiRequest'
  | 'webSocketMessage'
  | 'webSocketMinute'
  | 'lambdaRequest'
  | 'lambdaGbSecond'
  | 'sqsRequest'
  | 'sqsFairMessage'
  | 'dynamodbWriteUnit'
  | 'dynamodbReadUnit'
  | 'streamRead'
  | 'dynamodbGbMonth'
  | 'dynamodbBackupGbMonth'
  | 's3Put'
  | 's3Get'
  | 's3GbMonth'
  | 'logGb'
  | 'egressGb'
  | 'alarmMonth'
  | 'dashboardMonth'
  | 'kmsKeyMonth'
  | 'valkeyMonth'
  | 'endpointHour'
  | 'natHour'
  | 'natGb'
  | 'addressHour';

export interface Price {
  readonly what: string;
  /** For so many: 1, or a million. */
  readonly usd: number;
  readonly per: number;
  readonly source: string;
  readonly asOf: string;
  /** The part that no source confirms. */
  readonly unconfirmed?: string;
}

export interface PriceList {
  readonly region: string;
  readonly collected: string;
  readonly prices: Readonly<Record<PriceName, Price>>;
}

export const committedPrices = (): PriceList => JSON.parse(readFileSync(PRICES_FILE, 'utf8')) as PriceList;
