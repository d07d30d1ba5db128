import * as z from 'zod';
import type { Success } from './operation.ts';

/** The wire shape of a page of a list. @param order of its items */
export const pageOf = <Item extends z.ZodType>(item: Item, id: string, order = 'Newest first.') =>
  z
    .object({
      data: z.array(item).meta({ description: order }),
      next_cursor: z
        .string()
        .nullable()
        .meta({ description: 'The value of `cursor` for the next page; `null` on the last page.' }),
    })
    .meta({ id, description: 'One page of a list.' });

/** For lists whose pages are bounded by the number of rows read. */
export const shortPages =
  'A page may be shorter than `limit`, even empty. More items may follow until `next_cursor` is `null`.';

export const page = <Item>(items: readonly Item[], nextCursor: string | null) => ({
  data: items,
  next_cursor: nextCursor,
});

/** The success of a list. @param things the items in the plural, for example `tenants` */
export const pageAnswer = (things: string, schema: z.ZodType, item: object): Success => ({
  status: 200,
  description: `A page of ${things}.`,
  schema,
  example: page([item], null),
});
