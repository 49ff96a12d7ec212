/** How an entry and its version are called. */
import { basename } from 'node:path';
import { versionInFileName } from '../../shared/images/release-name.ts';
import type { ExtensionClass } from '../../shared/systemd/classes.ts';

export function idOf(extensionClass: ExtensionClass, path: string): string {
  return `${extensionClass}:${path}`;
}

/** From the release file, else from a file name such as NAME-VERSION-ARCH.raw or NAME_VERSION.raw. */
export function versionOf(
  name: string,
  extensionClass: ExtensionClass,
  release: ReadonlyMap<string, string> | null,
  realPath: string,
): string | null {
  const own = release?.get(`${extensionClass.toUpperCase()}_VERSION_ID`) || release?.get('IMAGE_VERSION');
  if (own) return own;
  const file = basename(realPath);
  return versionInFileName(file.endsWith('.raw') ? file : `${file}.raw`, name)?.replace(/^v/, '') ?? null;
}
