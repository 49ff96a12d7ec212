/** The metadata blocks of squashfs, as they are written. */
import { METADATA_SIZE } from './metadata.ts';
import type { Packer } from './packing.ts';

/** In the length of a block: stored as it is. */
const PLAIN = 0x8000;

/** A stream of metadata blocks; a place in it is the start of its block and the offset inside. */
export class Metadata {
  readonly blocks: Buffer[] = [];
  readonly #pack: Packer['packNow'];
  #start = 0;
  #pending = Buffer.alloc(0);

  constructor(packer: Packer) {
    this.#pack = packer.packNow;
  }

  get place(): { readonly block: number; readonly offset: number } {
    return { block: this.#start, offset: this.#pending.length };
  }

  write(bytes: Buffer): void {
    this.#pending = Buffer.concat([this.#pending, bytes]);
    while (this.#pending.length >= METADATA_SIZE) this.#flush(METADATA_SIZE);
  }

  end(): Buffer {
    if (this.#pending.length > 0) this.#flush(this.#pending.length);
    return Buffer.concat(this.blocks);
  }

  #flush(length: number): void {
    const plain = this.#pending.subarray(0, length);
    const packed = this.#pack(plain);
    const head = Buffer.alloc(2);
    const stored = packed.length < plain.length ? packed : plain;
    head.writeUInt16LE(stored === packed ? packed.length : plain.length | PLAIN);
    this.blocks.push(head, stored);
    this.#start += head.length + stored.length;
    this.#pending = this.#pending.subarray(length);
  }
}
