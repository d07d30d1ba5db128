import type { Delivery } from '../../../../client/src/posthorn.ts';

/** Whether another attempt follows. */
export const isOpen = ({ status }: Pick<Delivery, 'status'>): boolean =>
  status === 'pending' || status === 'retrying';
