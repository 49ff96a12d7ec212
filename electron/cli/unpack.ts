/** veneer unpack: for images that were packed for the download. */
import { existsSync, statfsSync } from 'node:fs';
import { dirname, resolve } from 'node:path';
import { VeneerError } from '../../shared/model/errors.ts';
import { unpackPacked } from '../downloads/unpack-packed.ts';
import type { Invocation } from './arguments.ts';
import { say, sayAnswer } from './terminal.ts';

const SUFFIX = /\.(gz|xz|zst|zstd)$/;

export async function runUnpack({ operands, json }: Invocation): Promise<number> {
  const [file = '', given] = operands;
  const path = resolve(file);
  if (!existsSync(path)) throw new VeneerError('not-found', `There is nothing at ${file}.`);
  if (given === undefined && !SUFFIX.test(path)) {
    throw new VeneerError('invalid-input', `${file} has no suffix such as .xz to take away.`, {
      nextStep: 'Name the target: veneer unpack FILE TARGET',
    });
  }
  const target = given === undefined ? path.replace(SUFFIX, '') : resolve(given);
  if (existsSync(target)) throw new VeneerError('invalid-input', `${target} is there already, so nothing was written.`);
  const { bavail, bsize } = statfsSync(dirname(target));
  await unpackPacked(path, target, bavail * bsize, file);
  if (json) sayAnswer('made', { path: target });
  else say(target);
  return 0;
}
