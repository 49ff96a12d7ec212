/** Damages good bytes: anywhere, or where numbers stand that lead somewhere. The same case gives the same bytes. */

/** A number that a reader takes from the bytes. */
export interface Field {
  readonly at: number;
  readonly width: 1 | 2 | 4 | 8;
}

export type Mode = 'structure' | 'bytes';

/** How far apart neighbours are in the order of reading. */
const NEAR = 4;
const MOST_CHANGES = 4;
/** Units in which formats point somewhere. */
const UNITS = [1, 4, 32, 512, 1024, 4096];

/** xorshift32, begun anew for each case. */
export class Random {
  #state: number;

  constructor(seed: number, number: number) {
    this.#state = (Math.imul(seed ^ 0x9e3779b9, 0x85ebca6b) ^ Math.imul(number + 1, 0xc2b2ae35)) | 1;
    for (let warm = 0; warm < 4; warm++) this.below(1);
  }

  below(limit: number): number {
    this.#state ^= this.#state << 13;
    this.#state ^= this.#state >>> 17;
    this.#state ^= this.#state << 5;
    return (this.#state >>> 0) % limit;
  }

  one<T>(all: readonly T[]): T {
    return all[this.below(all.length)] as T;
  }
}

function read(bytes: Buffer, { at, width }: Field): bigint {
  return width === 8 ? bytes.readBigUInt64LE(at) : BigInt(bytes.readUIntLE(at, width));
}

function write(bytes: Buffer, { at, width }: Field, value: bigint): void {
  const wrapped = BigInt.asUintN(width * 8, value);
  if (width === 8) bytes.writeBigUInt64LE(wrapped, at);
  else bytes.writeUIntLE(Number(wrapped), at, width);
}

/** What a field may become: its neighbours, what leads to itself, nothing, the end. */
function valueFor(bytes: Buffer, fields: readonly Field[], index: number, random: Random): bigint {
  const field = fields[index] as Field;
  const old = read(bytes, field);
  const unit = BigInt(random.one(UNITS));
  switch (random.below(10)) {
    case 0:
    case 1:
      return read(
        bytes,
        fields[Math.max(0, Math.min(fields.length - 1, index - NEAR + random.below(2 * NEAR + 1)))] as Field,
      );
    case 2: {
      const same = fields.filter(({ width }) => width === field.width);
      return read(bytes, random.one(same));
    }
    case 3:
      return BigInt(field.at) / unit;
    case 4:
      return 0n;
    case 5:
      return BigInt(bytes.length) / unit - BigInt(random.below(2));
    case 6:
      return random.one([1n, -1n, 1n << BigInt(field.width * 8 - 1), (1n << BigInt(field.width * 8 - 1)) - 1n]);
    case 7:
      return old + random.one([1n, -1n, unit, -unit]);
    case 8:
      return random.one([old << 1n, old >> 1n, old << 8n, ~old]);
    default:
      return BigInt(random.below(2 ** 31));
  }
}

/** Changes a few of the numbers, or puts one piece of structure in another's place. */
function mutateFields(original: Buffer, fields: readonly Field[], random: Random): Buffer {
  const bytes = Buffer.from(original);
  for (let count = 1 + random.below(MOST_CHANGES); count > 0; count--) {
    const index = random.below(fields.length);
    const field = fields[index] as Field;
    if (random.below(8) > 0) write(bytes, field, valueFor(bytes, fields, index, random));
    else {
      const from = random.one(fields).at;
      original.copy(bytes, field.at, from, from + random.one([8, 12, 16, 32, 64, 1024]));
    }
  }
  return bytes;
}

/** Bits, bytes, words and whole pieces, mostly at the start, where most formats have their numbers. */
function mutateBytes(original: Buffer, random: Random): Buffer {
  const bytes = Buffer.from(original);
  for (let count = 1 + random.below(8); count > 0; count--) {
    const span = random.one([Math.min(2048, bytes.length), Math.min(8192, bytes.length), bytes.length]);
    const at = random.below(Math.max(1, span - 4));
    switch (random.below(5)) {
      case 0:
        bytes[at] = (bytes[at] ?? 0) ^ (1 << random.below(8));
        break;
      case 1:
        bytes[at] = random.below(256);
        break;
      case 2:
        bytes.writeUInt32LE(random.one([0, 1, 0x7fffffff, 0xffffffff, 0x80000000, random.below(2 ** 31)]), at);
        break;
      case 3:
        bytes.writeUInt16LE(random.one([0, 0xffff, random.below(65_536)]), at);
        break;
      default:
        bytes.copy(bytes, at, random.below(bytes.length), random.below(bytes.length));
    }
  }
  return random.below(20) === 0 ? bytes.subarray(0, random.below(bytes.length)) : bytes;
}

/** @param fields of which there is at least one */
export function mutate(original: Buffer, fields: readonly Field[], mode: Mode, random: Random): Buffer {
  return mode === 'structure' ? mutateFields(original, fields, random) : mutateBytes(original, random);
}
