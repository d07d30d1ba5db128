import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { onTestFinished } from 'vitest';

/** An empty folder of the current test's own, deleted when that ends: open files in it must be closed by then. */
export function temporaryFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), 'posthorn-test-'));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  return folder;
}
