/** What is kept of many looks into extensions together: images of strangers must not fill the memory, however many there are. */
import { messageOf } from '../../shared/messages/message.ts';
import type { LookedThrough } from '../extensions/look-through.ts';

export interface Bounds {
  /** Findings of all together. */
  readonly findings: number;
  /** Names of libraries that all have, and that all lack. */
  readonly libraries: number;
}

/** Far more than a person reads, and some tens of megabytes. */
const MOST: Bounds = { findings: 10_000, libraries: 200_000 };

/** Takes one look after the other; where something of it is left out, its problem says so. */
export interface Kept {
  take(look: LookedThrough): LookedThrough;
  /** Whether the libraries of all are known; else nothing can be said to lack one. */
  knowsLibraries(): boolean;
}

export function createKept(most = MOST): Kept {
  let { findings, libraries } = most;
  let knows = true;
  return {
    take(look) {
      const found = look.found.slice(0, findings);
      findings -= found.length;
      // What is lacking can only be told against all that is there.
      const names = look.libraries.length + look.lacking.reduce((sum, one) => sum + one.libraries.length, 0);
      const areKept = names <= libraries;
      if (areKept) libraries -= names;
      else [libraries, knows] = [0, false];
      const isWhole = areKept && found.length === look.found.length;
      return {
        ...look,
        found,
        ...(areKept ? {} : { libraries: [], lacking: [] }),
        problem: isWhole ? look.problem : (look.problem ?? messageOf('extension.there-is-more-than-is-listed')),
      };
    },
    knowsLibraries: () => knows,
  };
}
