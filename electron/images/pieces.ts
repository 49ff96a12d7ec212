/** Small reads that lie near each other, as inodes do, out of pieces that are kept. */
import type { BudgetedAccess } from './source.ts';

const PIECE = 4096;
const MAX_PIECES = 64;

export class Pieces {
  readonly #source: BudgetedAccess;
  readonly #kept = new Map<number, Buffer>();

  constructor(source: BudgetedAccess) {
    this.#source = source;
  }

  /** As the source's own `read`; without waiting where the piece is kept. */
  read(offset: number, length: number): Buffer | Promise<Buffer> {
    const start = Math.floor(offset / PIECE) * PIECE;
    // What crosses a border, or lies in a last piece that is not whole, is the source's to give or to refuse.
    if (!(offset + length <= start + PIECE) || start + PIECE > this.#source.size)
      return this.#source.read(offset, length);
    const kept = this.#kept.get(start);
    return kept === undefined
      ? this.#readPiece(start).then((piece) => piece.subarray(offset - start, offset - start + length))
      : kept.subarray(offset - start, offset - start + length);
  }

  async #readPiece(start: number): Promise<Buffer> {
    const piece = await this.#source.read(start, PIECE);
    if (this.#kept.size >= MAX_PIECES) this.#kept.delete(this.#kept.keys().next().value as number);
    this.#kept.set(start, piece);
    return piece;
  }
}
