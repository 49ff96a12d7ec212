/**
 * Whether the files that this program runs from are still those that it was started from: an upgrade of its package puts others
 * there, and what this process loads from then on is missing, or belongs to another version.
 */
import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { messageOf } from '../../shared/messages/message.ts';
import { VeneerError } from '../../shared/model/errors.ts';

/** What says so once another file is there; null where it is the same, or none is, as while it is being replaced. */
export type SeeUpdate = () => VeneerError | null;

/**
 * @param program a file that changes with every build: one that names the others by hashes of what is in them
 * @param tell is told once, by whoever looks first
 */
export function createSeeUpdate(program: string, tell: (found: VeneerError) => void): SeeUpdate {
  const before = hashOf(program);
  let found: VeneerError | null = null;
  return () => {
    if (found !== null || before === null) return found;
    const now = hashOf(program);
    if (now === null || now === before) return null;
    found = new VeneerError('changed', messageOf('core.veneer-was-updated'), {
      nextStep: messageOf('core.restart-veneer'),
    });
    tell(found);
    return found;
  };
}

function hashOf(path: string): string | null {
  try {
    return createHash('sha256').update(readFileSync(path)).digest('hex');
  } catch {
    return null;
  }
}

/** Whether a part of the program was to be loaded and is not there (Node's own code). */
export const isPartMissing = (error: unknown): boolean =>
  (error as NodeJS.ErrnoException | null)?.code === 'ERR_MODULE_NOT_FOUND';
