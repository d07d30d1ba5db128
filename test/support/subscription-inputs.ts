/** A subscription as a caller sends it, with a value for each common setting. */
export const fullInput = {
  target_url: 'https://shop.example/hooks',
  event_types: ['order.*', 'invoice.paid'],
  description: 'Orders, for the warehouse',
  metadata: { team: 'logistics' },
  headers: { 'X-Shop-Key': 'k-51f0', Authorization: 'Basic c2hvcDpob3Ju' },
  retry_policy: { base_seconds: 5, factor: 2, max_delay_seconds: 600, max_attempts: 8 },
  timeout_seconds: 20,
  receiver_id: 'customer-42',
  ingest_secret: 'geheim',
};
