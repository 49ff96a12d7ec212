/** The entries of a tree in columns: a large image has hundreds of thousands, and an object for each takes ten times as much. */
import type { NodeType, TreeNode } from '../../images/tree.ts';

export const TYPES: readonly NodeType[] = ['file', 'directory', 'symlink', 'char', 'block', 'fifo', 'socket'];

/** What matters of an entry beside its inode, as bits. */
export const FLAG = {
  /** A folder with `trusted.overlay.opaque=y`, which hides what lower layers have in it. */
  opaque: 1,
  /** A character device 0:0, by which overlayfs deletes what lies below. */
  whiteout: 2,
  /** A file with `security.capability`. */
  capability: 4,
  /** A file whose attributes could not be told. */
  unknown: 16,
} as const;

/** In the order of the walk, a folder before what it holds; paths without a leading slash. */
export interface Entries {
  readonly paths: readonly string[];
  readonly types: Uint8Array;
  readonly flags: Uint8Array;
  /** Permission bits. */
  readonly modes: Uint16Array;
  readonly uids: Uint32Array;
  readonly gids: Uint32Array;
  /** Bytes. */
  readonly sizes: Float64Array;
  /** The SELinux type of files, by its place in `labelTypes` plus 1; 0 without a label. */
  readonly labels: Uint8Array;
  /** Those that there are, the empty text for any more than a policy has for one extension. */
  readonly labelTypes: readonly string[];
  /** Of symlinks, by the place in the columns. */
  readonly targets: ReadonlyMap<number, string>;
}

/** One entry, taken out of the columns. */
export interface Entry {
  readonly path: string;
  readonly type: NodeType;
  readonly mode: number;
  readonly uid: number;
  readonly gid: number;
  readonly size: number;
  /** Bits of `FLAG`. */
  readonly flags: number;
  readonly target: string | null;
  /** Its SELinux type; null without a label. */
  readonly label: string | null;
}

/** Types that are told apart in one extension. */
const MOST_LABELS = 254;

export function entryAt(entries: Entries, at: number): Entry {
  const { paths, types, flags, modes, uids, gids, sizes, targets, labels, labelTypes } = entries;
  return {
    path: paths[at] ?? '',
    type: TYPES[types[at] ?? 0] ?? 'file',
    mode: modes[at] ?? 0,
    uid: uids[at] ?? 0,
    gid: gids[at] ?? 0,
    size: sizes[at] ?? 0,
    flags: flags[at] ?? 0,
    target: targets.get(at) ?? null,
    label: labelTypes[(labels[at] ?? 0) - 1] ?? null,
  };
}

export function* allEntries(entries: Entries): Generator<Entry> {
  for (let at = 0; at < entries.paths.length; at++) yield entryAt(entries, at);
}

/** Takes entries one by one. */
export class EntriesBuilder {
  readonly #paths: string[] = [];
  readonly #types: number[] = [];
  readonly #flags: number[] = [];
  readonly #modes: number[] = [];
  readonly #uids: number[] = [];
  readonly #gids: number[] = [];
  readonly #sizes: number[] = [];
  readonly #targets = new Map<number, string>();
  readonly #labels: number[] = [];
  readonly #labelTypes = new Map<string, number>();

  add(
    path: string,
    { type, mode, uid, gid, size }: TreeNode,
    { flags, label }: Pick<Entry, 'flags' | 'label'>,
    target: string | null,
  ): void {
    this.#labels.push(label === null ? 0 : this.#numberOf(label));
    if (target !== null) this.#targets.set(this.#paths.length, target);
    this.#paths.push(path);
    this.#types.push(TYPES.indexOf(type));
    this.#flags.push(flags);
    this.#modes.push(mode);
    this.#uids.push(uid);
    this.#gids.push(gid);
    this.#sizes.push(size);
  }

  #numberOf(label: string): number {
    const known = this.#labelTypes.get(label);
    if (known !== undefined) return known;
    if (label !== '' && this.#labelTypes.size >= MOST_LABELS) return this.#numberOf('');
    this.#labelTypes.set(label, this.#labelTypes.size + 1);
    return this.#labelTypes.size;
  }

  end(): Entries {
    return {
      paths: this.#paths,
      types: Uint8Array.from(this.#types),
      flags: Uint8Array.from(this.#flags),
      modes: Uint16Array.from(this.#modes),
      uids: Uint32Array.from(this.#uids),
      gids: Uint32Array.from(this.#gids),
      sizes: Float64Array.from(this.#sizes),
      targets: this.#targets,
      labels: Uint8Array.from(this.#labels),
      labelTypes: [...this.#labelTypes.keys()],
    };
  }
}

/** Bytes for one entry beside its path: its columns, its place in a list, the string's own head. */
const ENTRY_COST = 80;

/** About what entries take in memory, in bytes. */
export function costOf({ paths, targets }: Entries): number {
  let bytes = paths.length * ENTRY_COST;
  for (const path of paths) bytes += path.length;
  for (const target of targets.values()) bytes += target.length + ENTRY_COST;
  return bytes;
}
