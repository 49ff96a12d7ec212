/** Folders of a test that are gone after it, whatever happened. */
import { chmodSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';

export interface Scratch {
  readonly path: string;
  /** Writes a file below the folder, making the folders above it. */
  put(path: string, content: string | Buffer, mode?: number): void;
  remove(): void;
}

export function makeScratch(name: string): Scratch {
  const path = mkdtempSync(join(tmpdir(), `veneer-${name}-`));
  return {
    path,
    put(inner, content, mode = 0o644) {
      const place = join(path, inner);
      mkdirSync(dirname(place), { recursive: true });
      writeFileSync(place, content, { mode });
      // An ordinary user's write takes the setuid bit away.
      if ((mode & 0o7000) !== 0) chmodSync(place, mode);
    },
    remove: () => rmSync(path, { recursive: true, force: true }),
  };
}

/** Puts a folder extension into a tree. */
export function putExtension(
  scratch: Scratch,
  directory: string,
  name: string,
  release: string,
  files: Readonly<Record<string, string>> = {},
): void {
  scratch.put(`${directory}/${name}/usr/lib/extension-release.d/extension-release.${name}`, release);
  for (const [path, content] of Object.entries(files)) scratch.put(`${directory}/${name}/${path}`, content);
}
