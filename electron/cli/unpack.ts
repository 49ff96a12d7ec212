/** veneer unpack: for images that were packed for the download. */
import { existsSync, statfsSync } from 'node:fs';
import { dirname, resolve } from 'node:path';
import { VeneerError } from '../../shared/errors.ts';
import { ImageError } from '../images/tree.ts';
import { packingOf, unpackFile } from '../images/unpack.ts';
import type { Invocation } from './arguments.ts';
import { say } from './terminal.ts';

const SUFFIX = /\.(gz|xz|zst|zstd)$/;

export async function runUnpack({ operands }: Invocation): Promise<number> {
  const [file = '', given] = operands;
  const path = resolve(file);
  if (!existsSync(path)) throw new VeneerError('not-found', `There is nothing at ${file}.`);
  const packing = await packingOf(path);
  if (packing === null) throw new VeneerError('invalid-input', `${file} is not packed with gzip, xz or zstd.`);
  if (given === undefined && !SUFFIX.test(path)) {
    throw new VeneerError('invalid-input', `${file} has no suffix such as .xz to take away.`, {
      nextStep: 'Name the target: veneer unpack FILE TARGET',
    });
  }
  const target = given === undefined ? path.replace(SUFFIX, '') : resolve(given);
  if (existsSync(target)) throw new VeneerError('invalid-input', `${target} is there already, so nothing was written.`);
  const { bavail, bsize } = statfsSync(dirname(target));
  try {
    // What does not fit is refused before the file system is full.
    await unpackFile(path, packing, target, bavail * bsize);
  } catch (error) {
    if (!(error instanceof ImageError)) throw error;
    const code =
      error.problem === 'too-large' ? 'no-space' : error.problem === 'unsupported' ? 'unsupported' : 'image-broken';
    throw new VeneerError(code, `${file} was not unpacked: ${error.message}.`);
  }
  say(target);
  return 0;
}
