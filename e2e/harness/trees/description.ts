/**
 * A host with extensions, as plain JSON: what a generator makes, a recording holds, a builder writes to disk and a
 * failed test leaves behind. The short keys are those of the recordings in e2e/fixtures/systemd/merges.json.gz.
 */

export type ExtensionClass = 'sysext' | 'confext';

/** One file of a tree; a plain string is a regular file with that text. */
export type Node =
  | string
  | { readonly t: string; readonly x?: Readonly<Record<string, string>>; readonly m?: string }
  /** Bytes, in base64. */
  | { readonly b: string }
  /** A symlink's target. */
  | { readonly l: string }
  /** A folder and its mode, octal; folders that only lead to something need no node of their own. */
  | { readonly d: string }
  /** A character device, major and minor; 0:0 is a whiteout, others need root. */
  | { readonly c: readonly [number, number] };

/** Path below the tree -> node. */
export type Tree = Readonly<Record<string, Node>>;

export type FileSystem = 'squashfs' | 'erofs' | 'ext4';

/** A partition: with a file system, with bytes of its own, or empty. */
export interface Partition {
  readonly type: PartitionType;
  readonly fs?: FileSystem;
  readonly t?: Tree;
  /** Bytes in base64, where it holds no file system that a tool makes. */
  readonly b?: string;
  readonly label?: string;
}

/** Discoverable Partitions Specification. */
export const PARTITION_TYPES = {
  'root-x86-64': '4f68bce3-e8cd-4db1-96e7-fbcaf984b709',
  'usr-x86-64': '8484680c-9521-48c6-9c11-b0720656f69e',
  'root-arm64': 'b921b045-1df0-41c3-af44-4c6f280d3fae',
  'usr-arm64': 'b0e01050-ee5f-4390-949a-9101b17104e9',
  'root-x86': '44479540-f297-41b2-9af7-d131d5f0458a',
  linux: '0fc63daf-8483-4772-8e79-3d69d8477de4',
  esp: 'c12a7328-f81f-11d2-ba4b-00a0c93ec93b',
  home: '933ac7e1-2eb4-4f13-b844-0e14e2aef915',
} as const;
export type PartitionType = keyof typeof PARTITION_TYPES;

/** What stands at a path, made in the order of the description. */
export type Entry =
  | { readonly p: string; readonly f: 'dir'; readonly t?: Tree }
  /** `x`: xattrs of the image file itself. */
  | { readonly p: string; readonly f: FileSystem; readonly t: Tree; readonly x?: Readonly<Record<string, string>> }
  | { readonly p: string; readonly f: 'gpt'; readonly parts: readonly Partition[] }
  | { readonly p: string; readonly f: 'link'; readonly l: string }
  | { readonly p: string; readonly f: 'file'; readonly n: Node }
  /** The first `keep` of 1000 parts of an image. */
  | { readonly p: string; readonly f: 'cut'; readonly of: FileSystem; readonly t: Tree; readonly keep: number }
  | { readonly p: string; readonly f: 'fifo' };

/** Folders that a host has unless its description says that it lacks them. */
export const HOST_FOLDERS = ['usr/lib', 'usr/bin', 'etc', 'opt', 'var/lib', 'run', 'srv'] as const;

export interface HostTree {
  readonly class: ExtensionClass;
  /** The generator's words for what it put in: of the host, then of each entry. */
  readonly shapes: readonly string[];
  /** Whether `merge --force` is worth asking too. */
  readonly force: boolean;
  /** The host's own files. */
  readonly host: Tree;
  readonly hostWithout?: readonly string[];
  readonly entries: readonly Entry[];
}
