/** veneer unpack: for images that were packed for the download. */

import { existsSync, statfsSync } from 'node:fs';
import { dirname, resolve } from 'node:path';
import { messageOf } from '../../shared/messages/message.ts';
import { VeneerError } from '../../shared/model/errors.ts';
import { unpackPacked } from '../downloads/unpack-packed.ts';
import type { Invocation } from './invocation.ts';
import { printOut, safeText, sayAnswer } from './terminal.ts';

const SUFFIX = /\.(gz|xz|zst|zstd)$/;

export async function runUnpack({ operands, json }: Invocation): Promise<number> {
  const [file = '', given] = operands;
  const path = resolve(file);
  if (!existsSync(path)) throw new VeneerError('not-found', messageOf('common.there-is-nothing-at', { path: file }));
  if (given === undefined && !SUFFIX.test(path)) {
    throw new VeneerError('invalid-input', messageOf('cli.no-suffix-to-take-away', { path: file }), {
      nextStep: messageOf('cli.name-target'),
    });
  }
  const target = given === undefined ? path.replace(SUFFIX, '') : resolve(given);
  if (existsSync(target))
    throw new VeneerError('invalid-input', messageOf('cli.is-there-already-nothing-was-written', { path: target }));
  const { bavail, bsize } = statfsSync(dirname(target));
  await unpackPacked(path, target, bavail * bsize, file);
  if (json) sayAnswer('made', { path: target, warnings: [] });
  else printOut(safeText(target));
  return 0;
}
