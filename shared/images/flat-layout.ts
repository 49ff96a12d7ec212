/**
 * The layout of Fedora's transfer files: the images of all names lie side by side in the store itself
 * (`Path=/var/lib/extensions.d/`), and a link in the search directory says which one counts. A file's name alone does not tell
 * whose it is there (`kubernetes-1.35-1.35.4-1.fc43-43-x86-64.raw`), so the target patterns of the transfer files do.
 */

import type { ExtensionClass } from '../systemd/classes.ts';
import { matchPatterns } from '../systemd/match-pattern.ts';
import { kindOf } from '../sysupdate/kind.ts';
import type { TransferFile } from '../sysupdate/transfer-file.ts';
import { storesOf } from './store.ts';

/** What a transfer file keeps in a store itself. */
export interface FlatLayout {
  readonly class: ExtensionClass;
  readonly name: string;
  /** The folder, as `Store.store` has it. */
  readonly store: string;
  /** What it calls its images, with the specifiers put in. */
  readonly patterns: readonly string[];
  /** Versions that are never removed. */
  readonly protectedVersions: readonly string[];
}

/** @returns null for what keeps its images elsewhere, or sets another link than a store has */
export function flatLayoutOf(file: TransferFile): FlatLayout | null {
  const { type, relativeTo, path, patterns, currentSymlink } = file.target;
  const kind = kindOf(file);
  if (kind === null || type !== 'regular-file' || relativeTo !== 'root') return null;
  const isIn = storesOf(kind.class).some(
    ({ store, directory }) => path === store && currentSymlink === `${directory}/${kind.name}.raw`,
  );
  return isIn ? { ...kind, store: path, patterns, protectedVersions: file.protectedVersions } : null;
}

/**
 * What systemd-sysupdate calls an image of a name by its own transfer files.
 *
 * @param layouts of all names: where those of another one fit closer, or as close, the image is not of this name, though
 *   systemd-sysupdate itself counts it there as well
 * @returns null for what is none of the name
 */
export function flatVersion(
  layouts: readonly FlatLayout[],
  { class: extensionClass, name }: Pick<FlatLayout, 'class' | 'name'>,
  store: string,
  fileName: string,
  systemdVersion: number,
): string | null {
  let own: string | null = null;
  let others: string | null = null;
  for (const layout of layouts) {
    if (layout.store !== store) continue;
    const version = matchPatterns(layout.patterns, fileName, systemdVersion)?.version;
    if (version === undefined) continue;
    if (layout.class === extensionClass && layout.name === name) own = shorterOf(own, version);
    else others = shorterOf(others, version);
  }
  // The more of the file's name a pattern has, the less is left for the version.
  return own !== null && (others === null || own.length < others.length) ? own : null;
}

const shorterOf = (a: string | null, b: string): string => (a === null || b.length < a.length ? b : a);
