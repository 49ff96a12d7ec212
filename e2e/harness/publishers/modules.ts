/**
 * Modules of ZimaOS and TrueNAS: one image without a version in a release, a list beside it (IceWhaleTech's Mod-Store:
 * mod-v2.json and a SHA256SUMS for each module; truenas-community-sysexts). The next one has the same name.
 */
import type { Scratch } from '../scratch.ts';
import { github, putAsset } from './github.ts';
import { publishedImage, sumsOf } from './image.ts';
import type { Host } from './internet.ts';

const REPOSITORY = 'example/modules';
/** Where a person would have it from. */
export const MODULES_URL = `https://github.com/${REPOSITORY}/releases/download/cuda-llama/`;

/** @param build another one is published under the same name */
export function modules(scratch: Scratch, build = 'first'): Host[] {
  const release = `ID=_any\nPRETTY_NAME="Llama with CUDA"\nBUILD_ID=${build}\n`;
  const files = new Map([
    ['cuda-llama.raw', publishedImage(scratch, { name: 'cuda-llama', release, form: 'squashfs' })],
  ]);
  for (const [name, bytes] of files) putAsset(scratch, REPOSITORY, 'cuda-llama', name, bytes);
  putAsset(scratch, REPOSITORY, 'cuda-llama', 'SHA256SUMS', sumsOf(files));
  return github(scratch);
}
