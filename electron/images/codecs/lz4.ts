/** The LZ4 block format (lz4_Block_format.md of the lz4 project), bounded by the size that is asked for. */

const MIN_MATCH = 4;

/**
 * Unpacks a block until `size` bytes are there or the input ends.
 *
 * @param size bytes at most; erofs asks for less than a block holds where it shares one
 * @throws {Error} where the block contradicts the format
 */
export function unpackLz4(input: Uint8Array, size: number): Buffer {
  const output = Buffer.alloc(size);
  let from = 0;
  let to = 0;
  const byte = () => {
    const value = input[from++];
    if (value === undefined) throw new Error('the block ends in the middle');
    return value;
  };
  const extended = (length: number) => {
    if (length !== 15) return length;
    let total = length;
    for (let more = 255; more === 255; ) {
      more = byte();
      total += more;
    }
    return total;
  };
  while (from < input.length && to < size) {
    const token = byte();
    const literals = extended(token >> 4);
    if (from + literals > input.length) throw new Error('literals lead past the end');
    const taken = Math.min(literals, size - to);
    output.set(input.subarray(from, from + taken), to);
    from += literals;
    to += taken;
    if (from >= input.length || to >= size) break;
    const distance = byte() | (byte() << 8);
    if (distance === 0 || distance > to) throw new Error('a match leads before the start');
    const end = Math.min(size, to + extended(token & 15) + MIN_MATCH);
    // A match may overlap what it makes, so it is copied forward byte by byte unless it lies apart.
    if (to - distance + (end - to) <= to) {
      output.copyWithin(to, to - distance, to - distance + (end - to));
      to = end;
    } else for (; to < end; to++) output[to] = output[to - distance] as number;
  }
  return output.subarray(0, to);
}
