/** What every reader holds against the names of a folder, and an index of them while paths are followed. */
import type { Budget } from './budget.ts';
import { ImageError, isEntryName } from './tree.ts';

/** Folders whose names are kept. */
const MAX_FOLDERS = 16;
/** Names that are kept of all of them. */
const MAX_KEPT = 600_000;
const REPLACEMENT = '\ufffd';

/** Checks the names of one folder, one after the other. */
export class FolderNames {
  readonly #budget: Budget;
  readonly #isSorted: boolean;
  readonly #seen = new Set<string>();
  #last: Buffer | null = null;

  /** @param isSorted whether the format wants them in the order of their bytes */
  constructor(budget: Budget, isSorted: boolean) {
    this.#budget = budget;
    this.#isSorted = isSorted;
  }

  /**
   * @param bytes stay as they are until the next name
   * @returns the name; null for `.` and `..`
   * @throws {ImageError} for a name that is not allowed, is there twice or is out of order
   */
  take(bytes: Buffer): string | null {
    this.#budget.name(bytes.length);
    if (this.#isSorted) {
      if (this.#last !== null && this.#last.compare(bytes) >= 0)
        throw new ImageError('corrupt', 'the names of a folder are out of order');
      this.#last = bytes;
    }
    const name = bytes.toString('utf8');
    if (name === '.' || name === '..') return null;
    if (!isEntryName(name)) throw new ImageError('corrupt', 'a directory holds a name that is not allowed');
    if (!this.#isSorted && !name.includes(REPLACEMENT)) {
      if (this.#seen.has(name)) throw new ImageError('corrupt', 'a folder has a name twice');
      this.#seen.add(name);
    }
    return name;
  }
}

/** The places of the names of folders that were looked into last, so that a path that comes by again costs nothing. */
export class NameIndex<Place> {
  readonly #folders = new Map<string, ReadonlyMap<string, Place>>();
  #kept = 0;

  /**
   * The place of a name.
   *
   * @param folder stands for the folder in the image
   * @param entries gives all of its names, some at a time, where they are not known yet
   */
  async find(
    folder: string,
    name: string,
    entries: () => AsyncIterable<readonly { readonly name: string; readonly place: Place }[]>,
  ): Promise<Place | undefined> {
    let names = this.#folders.get(folder);
    if (names === undefined) {
      const found = new Map<string, Place>();
      // Two names of which neither is UTF-8 may look alike; the first one counts.
      for await (const some of entries())
        for (const { name: one, place } of some) if (!found.has(one)) found.set(one, place);
      names = found;
      this.#keep(folder, names);
    }
    return names.get(name);
  }

  #keep(folder: string, names: ReadonlyMap<string, Place>): void {
    this.#folders.set(folder, names);
    this.#kept += names.size;
    for (const [oldest, its] of this.#folders) {
      if (oldest === folder || (this.#folders.size <= MAX_FOLDERS && this.#kept <= MAX_KEPT)) break;
      this.#folders.delete(oldest);
      this.#kept -= its.size;
    }
  }
}
