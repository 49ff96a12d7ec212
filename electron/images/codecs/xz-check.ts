/** The check behind each block of .xz: of the data before it (xz-file-format.txt, section 2.1.1.2). */
import { createHash } from 'node:crypto';
import { crc32 } from 'node:zlib';
import { Crc64 } from './crc64.ts';

/** Counts the data of a block, piece by piece. */
export interface BlockCheck {
  readonly bytes: number;
  update(data: Uint8Array): void;
  /** Whether what stands in the file is what was counted. */
  isFine(written: Buffer): boolean;
}

export type CheckKind = 'none' | 'crc32' | 'crc64' | 'sha256';

const KINDS: Readonly<Record<number, CheckKind>> = { 0: 'none', 1: 'crc32', 4: 'crc64', 10: 'sha256' };

/** @returns undefined for a number that no program writes */
export function checkKindOf(number: number): CheckKind | undefined {
  return KINDS[number];
}

export function startCheck(kind: CheckKind): BlockCheck {
  switch (kind) {
    case 'none':
      return { bytes: 0, update: () => {}, isFine: () => true };
    case 'crc32': {
      let sum = 0;
      return {
        bytes: 4,
        update: (data) => {
          sum = crc32(data, sum);
        },
        isFine: (written) => written.length === 4 && written.readUInt32LE(0) === sum,
      };
    }
    case 'crc64': {
      const sum = new Crc64();
      return { bytes: 8, update: (data) => sum.update(data), isFine: (written) => sum.digest().equals(written) };
    }
    case 'sha256': {
      const sum = createHash('sha256');
      return { bytes: 32, update: (data) => void sum.update(data), isFine: (written) => sum.digest().equals(written) };
    }
  }
}
