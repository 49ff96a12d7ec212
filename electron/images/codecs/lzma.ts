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

/**
 * Unpacks a stream without its header.
 *
 * @param properties the first byte of the header: literal and position bits
 * @param size bytes at most; the stream may also end by its own mark
 * @throws {Error} where the stream contradicts the format or ends too early
 */
export function unpackLzma(properties: number, input: Uint8Array, size: number): Buffer {
  if (properties >= 225) throw new Error('the properties are not allowed');
  const literalContext = properties % 9;
  const literalPosition = Math.floor(properties / 9) % 5;
  const positionMask = 2 ** Math.floor(properties / 45) - 1;
  const range = new RangeDecoder(input);
  const output = Buffer.alloc(size);
  const literals = probabilities(0x300 << (literalContext + literalPosition));
  const isMatch = probabilities(STATES << 4);
  const isRepeat = probabilities(STATES);
  const isRepeat0 = probabilities(STATES);
  const isRepeat1 = probabilities(STATES);
  const isRepeat2 = probabilities(STATES);
  const isShort = probabilities(STATES << 4);
  const slots = probabilities(4 << 6);
  const special = probabilities(1 + FULL_DISTANCES - END_POSITION_MODEL);
  const align = probabilities(1 << ALIGN_BITS);
  const matchLengths = new LengthDecoder();
  const repeatLengths = new LengthDecoder();
  let state = 0;
  let at = 0;
  let distances: [number, number, number, number] = [0, 0, 0, 0];

  const literal = () => {
    const previous = at > 0 ? (output[at - 1] ?? 0) : 0;
    const context = ((at & ((1 << literalPosition) - 1)) << literalContext) + (previous >> (8 - literalContext));
    const base = 0x300 * context;
    let symbol = 1;
    if (state >= LITERAL_STATES) {
      let match = output[at - distances[0] - 1] ?? 0;
      while (symbol < 0x100) {
        const expected = (match >> 7) & 1;
        match <<= 1;
        const one = range.bit(literals, base + ((1 + expected) << 8) + symbol);
        symbol = (symbol << 1) | one;
        if (expected !== one) break;
      }
    }
    while (symbol < 0x100) symbol = (symbol << 1) | range.bit(literals, base + symbol);
    output[at++] = symbol & 0xff;
    state = state < 4 ? 0 : state < 10 ? state - 3 : state - 6;
  };

  const distance = (length: number): number => {
    const slot = range.tree(slots, 6, Math.min(length, 3) << 6);
    if (slot < FIRST_POSITION_MODEL) return slot;
    const bits = (slot >> 1) - 1;
    const base = (2 | (slot & 1)) * 2 ** bits;
    if (slot < END_POSITION_MODEL) return base + range.reverse(special, bits, base - slot);
    return base + range.direct(bits - ALIGN_BITS) * 2 ** ALIGN_BITS + range.reverse(align, ALIGN_BITS);
  };

  while (at < size) {
    if (range.isSpent) throw new Error('the stream ends too early');
    const position = at & positionMask;
    if (range.bit(isMatch, (state << 4) + position) === 0) {
      literal();
      continue;
    }
    let length: number;
    if (range.bit(isRepeat, state) !== 0) {
      if (at === 0) throw new Error('a repetition of nothing');
      if (range.bit(isRepeat0, state) === 0) {
        if (range.bit(isShort, (state << 4) + position) === 0) {
          state = state < LITERAL_STATES ? 9 : 11;
          if (distances[0] >= at) throw new Error('a match leads before the start');
          output[at] = output[at - distances[0] - 1] ?? 0;
          at++;
          continue;
        }
      } else {
        const [first, second, third, fourth] = distances;
        if (range.bit(isRepeat1, state) === 0) distances = [second, first, third, fourth];
        else if (range.bit(isRepeat2, state) === 0) distances = [third, first, second, fourth];
        else distances = [fourth, first, second, third];
      }
      length = repeatLengths.read(range, position);
      state = state < LITERAL_STATES ? 8 : 11;
    } else {
      length = matchLengths.read(range, position);
      state = state < LITERAL_STATES ? 7 : 10;
      distances = [distance(length), distances[0], distances[1], distances[2]];
      // The distance of all ones is the mark of the end.
      if (distances[0] === 0xffffffff) break;
    }
    if (distances[0] >= at) throw new Error('a match leads before the start');
    const end = Math.min(size, at + length + MIN_MATCH);
    for (const from = distances[0] + 1; at < end; at++) output[at] = output[at - from] ?? 0;
  }
  return output.subarray(0, at);
}
