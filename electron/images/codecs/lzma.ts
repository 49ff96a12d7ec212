/**
 * LZMA as the LZMA SDK's specification describes it (lzma-specification.txt), bounded by the size that is asked for:
 * the library that was tried took memory without end on damaged input.
 */

const PROBABILITY_BITS = 11;
const EVEN = 1 << (PROBABILITY_BITS - 1);
const MOVE_BITS = 5;
const TOP = 2 ** 24;
const STATES = 12;
const LITERAL_STATES = 7;
const POSITION_STATES = 16;
const MIN_MATCH = 2;
const ALIGN_BITS = 4;
const FIRST_POSITION_MODEL = 4;
const END_POSITION_MODEL = 14;
/** The distance of all ones is the mark of the end. */
const END_MARK = 0xffffffff;
/** LZMA_LCLP_MAX of XZ Utils; more would be megabytes of probabilities for each reset. */
const MAX_LITERAL_BITS = 4;
const FULL_DISTANCES = 1 << (END_POSITION_MODEL / 2);

const probabilities = (count: number) => new Uint16Array(count).fill(EVEN);

/** The range decoder; bytes behind the end read as zeroes, and the caller's size ends it. */
class RangeDecoder {
  readonly #input: Uint8Array;
  #at = 5;
  #range = 0xffffffff;
  #code: number;

  constructor(input: Uint8Array) {
    this.#input = input;
    if (input.length < 5 || input[0] !== 0) throw new Error('the stream does not begin as one');
    this.#code = (((input[1] ?? 0) << 24) | ((input[2] ?? 0) << 16) | ((input[3] ?? 0) << 8) | (input[4] ?? 0)) >>> 0;
  }

  /** Whether more was taken than there is; a little is normal at the very end. */
  get isSpent(): boolean {
    return this.#at > this.#input.length + 5;
  }

  /** Whether all of it was taken, and nothing is left of the number that it is. */
  isFinished(): boolean {
    this.#normalise();
    return this.#code === 0 && this.#at === this.#input.length;
  }

  #normalise(): void {
    if (this.#range >= TOP) return;
    this.#range = (this.#range << 8) >>> 0;
    this.#code = ((this.#code << 8) | (this.#input[this.#at++] ?? 0)) >>> 0;
  }

  bit(model: Uint16Array, index: number): number {
    this.#normalise();
    const probability = model[index] ?? EVEN;
    const bound = (this.#range >>> PROBABILITY_BITS) * probability;
    if (this.#code < bound) {
      this.#range = bound;
      model[index] = probability + (((1 << PROBABILITY_BITS) - probability) >> MOVE_BITS);
      return 0;
    }
    this.#range -= bound;
    this.#code -= bound;
    model[index] = probability - (probability >> MOVE_BITS);
    return 1;
  }

  direct(bits: number): number {
    let value = 0;
    for (let left = bits; left > 0; left--) {
      this.#normalise();
      this.#range >>>= 1;
      const one = this.#code >= this.#range ? 1 : 0;
      if (one === 1) this.#code -= this.#range;
      value = value * 2 + one;
    }
    return value;
  }

  tree(model: Uint16Array, bits: number, offset = 0): number {
    let node = 1;
    for (let left = bits; left > 0; left--) node = (node << 1) | this.bit(model, offset + node);
    return node - (1 << bits);
  }

  reverse(model: Uint16Array, bits: number, offset = 0): number {
    let node = 1;
    let value = 0;
    for (let index = 0; index < bits; index++) {
      const one = this.bit(model, offset + node);
      node = (node << 1) | one;
      value |= one << index;
    }
    return value;
  }
}

/** Lengths of matches: eight short ones, eight longer ones, and the rest. */
class LengthDecoder {
  readonly #choice = probabilities(2);
  readonly #low = probabilities(POSITION_STATES << 3);
  readonly #mid = probabilities(POSITION_STATES << 3);
  readonly #high = probabilities(256);

  read(range: RangeDecoder, position: number): number {
    if (range.bit(this.#choice, 0) === 0) return range.tree(this.#low, 3, position << 3);
    if (range.bit(this.#choice, 1) === 0) return 8 + range.tree(this.#mid, 3, position << 3);
    return 16 + range.tree(this.#high, 8);
  }
}

/** The decoder's state, which LZMA2 carries from chunk to chunk, and the output that is its dictionary. */
export class LzmaDecoder {
  readonly output: Buffer;
  /** Bytes that are there. */
  at = 0;
  #dictionary = 0;
  #literalContext = 0;
  #literalPosition = 0;
  #positionMask = 0;
  #state = 0;
  #distances: [number, number, number, number] = [0, 0, 0, 0];
  #models = makeModels(0);

  /** @param size bytes that the output may have at most */
  constructor(size: number) {
    this.output = Buffer.alloc(size);
  }

  /** Moves the last `window` bytes to the start of the output, so that it never has to hold the whole. */
  slide(window: number): void {
    // Positions count modulo 16 in the stream, so they must stay what they are.
    const shift = (this.at - window) & ~15;
    if (shift <= 0) return;
    this.output.copyWithin(0, shift, this.at);
    this.at -= shift;
    this.#dictionary -= shift;
  }

  /** Nothing before this point may be referred to any more. */
  resetDictionary(): void {
    this.#dictionary = this.at;
  }

  /**
   * @param properties literal and position bits, as the header has them
   * @throws {Error} where they are not allowed, or of more bits than XZ Utils and the kernel take
   */
  setProperties(properties: number): void {
    this.#literalContext = properties % 9;
    this.#literalPosition = Math.floor(properties / 9) % 5;
    if (properties >= 225 || this.#literalContext + this.#literalPosition > MAX_LITERAL_BITS)
      throw new Error('the properties are not allowed');
    this.#positionMask = 2 ** Math.floor(properties / 45) - 1;
    this.resetState();
  }

  resetState(): void {
    this.#state = 0;
    this.#distances = [0, 0, 0, 0];
    this.#models = makeModels(this.#literalContext + this.#literalPosition);
  }

  /**
   * Decodes until the output has `end` bytes or the stream ends by its own mark.
   *
   * @returns whether the stream ends there too
   * @throws {Error} where the stream contradicts the format or ends too early
   */
  decode(input: Uint8Array, end: number): boolean {
    const range = new RangeDecoder(input);
    const { isMatch, isRepeat, isRepeat0, isRepeat1, isRepeat2, isShort, matchLengths, repeatLengths } = this.#models;
    while (this.at < end) {
      if (range.isSpent) throw new Error('the stream ends too early');
      const position = (this.at - this.#dictionary) & this.#positionMask;
      if (range.bit(isMatch, (this.#state << 4) + position) === 0) {
        this.#literal(range);
        continue;
      }
      let length: number;
      if (range.bit(isRepeat, this.#state) !== 0) {
        if (range.bit(isRepeat0, this.#state) === 0) {
          if (range.bit(isShort, (this.#state << 4) + position) === 0) {
            this.#state = this.#state < LITERAL_STATES ? 9 : 11;
            this.#copy(1, end);
            continue;
          }
        } else {
          const [first, second, third, fourth] = this.#distances;
          if (range.bit(isRepeat1, this.#state) === 0) this.#distances = [second, first, third, fourth];
          else if (range.bit(isRepeat2, this.#state) === 0) this.#distances = [third, first, second, fourth];
          else this.#distances = [fourth, first, second, third];
        }
        length = repeatLengths.read(range, position);
        this.#state = this.#state < LITERAL_STATES ? 8 : 11;
      } else {
        length = matchLengths.read(range, position);
        this.#state = this.#state < LITERAL_STATES ? 7 : 10;
        const [first, second, third] = this.#distances;
        this.#distances = [this.#distance(range, length), first, second, third];
        if (this.#distances[0] === END_MARK) return range.isFinished();
      }
      this.#copy(length + MIN_MATCH, end);
    }
    return range.isFinished();
  }

  /** A match may lead over the end that is asked for; the rest of it is not wanted. */
  #copy(length: number, end: number): void {
    const from = this.#distances[0] + 1;
    if (from > this.at - Math.max(0, this.#dictionary)) throw new Error('a match leads before the start');
    for (const stop = Math.min(end, this.at + length); this.at < stop; this.at++) {
      this.output[this.at] = this.output[this.at - from] ?? 0;
    }
  }

  #literal(range: RangeDecoder): void {
    const { literals } = this.#models;
    const place = this.at - this.#dictionary;
    const previous = place > 0 ? (this.output[this.at - 1] ?? 0) : 0;
    const context =
      ((place & ((1 << this.#literalPosition) - 1)) << this.#literalContext) + (previous >> (8 - this.#literalContext));
    const base = 0x300 * context;
    let symbol = 1;
    if (this.#state >= LITERAL_STATES) {
      let match = this.output[this.at - this.#distances[0] - 1] ?? 0;
      while (symbol < 0x100) {
        const expected = (match >> 7) & 1;
        match <<= 1;
        const one = range.bit(literals, base + ((1 + expected) << 8) + symbol);
        symbol = (symbol << 1) | one;
        if (expected !== one) break;
      }
    }
    while (symbol < 0x100) symbol = (symbol << 1) | range.bit(literals, base + symbol);
    this.output[this.at++] = symbol & 0xff;
    this.#state = this.#state < 4 ? 0 : this.#state < 10 ? this.#state - 3 : this.#state - 6;
  }

  #distance(range: RangeDecoder, length: number): number {
    const { slots, special, align } = this.#models;
    const slot = range.tree(slots, 6, Math.min(length, 3) << 6);
    if (slot < FIRST_POSITION_MODEL) return slot;
    const bits = (slot >> 1) - 1;
    const base = (2 | (slot & 1)) * 2 ** bits;
    if (slot < END_POSITION_MODEL) return base + range.reverse(special, bits, base - slot);
    return base + range.direct(bits - ALIGN_BITS) * 2 ** ALIGN_BITS + range.reverse(align, ALIGN_BITS);
  }
}

function makeModels(literalBits: number) {
  return {
    literals: probabilities(0x300 << literalBits),
    isMatch: probabilities(STATES << 4),
    isRepeat: probabilities(STATES),
    isRepeat0: probabilities(STATES),
    isRepeat1: probabilities(STATES),
    isRepeat2: probabilities(STATES),
    isShort: probabilities(STATES << 4),
    slots: probabilities(4 << 6),
    special: probabilities(1 + FULL_DISTANCES - END_POSITION_MODEL),
    align: probabilities(1 << ALIGN_BITS),
    matchLengths: new LengthDecoder(),
    repeatLengths: new LengthDecoder(),
  };
}

/**
 * Unpacks a stream without its header.
 *
 * @param properties the first byte of the header: literal and position bits
 * @param size bytes at most; the stream may also end by its own mark
 * @throws {Error} where the stream contradicts the format or ends too early
 */
export function unpackLzma(properties: number, input: Uint8Array, size: number): Buffer {
  const decoder = new LzmaDecoder(size);
  decoder.setProperties(properties);
  decoder.decode(input, size);
  return decoder.output.subarray(0, decoder.at);
}
