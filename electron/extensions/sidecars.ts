/** What vouches for an image: its attributes, and beside it `NAME.roothash`, `NAME.usrhash`, `NAME.verity` and signatures. */
import { readFileSync } from 'node:fs';
import { basename, dirname } from 'node:path';
import type { MergeEntry, Sidecars } from '../../shared/systemd/entry-facts.ts';
import { type Resolution, resolveInFolder, resolveInRoot } from '../host/rooted.ts';
import { NO_ATTRIBUTES, type VerityAttributes } from './verity-attributes.ts';

const MAX_BYTES = 64 * 1024;
/** Half of a root hash is a UUID at least (verity_settings_load()). */
const MIN_HASH_BYTES = 16;

/** What vouches for an image as far as it can be told. @param path as for `readSidecars` */
export function besideImage(
  root: string,
  path: string,
  attributes: VerityAttributes | 'unknown',
): Pick<MergeEntry, 'sidecars' | 'attributesUnknown'> {
  const attributesUnknown = attributes === 'unknown';
  return { sidecars: readSidecars(root, path, attributesUnknown ? NO_ATTRIBUTES : attributes), attributesUnknown };
}

/**
 * In the order of verity_settings_load(): what is for the root partition before what is for /usr, and of each the attribute
 * before the file.
 *
 * @param path of the image as systemd names it, without the root
 * @returns null where nothing vouches for it
 */
export function readSidecars(root: string, path: string, attributes: VerityAttributes): Sidecars | null {
  const stem = basename(path.endsWith('.raw') ? path.slice(0, -'.raw'.length) : path);
  const folder = resolveInRoot(root, dirname(path));
  const resolveBeside = (suffix: string) => resolveInFolder(root, folder, `${stem}.${suffix}`);
  const rootHash =
    inAttribute(attributes.root, 'root') ??
    readHash(resolveBeside('roothash'), 'root') ??
    inAttribute(attributes.usr, 'usr') ??
    readHash(resolveBeside('usrhash'), 'usr');
  const hashTree = resolveBeside('verity').found;
  const signature = rootHash === null ? null : resolveBeside(`${rootHash.of}hash.p7s`);
  const emptySignature = signature?.found === true && signature.stat.size === 0;
  return rootHash === null && !hashTree && !emptySignature ? null : { rootHash, hashTree, emptySignature };
}

function readHash(found: Resolution, of: 'root' | 'usr'): Sidecars['rootHash'] {
  if (!found.found || !found.stat.isFile()) return null;
  if (found.stat.size > MAX_BYTES) return { of, hash: null };
  try {
    const [line = ''] = readFileSync(found.hostPath, 'latin1').split(/[\n\0]/, 1);
    return { of, hash: hashIn(line) };
  } catch {
    return { of, hash: null };
  }
}

function inAttribute(value: string | null, of: 'root' | 'usr'): Sidecars['rootHash'] {
  return value === null ? null : { of, hash: hashIn(value.split('\0', 1)[0] ?? '') };
}

/** Blanks and line ends count for nothing (unhexmem()). */
function hashIn(text: string): string | null {
  const hex = text.replaceAll(/[ \t\r\n]/g, '').toLowerCase();
  return /^(?:[0-9a-f]{2})+$/.test(hex) && hex.length >= MIN_HASH_BYTES * 2 ? hex : null;
}
