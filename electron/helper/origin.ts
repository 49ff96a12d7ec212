/** Keeps where an image came from, beside it in its store; no program of systemd takes the file for an image. */
import { lstatSync, readFileSync, unlinkSync } from 'node:fs';
import { join } from 'node:path';
import {
  imageOfOrigin,
  MAX_ORIGIN,
  type Origin,
  originFileName,
  originText,
  parseOrigin,
  type Served,
} from '../../shared/images/origin.ts';
import { callerOf } from './caller.ts';
import { namesIn, syncDirectory, writeWhole } from './files.ts';

/**
 * Writes from where the image of a request came, which is in its folder already and does not count yet. The same bytes, as
 * a file once more, came from where they came from before.
 *
 * @param folder with the root
 */
export function writeOrigin(
  { origin, sha256 }: { readonly origin: Served | null; readonly sha256: string | null },
  folder: string,
  imageName: string,
): void {
  const installedBy = callerOf(process.env);
  const fileName = originFileName(imageName);
  if (sha256 === null || installedBy === null || fileName === null) return;
  const { size } = lstatSync(join(folder, imageName));
  const isKnown = readOrigin(folder, imageName)?.imageSha256 === sha256;
  if (origin === null && isKnown) return;
  const served = origin ?? { remote: null, address: null, sha256, signedBy: null, signedAt: null };
  const record = { ...served, sysupdate: null, installedAt: Date.now(), installedBy, size, imageSha256: sha256 };
  writeWhole(folder, fileName, originText(record));
}

/** null where nothing is known, or something else has the name. */
function readOrigin(folder: string, imageName: string): Origin | null {
  const fileName = originFileName(imageName);
  if (fileName === null) return null;
  const path = join(folder, fileName);
  const stat = lstatSync(path, { throwIfNoEntry: false });
  if (stat?.isFile() !== true || stat.size > MAX_ORIGIN || stat.uid !== process.geteuid?.()) return null;
  return parseOrigin(readFileSync(path, 'utf8'));
}

/** Takes the records away whose image is gone, by whoever took it: systemd-sysupdate knows nothing of them. */
export function sweepOrigins(folder: string): void {
  const names = new Set(namesIn(folder));
  const orphans = [...names].filter((fileName) => {
    const image = imageOfOrigin(fileName);
    if (image === null || names.has(image)) return false;
    const stat = lstatSync(join(folder, fileName), { throwIfNoEntry: false });
    return stat?.isFile() === true && stat.uid === process.geteuid?.();
  });
  for (const fileName of orphans) unlinkSync(join(folder, fileName));
  if (orphans.length > 0) syncDirectory(folder);
}
