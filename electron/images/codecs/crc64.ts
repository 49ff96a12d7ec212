/** CRC-64 as .xz has it (ECMA-182, reflected): Node has CRC-32 alone. */

/** The polynomial 0xc96c5795d7870f42 in halves. */
const POLYNOMIAL_HIGH = 0xc96c5795;
const POLYNOMIAL_LOW = 0xd7870f42;
/** Bytes that are taken at a time. */
const WIDTH = 4;

/** For a byte that has `place` more bytes behind it, at `place * 256 + byte`. */
const LOW = new Uint32Array(WIDTH * 256);
const HIGH = new Uint32Array(WIDTH * 256);
for (let byte = 0; byte < 256; byte++) {
  let low = byte;
  let high = 0;
  for (let bit = 0; bit < 8; bit++) {
    const isOdd = (low & 1) !== 0;
    low = ((low >>> 1) | (high << 31)) >>> 0;
    high >>>= 1;
    if (isOdd) {
      low = (low ^ POLYNOMIAL_LOW) >>> 0;
      high = (high ^ POLYNOMIAL_HIGH) >>> 0;
    }
  }
  LOW[byte] = low;
  HIGH[byte] = high;
}
for (let at = 256; at < WIDTH * 256; at++) {
  const low = LOW[at - 256] ?? 0;
  const high = HIGH[at - 256] ?? 0;
  const byte = low & 0xff;
  LOW[at] = ((low >>> 8) | (high << 24)) ^ (LOW[byte] ?? 0);
  HIGH[at] = (high >>> 8) ^ (HIGH[byte] ?? 0);
}

/** Counts bytes piece by piece. */
export class Crc64 {
  #low = 0xffff_ffff;
  #high = 0xffff_ffff;

  update(bytes: Uint8Array): void {
    let low = this.#low;
    let high = this.#high;
    let at = 0;
    for (const whole = bytes.length - (bytes.length % WIDTH); at < whole; at += WIDTH) {
      low ^=
        (bytes[at] as number) |
        ((bytes[at + 1] as number) << 8) |
        ((bytes[at + 2] as number) << 16) |
        ((bytes[at + 3] as number) << 24);
      const first = 768 + (low & 0xff);
      const second = 512 + ((low >>> 8) & 0xff);
      const third = 256 + ((low >>> 16) & 0xff);
      const fourth = low >>> 24;
      low = high ^ (LOW[first] as number) ^ (LOW[second] as number) ^ (LOW[third] as number) ^ (LOW[fourth] as number);
      high = (HIGH[first] as number) ^ (HIGH[second] as number) ^ (HIGH[third] as number) ^ (HIGH[fourth] as number);
    }
    for (; at < bytes.length; at++) {
      const entry = (low ^ (bytes[at] as number)) & 0xff;
      low = ((low >>> 8) | (high << 24)) ^ (LOW[entry] as number);
      high = (high >>> 8) ^ (HIGH[entry] as number);
    }
    this.#low = low;
    this.#high = high;
  }

  /** The eight bytes that stand for what was counted, as .xz writes them. */
  digest(): Buffer {
    const bytes = Buffer.alloc(8);
    bytes.writeInt32LE(~this.#low, 0);
    bytes.writeInt32LE(~this.#high, 4);
    return bytes;
  }
}
