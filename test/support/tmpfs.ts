import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { onTestFinished } from 'vitest';

/** Small disks for tests that fill them: a tmpfs each, where this process may mount one. */

const mount = (folder: string, megabytes: number): boolean =>
  spawnSync('mount', ['-t', 'tmpfs', '-o', `size=${megabytes}m,mode=0700`, 'none', folder]).status === 0;

function unmount(folder: string): void {
  spawnSync('umount', ['-l', folder]);
  rmSync(folder, { recursive: true, force: true });
}

const newFolder = (): string => mkdtempSync(join(tmpdir(), 'posthorn-disk-'));

/** Why there can be no small disk; undefined if there can be one. */
export function smallDiskFault(): string | undefined {
  const folder = newFolder();
  const isMounted = mount(folder, 1);
  unmount(folder);
  return isMounted ? undefined : 'this process may not mount a tmpfs';
}

/** The folder of a disk of this size, which is gone at the end of the test. */
export function smallDiskForTest(megabytes: number): string {
  const folder = newFolder();
  if (!mount(folder, megabytes)) throw new Error('the tmpfs was not mounted');
  onTestFinished(() => unmount(folder));
  return folder;
}
