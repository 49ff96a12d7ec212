/** What a search directory holds, as systemd sees it once symlinks are followed. */

import type { ExtensionClass, SystemdRules } from './classes.ts';

/**
 * What an entry is once symlinks are followed: `missing` is a symlink that leads nowhere, `loop` one that leads in a
 * circle, `through-file` one whose way leads through a file.
 */
export type TargetKind =
  | 'file'
  | 'directory'
  | 'block'
  | 'null'
  | 'other'
  | 'missing'
  | 'loop'
  | 'through-file'
  | 'unreadable';

export interface DirectoryEntry {
  readonly fileName: string;
  readonly target: TargetKind;
  /** Whether a symlink stands here. */
  readonly symlink: boolean;
  /** For a directory whose name ends in `.v`: its own entries. */
  readonly versions?: readonly DirectoryEntry[];
}

export interface SearchDirectory {
  /** Absolute path as systemd names it, without the root. */
  readonly path: string;
  /** Where it is once symlinks are followed; `path` where that is nowhere. */
  readonly realPath: string;
  /** In the order in which the directory hands them out. */
  readonly entries: readonly DirectoryEntry[];
  /** Why systemd cannot look into it, and so lists nothing at all; null where it can. */
  readonly problem: 'loop' | 'not-a-directory' | null;
}

/** How entries are looked for. */
export interface DiscoveryOptions {
  /** Whose suffix a name may have; null for images that have none of their own, as portable ones. */
  readonly class: ExtensionClass | null;
  readonly rules: SystemdRules;
  /** The host's, in systemd's spelling. */
  readonly architecture: string;
}
