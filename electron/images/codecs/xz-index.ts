/** The index and the footer at the end of an .xz stream, held against the blocks that were read (sections 2.1.2 and 4). */
import { createHash } from 'node:crypto';
import { crc32 } from 'node:zlib';

export const FOOTER = 12;

/** Counts the blocks of a stream, and tells whether its end says the same. */
export class StreamEnd {
  readonly #flags: Buffer;
  readonly #records = createHash('sha256');
  #count = 0;
  #bytes = 0;

  /** @param flags the two bytes of the stream's header that the footer repeats */
  constructor(flags: Buffer) {
    this.#flags = flags;
  }

  /** @param packed bytes of the block without what fills it up to four */
  add(packed: number, unpacked: number): void {
    const record = Buffer.concat([encodeInteger(packed), encodeInteger(unpacked)]);
    this.#records.update(record);
    this.#bytes += record.length;
    this.#count++;
  }

  /** Bytes of the index and the footer together. */
  get length(): number {
    return this.#indexLength + FOOTER;
  }

  /** @param end `length` bytes. @throws {Error} where it does not fit the blocks */
  check(end: Buffer): void {
    const index = end.subarray(0, this.#indexLength);
    const footer = end.subarray(this.#indexLength);
    const head = Buffer.concat([Buffer.from([0]), encodeInteger(this.#count)]);
    const records = index.subarray(head.length, head.length + this.#bytes);
    const isIndex =
      index.subarray(0, head.length).equals(head) &&
      this.#records.digest().equals(createHash('sha256').update(records).digest()) &&
      index.subarray(head.length + this.#bytes, -4).every((byte) => byte === 0) &&
      crc32(index.subarray(0, -4)) === index.readUInt32LE(index.length - 4);
    if (!isIndex) throw new Error('its index does not fit its blocks');
    const isFooter =
      footer.toString('latin1', 10) === 'YZ' &&
      crc32(footer.subarray(4, 10)) === footer.readUInt32LE(0) &&
      (footer.readUInt32LE(4) + 1) * 4 === index.length &&
      footer.subarray(8, 10).equals(this.#flags);
    if (!isFooter) throw new Error('the stream has no end');
  }

  get #indexLength(): number {
    const length = 1 + encodeInteger(this.#count).length + this.#bytes;
    return Math.ceil(length / 4) * 4 + 4;
  }
}

/** A number in as few bytes of seven bits as it needs. */
function encodeInteger(value: number): Buffer {
  const bytes: number[] = [];
  let left = value;
  for (; left >= 0x80; left = Math.floor(left / 0x80)) bytes.push((left % 0x80) | 0x80);
  bytes.push(left);
  return Buffer.from(bytes);
}
