/** The files beside an image that vouch for it: `NAME.roothash`, `NAME.usrhash`, `NAME.verity` and signatures. */
import { readFileSync } from 'node:fs';
import type { Sidecars } from '../../shared/systemd/entry-facts.ts';
import { resolveInRoot } from '../host/rooted.ts';

const MAX_BYTES = 64 * 1024;
/** Half of a root hash is a UUID at least (verity_settings_load()). */
const MIN_HASH_BYTES = 16;

/**
 * @param path of the image as systemd names it, without the root
 * @returns null where nothing stands beside it
 */
export function readSidecars(root: string, path: string): Sidecars | null {
  const stem = path.endsWith('.raw') ? path.slice(0, -'.raw'.length) : path;
  const rootHash = readHash(root, `${stem}.roothash`, 'root') ?? readHash(root, `${stem}.usrhash`, 'usr');
  const hashTree = resolveInRoot(root, `${stem}.verity`).found;
  const signature = rootHash === null ? null : resolveInRoot(root, `${stem}.${rootHash.of}hash.p7s`);
  const emptySignature = signature?.found === true && signature.stat.size === 0;
  return rootHash === null && !hashTree && !emptySignature ? null : { rootHash, hashTree, emptySignature };
}

function readHash(root: string, path: string, of: 'root' | 'usr'): Sidecars['rootHash'] {
  const found = resolveInRoot(root, path);
  if (!found.found || !found.stat.isFile()) return null;
  if (found.stat.size > MAX_BYTES) return { of, hash: null };
  try {
    const [line = ''] = readFileSync(found.hostPath, 'latin1').split(/[\n\0]/, 1);
    const hex = line.replaceAll(/[ \t\r]/g, '').toLowerCase();
    const isHash = /^(?:[0-9a-f]{2})+$/.test(hex) && hex.length >= MIN_HASH_BYTES * 2;
    return { of, hash: isHash ? hex : null };
  } catch {
    return { of, hash: null };
  }
}
