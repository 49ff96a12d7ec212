/** In which order the files of the unit tests begin: what takes longest first, so that no core waits for it in the end. */
import { BaseSequencer } from 'vitest/node';

/**
 * Those that took more than ten seconds on two busy cores, the longest first. Vitest orders by what it kept of earlier runs,
 * and else by the size of files, which says nothing: in a fresh clone the first of these would begin among the last.
 */
const LONGEST = [
  'e2e/live/hostile.test.ts',
  'e2e/checks/packages.test.ts',
  'e2e/checks/promises.test.ts',
  'e2e/live/merge.test.ts',
  'electron/extensions/discovery.test.ts',
  'electron/web/door.test.ts',
  'electron/reader/local-reader.test.ts',
  'electron/images/unpack.test.ts',
  'electron/helper/take-over.test.ts',
  'e2e/live/fuzz.test.ts',
  'electron/hosts/changes.test.ts',
  'electron/reader/guard.test.ts',
  'e2e/live/images.test.ts',
  'electron/updates/followed.test.ts',
  'electron/downloads/fetch-image.test.ts',
  'e2e/live/recorded-merges.test.ts',
];

export class LongestFirst extends BaseSequencer {
  override async sort(...[files]: Parameters<BaseSequencer['sort']>): ReturnType<BaseSequencer['sort']> {
    const placeOf = ({ moduleId }: (typeof files)[number]) => {
      const place = LONGEST.findIndex((path) => moduleId.endsWith(`/${path}`));
      return place < 0 ? LONGEST.length : place;
    };
    // The order of the others stays: sorting is stable.
    return (await super.sort(files)).sort((a, b) => placeOf(a) - placeOf(b));
  }
}
