import { describe, expect, it } from 'vitest';
import { isEventId } from '../../../../src/domain/ids.ts';
import { answerWithPage, startOfPage } from '../../../../src/http/core/paging.ts';
import { anEventId } from '../../../support/records.ts';

const query = { limit: 2, filter: { eventType: 'order.created' } };
const firstPage = startOfPage(query, isEventId);
const asItIs = (item: object) => item;

interface Body {
  readonly data: readonly object[];
  readonly next_cursor: string | null;
}

describe('an answer with a page', () => {
  it('has a cursor that leads to where the next page begins, even when the page is empty', () => {
    const nextBefore = anEventId();
    const { status, body } = answerWithPage({ items: [], nextBefore }, firstPage, asItIs);
    expect(status).toBe(200);
    const { data, next_cursor: cursor } = body as Body;
    expect(data).toEqual([]);
    expect(startOfPage({ ...query, cursor: cursor! }, isEventId).before).toBe(nextBefore);
  });

  it('has no cursor when it is the last one', () => {
    const item = { id: anEventId() };
    const { body } = answerWithPage({ items: [item], nextBefore: undefined }, firstPage, asItIs);
    expect(body).toEqual({ data: [item], next_cursor: null });
  });
});
