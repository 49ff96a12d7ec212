/**
 * What one reading of an image may cost. Foreign bytes decide how much a reader has to look at, so all that it looks at
 * is counted here, whoever runs it; past its limit the reading ends with `too-much`.
 */
import { ImageError } from './tree.ts';

/** How much of each kind may be spent. */
export interface Limits {
  /** Pieces of the image that are visited: reads of the source, nodes of an index, blocks that are unpacked. */
  readonly blocks: number;
  /** Bytes that are read, beyond those of files that the caller asks for. */
  readonly readBytes: number;
  /** Bytes that are unpacked, beyond those of files that the caller asks for. */
  readonly unpackedBytes: number;
  /** Names in folders, each time one is passed. */
  readonly names: number;
  /** Bytes of those names, and of the targets of links. */
  readonly nameBytes: number;
  /** Entries of folders that are listed with what they are. */
  readonly entries: number;
  /** Links whose target is read. */
  readonly links: number;
  /** Bytes of extended attributes, with `XATTR_COST` for each. */
  readonly xattrBytes: number;
}

/** What an extended attribute costs beside its bytes. */
export const XATTR_COST = 128;

const MIB = 1024 * 1024;

/**
 * For all that an image holds: 300,000 entries with a label each, which is a whole distribution. All of it takes some
 * seconds and less than half a gigabyte.
 */
export const WHOLE: Limits = {
  blocks: 2_000_000,
  readBytes: 2048 * MIB,
  unpackedBytes: 1536 * MIB,
  names: 1_000_000,
  nameBytes: 64 * MIB,
  entries: 300_000,
  links: 300_000,
  xattrBytes: 96 * MIB,
};

/** For the verdict, which asks for a release file, for os-release and for the names of units: a few folders. */
export const VERDICT: Limits = {
  blocks: 100_000,
  readBytes: 64 * MIB,
  unpackedBytes: 64 * MIB,
  names: 250_000,
  nameBytes: 16 * MIB,
  entries: 10_000,
  links: 1000,
  xattrBytes: 2 * MIB,
};

const SAID: Readonly<Record<keyof Limits, string>> = {
  blocks: 'blocks',
  readBytes: 'bytes of structure',
  unpackedBytes: 'unpacked bytes of structure',
  names: 'names',
  nameBytes: 'bytes of names',
  entries: 'entries',
  links: 'links',
  xattrBytes: 'bytes of extended attributes',
};

/** Work after which others get their turn: a signal, a timer, and Node's own release of its decompressors. */
const BLOCKS_PER_TURN = 2000;
const UNPACKED_PER_TURN = 16 * MIB;
/** Blocks of a file may be as small as this where its bytes are asked for. */
const SMALLEST_BLOCK = 512;

/** Counts what a reading spends, over all parts of one image. */
export class Budget {
  readonly #limits: Limits;
  readonly #left: Record<keyof Limits, number>;
  #sinceTurn = 0;

  constructor(limits: Limits = WHOLE) {
    this.#limits = limits;
    this.#left = { ...limits };
  }

  /** @throws {ImageError} `too-much` where there is not so much left */
  spend(kind: keyof Limits, amount: number): void {
    this.#left[kind] -= amount;
    if (this.#left[kind] >= 0) return;
    throw new ImageError('too-much', `it took too much to read: more than ${this.#limits[kind]} ${SAID[kind]}`);
  }

  /** Bytes of a file that the caller asks for are his own to bound; only what it takes to find them is counted. */
  allow(bytes: number): void {
    this.#left.readBytes += bytes;
    this.#left.unpackedBytes += bytes;
    this.#left.blocks += Math.floor(bytes / SMALLEST_BLOCK);
  }

  /** Counts a read. @returns what to wait for first, where it is the turn of others */
  read(bytes: number): Promise<void> | null {
    this.spend('blocks', 1);
    this.spend('readBytes', bytes);
    return this.#worked(1 / BLOCKS_PER_TURN);
  }

  /** Counts a block that is unpacked. @param bytes what it may hold at most @returns as `read` does */
  unpack(bytes: number): Promise<void> | null {
    this.spend('blocks', 1);
    this.spend('unpackedBytes', bytes);
    return this.#worked(bytes / UNPACKED_PER_TURN);
  }

  /** Counts a name in a folder. */
  name(bytes: number): void {
    this.spend('names', 1);
    this.spend('nameBytes', bytes);
  }

  /** Counts a link whose target is read. */
  link(bytes: number): void {
    this.spend('links', 1);
    this.spend('nameBytes', bytes);
  }

  #worked(share: number): Promise<void> | null {
    this.#sinceTurn += share;
    if (this.#sinceTurn < 1) return null;
    this.#sinceTurn = 0;
    return new Promise((settle) => setImmediate(settle));
  }
}
