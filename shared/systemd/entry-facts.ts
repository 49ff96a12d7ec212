/** What a reading finds in one entry of a search directory, as far as a merge depends on it; shared/systemd/merge.ts judges. */
import type { Message, Text } from '../messages/message.ts';
import type { ExtensionClass } from './classes.ts';
import type { TableEntry } from './dissect.ts';

/** How a path ends that is followed inside a tree, as systemd's chase() follows it. */
export type Lookup = 'found' | 'missing' | 'not-a-directory' | 'loop';

/** The release file that counts for a name, or why none does (open_extension_release() in src/basic/os-util.c). */
export type ReleaseLookup =
  | { readonly kind: 'found'; readonly path: string; readonly fields: ReadonlyMap<string, string> }
  /** It is there and tells nothing: no text that systemd takes, so it compares no field. */
  | { readonly kind: 'invalid'; readonly path: string; readonly reason: Text }
  /** `others` are release files for other names, which tell a person what went wrong. */
  | { readonly kind: 'missing'; readonly others: readonly string[] }
  /** Several of other names, each said to count under any name. */
  | { readonly kind: 'ambiguous'; readonly others: readonly string[] }
  | { readonly kind: 'directory'; readonly path: string }
  | { readonly kind: 'not-a-directory' | 'loop' }
  /** Whether a file of another name counts could not be told. */
  | { readonly kind: 'unknown'; readonly path: string };

/** A place inside a file system, whatever the paths that lead to it: two layers overlap when one place holds the other. */
export interface Place {
  /** `major:minor` of the file system, as in mountinfo. */
  readonly device: string;
  /** From the root of the file system. */
  readonly path: string;
}

/** One hierarchy inside an extension. */
export interface HierarchyFacts {
  readonly state: 'missing' | 'empty' | 'filled' | 'not-a-directory' | 'loop';
  /** Where a folder's really is; null inside an image, which overlaps with nothing. */
  readonly place: Place | null;
}

export interface TreeFacts {
  readonly kind: 'tree';
  /** `usr/lib/os-release`, which no sysext may carry. */
  readonly osRelease: Lookup;
  /** Of an image: `etc/os-release`, else `usr/lib/os-release`: with one it counts as an OS. */
  readonly osTree: Lookup;
  /** A file that systemd copies out of an image to know it, and that is a folder: its path. */
  readonly folderForFile: string | null;
  /** 252 knows the one of sysext alone; of a folder the other class's counts for nothing. */
  readonly release: Readonly<Record<ExtensionClass, ReleaseLookup>>;
  /** Those of its class, by their path, such as `/usr`. */
  readonly hierarchies: Readonly<Record<string, HierarchyFacts>>;
}

/** Files beside an image that vouch for it (verity_settings_load() in src/shared/dissect-image.c). */
export interface Sidecars {
  /** `NAME.roothash` or `NAME.usrhash`: of which partition, and its hash in lower-case hex; null where the file holds none. */
  readonly rootHash: { readonly of: 'root' | 'usr'; readonly hash: string | null } | null;
  /** `NAME.verity`. */
  readonly hashTree: boolean;
  /** `NAME.roothash.p7s` is there and empty, which systemd refuses. */
  readonly emptySignature: boolean;
}

/** What an entry turned out to hold. */
export type EntryFacts =
  | TreeFacts
  /** systemd cannot mount it; the name of the errno(3) it stops on, null where only that is known. */
  | {
      readonly kind: 'unmountable';
      readonly code: 'not-an-image' | 'image-broken';
      readonly errno: string | null;
      readonly reason: Message;
    }
  /** We cannot tell. */
  | { readonly kind: 'unknown'; readonly code: 'not-readable-yet' | 'permission'; readonly reason: Message };

/** An entry that systemd lists. */
export interface MergeEntry {
  readonly name: string;
  /** Where it stands in a search directory. */
  readonly path: string;
  /** Whether a symlink stands there, over which systemd before 260 passes below `--root=`. */
  readonly isSymlink?: boolean;
  /**
   * By which systemd tells where an image came from, without the root: where the symlinks to it lead, before 260 those to its
   * directory only (measured on 257 and 262). `path` where it is not given.
   */
  readonly imagePath?: string;
  readonly form: 'folder' | 'image' | 'mstack';
  readonly facts: EntryFacts;
  /** Of a disk image; null for a bare file system and a folder. */
  readonly partitions: readonly TableEntry[] | null;
  /** Whether its hash trees have the root hashes that its partitions name; null where it has none. */
  readonly verityIntact: boolean | null;
  readonly sidecars: Sidecars | null;
  /** Whether a root hash may stand in an attribute of the image that could not be read. */
  readonly attributesUnknown?: boolean;
}
