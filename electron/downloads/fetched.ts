/**
 * From where files were fetched that wait to be installed, by the hash of the image: a person may move and rename such a
 * file, and one that was changed is another.
 */
import { join } from 'node:path';
import { isFingerprint, isHash, isMoment, isRemoteName, isServedAt, type Served } from '../../shared/images/origin.ts';
import { createStateFile } from '../node/state-file.ts';

export interface Fetched {
  /** @param sha256 of the image, which is not what was served where that was packed */
  of(sha256: string): Served | null;
  /** @throws what the file system refuses */
  record(sha256: string, served: Served): void;
}

/** Those that were fetched first go. */
const MOST = 1000;

/** @param say told of a file that is damaged; then nothing is known, and an image counts as one that came as a file */
export function createFetched(directory: string, say: (problem: Error) => void = () => {}): Fetched {
  const file = createStateFile(join(directory, 'fetched.json'), say);
  return {
    of: (sha256) => (isHash(sha256) ? readServed(file.read()[sha256]) : null),
    record(sha256, served) {
      file.change((before) => {
        const others = Object.keys(before).filter((one) => isHash(one) && one !== sha256);
        const first = others.slice(0, Math.max(0, others.length + 1 - MOST));
        return { ...Object.fromEntries(first.map((one) => [one, undefined])), [sha256]: served };
      });
    },
  };
}

/** null for what is damaged: what a key signed must not pass for what nobody signed. */
function readServed(value: unknown): Served | null {
  if (typeof value !== 'object' || value === null) return null;
  const { remote, address, sha256, signedBy, signedAt } = value as Readonly<Record<string, unknown>>;
  if (typeof remote !== 'string' || !isRemoteName(remote)) return null;
  if (typeof address !== 'string' || !isServedAt(address)) return null;
  if (sha256 !== null && (typeof sha256 !== 'string' || !isHash(sha256))) return null;
  if (signedBy !== null && (typeof signedBy !== 'string' || !isFingerprint(signedBy))) return null;
  return { remote, address, sha256, signedBy, signedAt: isMoment(signedAt) ? signedAt : null };
}
