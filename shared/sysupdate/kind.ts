/** Which extension a transfer file is of. */
import type { ExtensionClass } from '../systemd/classes.ts';
import { streamOfPattern } from './transfer.ts';
import type { TransferFile } from './transfer-file.ts';

const baseName = (path: string) => path.slice(path.lastIndexOf('/') + 1);

/** @returns null for a transfer of what is no extension, such as a kernel */
export function kindOf({ target }: TransferFile): { readonly class: ExtensionClass; readonly name: string } | null {
  const link = target.currentSymlink;
  const where = link ?? target.path;
  const extensionClass = /\/confexts(?:\.d)?(?:\/|$)/.test(where)
    ? 'confext'
    : /\/extensions(?:\.d)?(?:\/|$)/.test(where)
      ? 'sysext'
      : null;
  if (extensionClass === null) return null;
  const nameOf = (fileName: string) => fileName.replace(/(?:\.(?:sysext|confext))?\.raw$/, '');
  if (link !== null) return { class: extensionClass, name: nameOf(baseName(link)) };
  const pattern = target.patterns[0] ?? '';
  // A folder whose newest image counts is called after the extension (systemd.v(7)).
  const folder = /(?:^|\/)([^/]+)\.raw\.v$/.exec(`${target.path}/${pattern}`.replace(/\/[^/]*$/, ''))?.[1];
  const name = folder ?? /^(.+?)[-_.]@v/.exec(baseName(pattern))?.[1] ?? baseName(target.path);
  return { class: extensionClass, name: nameOf(name) };
}

/** What stands before each version of the stream that a transfer file follows; empty where the version is whole. */
export function streamOf({ source }: TransferFile, name: string): string {
  return streamOfPattern(baseName(source.patterns[0] ?? ''), name);
}
