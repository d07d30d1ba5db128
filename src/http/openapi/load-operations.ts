import type { LoadOperations } from '../core/operation.ts';

export const loadOperations: LoadOperations = async () => (await import('./operations.ts')).operations;
