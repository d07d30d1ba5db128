/**
 * Groups items into batches, for example 10 by 4 into 4, 4 and 2.
 * @param size asked before each batch; 0 ends the batches
 */
export async function* inBatches<Item>(
  items: AsyncIterable<Item>,
  size: () => number,
): AsyncGenerator<readonly Item[], void, undefined> {
  let batch: Item[] = [];
  let most = size();
  if (most <= 0) return;
  for await (const item of items) {
    batch.push(item);
    if (batch.length < most) continue;
    yield batch;
    batch = [];
    most = size();
    if (most <= 0) return;
  }
  if (batch.length > 0) yield batch;
}
