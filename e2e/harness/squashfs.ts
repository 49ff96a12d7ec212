/** Images made by mksquashfs. */
import { join } from 'node:path';
import { run } from './programs.ts';

/** Packs a folder; `options` are mksquashfs's own. */
export function makeSquashfs(folder: string, image: string, ...options: string[]): void {
  run('mksquashfs', [folder, image, '-noappend', '-no-progress', '-quiet', ...options], { cwd: join(folder, '..') });
}
