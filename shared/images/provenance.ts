/** What vouches for an image, in short: of one that is installed, and of one that is about to be. */
import type { Release } from '../model/catalog.ts';
import type { Provenance } from '../model/provenance.ts';
import type { Origin } from './origin.ts';

/** A file that came by itself. */
export const FROM_FILE: Provenance = { kind: 'file', remote: null, address: null, signedBy: null };

type Kept = Pick<Origin, 'remote' | 'address' | 'sha256' | 'signedBy' | 'sysupdate'>;

/** Of an installed image, by what root's helper kept beside it. */
export function provenanceOf({ remote, address, sha256, signedBy, sysupdate }: Kept): Provenance {
  if (sysupdate !== null) {
    const where = address ?? sysupdate.source;
    // It takes nothing from a server that is not as the list there says; a folder has no list (sysupdate-transfer.c, --verify=).
    const hasList = where !== null && /^https?:/.test(where);
    const kind = sysupdate.verify ? 'signed' : hasList ? 'checksum' : 'unchecked';
    return { kind, remote: null, address: where, signedBy: null };
  }
  if (remote === null || address === null) return FROM_FILE;
  return { kind: kindOf(sha256, signedBy), remote, address, signedBy };
}

/** Of a downloaded image. @param signedBy the key of the list of its remote, as far as that is known */
export function provenanceOfRelease(
  { remote, folder, sha256 }: Pick<Release, 'remote' | 'folder' | 'sha256'>,
  signedBy: string | null,
): Provenance {
  return { kind: kindOf(sha256, signedBy), remote, address: folder, signedBy };
}

/** Without a checksum there is nothing that a signature could be of. */
function kindOf(sha256: string | null, signedBy: string | null): Provenance['kind'] {
  if (sha256 === null) return 'unchecked';
  return signedBy === null ? 'checksum' : 'signed';
}
