/** Disk images whose verity partitions are hostile. */
import { readFileSync } from 'node:fs';
import { PARTITION_TYPES, type PartitionRole } from '../../shared/systemd/partition-types.ts';
import { makeGpt } from '../harness/gpt.ts';
import type { Case } from './cases.ts';
import { SquashfsMaker } from './squashfs.ts';

const MIB = 1 << 20;

function typeOf(role: PartitionRole): string {
  const type = PARTITION_TYPES['x86-64']?.[role];
  if (type === undefined) throw new Error(`there is no type for ${role}`);
  return type;
}

/** An extension in a root partition, with verity and a signature of some bytes. */
function signed(signature: Buffer, changeHashes: (bytes: Buffer) => void = () => {}): Buffer {
  const maker = new SquashfsMaker();
  const hashes = readFileSync(new URL('../fixtures/verity/257.hashes', import.meta.url));
  changeHashes(hashes);
  return makeGpt([
    { type: typeOf('root'), label: 'root', data: maker.end(maker.extension(null)) },
    { type: typeOf('root-verity'), label: 'root-verity', data: hashes },
    { type: typeOf('root-verity-sig'), label: 'root-verity-sig', data: signature },
  ]);
}

function zeroesAnd(end: string): Buffer {
  const bytes = Buffer.alloc(MIB);
  bytes.write(end, MIB - end.length, 'latin1');
  return bytes;
}

export const GPT_CASES: readonly Case[] = [
  {
    name: 'GPT: a signature of zeroes with a letter at the end',
    make: () => signed(zeroesAnd('x')),
    expected: 'corrupt',
  },
  { name: 'GPT: a signature of brackets', make: () => signed(Buffer.alloc(MIB, '[')), expected: 'corrupt' },
  { name: 'GPT: a signature that is one number', make: () => signed(Buffer.alloc(MIB, '1')), expected: 'corrupt' },
  {
    name: 'GPT: a signature whose certificate is 700 KB of sequences',
    make: () => signed(Buffer.from(JSON.stringify({ signature: Buffer.alloc(700_000, 0x30).toString('base64') }))),
  },
  {
    name: 'verity: levels without end',
    make: () => signed(Buffer.from('{}'), (bytes) => bytes.writeBigUInt64LE(2n ** 43n, 72)),
  },
];
