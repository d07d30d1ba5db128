import * as z from 'zod';

/** The wire shape of a page of a list. @param order of its items */
export const pageOf = <Item extends z.ZodType>(item: Item, id: string, order = 'Newest first.') =>
  z
    .object({
      data: z.array(item).meta({ description: order }),
      next_cursor: z
        .string()
        .nullable()
        .meta({ description: 'What to send as `cursor` for the next page; `null` on the last one.' }),
    })
    .meta({ id, description: 'One page of a list.' });

/** Of lists whose pages are bounded by what is read for them. */
export const shortPages =
  'A page may be shorter than `limit`, even empty, while `next_cursor` is set: more follows until it is `null`.';

export const page = <Item>(items: readonly Item[], nextCursor: string | null) => ({
  data: items,
  next_cursor: nextCursor,
});
