/** Where a service runs: as one process over SQLite, or on AWS. */
export const families = ['embedded', 'aws'] as const;
export type Family = (typeof families)[number];
