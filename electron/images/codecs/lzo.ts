/** LZO1X, the compressor that squashfs names "lzo": the stream format as Documentation/staging/lzo.rst of Linux has it. */

/**
 * Unpacks one stream.
 *
 * @param limit bytes that it may hold at most
 * @throws {Error} where the stream contradicts the format or holds more
 */
export function unpackLzo(input: Uint8Array, limit: number): Buffer {
  const output = Buffer.alloc(limit);
  let from = 0;
  let to = 0;

  const byte = () => {
    const value = input[from++];
    if (value === undefined) throw new Error('the stream ends in the middle');
    return value;
  };
  const word = () => byte() | (byte() << 8);
  /** A length whose bits were all zero goes on in bytes, 255 for each zero. */
  const long = (base: number) => {
    let total = base;
    for (let next = byte(); ; next = byte()) {
      if (next !== 0) return total + next;
      total += 255;
      if (total > limit + 255) throw new Error('a length is absurd');
    }
  };
  const literals = (count: number) => {
    if (from + count > input.length || to + count > limit) throw new Error('literals lead past the end');
    output.set(input.subarray(from, from + count), to);
    from += count;
    to += count;
  };
  const match = (distance: number, length: number) => {
    if (distance > to || to + length > limit) throw new Error('a match leads outside');
    for (const end = to + length; to < end; to++) output[to] = output[to - distance] as number;
  };

  /** How the instruction before ended: 0 after a match without literals, 1 to 3 after that many, 4 after a run. */
  let state = 0;
  const first = input[0] ?? 0;
  if (first > 17) {
    from = 1;
    literals(first - 17);
    state = Math.min(first - 17, 4);
  }
  for (;;) {
    const code = byte();
    if (code < 16) {
      if (state === 0) {
        literals(3 + (code === 0 ? long(15) : code));
        state = 4;
        continue;
      }
      const high = byte();
      if (state === 4) match((high << 2) + (code >> 2) + 2049, 3);
      else match((high << 2) + (code >> 2) + 1, 2);
      state = code & 3;
    } else if (code >= 64) {
      const high = byte();
      match((high << 3) + ((code >> 2) & 7) + 1, (code >> 5) + 1);
      state = code & 3;
    } else if (code >= 32) {
      const length = (code & 31 ? code & 31 : long(31)) + 2;
      const rest = word();
      match((rest >> 2) + 1, length);
      state = rest & 3;
    } else {
      const length = (code & 7 ? code & 7 : long(7)) + 2;
      const rest = word();
      const distance = ((code & 8) << 11) + (rest >> 2);
      if (distance === 0) return output.subarray(0, to);
      match(distance + 16384, length);
      state = rest & 3;
    }
    literals(state);
  }
}
