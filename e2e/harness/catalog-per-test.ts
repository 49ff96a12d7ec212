/** A catalog in a folder of each test, and the servers that it asks. */
import { afterAll } from 'vitest';
import type { TextReader } from '../../electron/lists/text-reader.ts';
import { createGuard } from '../../electron/reader/guard.ts';
import { createLocalReader } from '../../electron/reader/local-reader.ts';
import type { Remote } from '../../shared/model/catalog.ts';
import { askRemote, openCatalogRoom } from './catalog-room.ts';
import { GUARDED_READER } from './guarded-reader.ts';
import { makeScratchPerTest, stopServersPerTest } from './per-test.ts';

/** @param texts reads the lists; without it, what does so for whatever answers a window */
export function openCatalogPerTest(
  name: string,
  texts: TextReader & { close?(): void } = createLocalReader(GUARDED_READER, null),
) {
  const guard = createGuard(GUARDED_READER);
  afterAll(() => {
    guard.close();
    texts.close?.();
  });
  const scratch = makeScratchPerTest(name);
  /** What the next start of Veneer has. */
  const room = (reader = guard) => openCatalogRoom(scratch, reader, texts);
  return {
    scratch,
    guard,
    room,
    ...stopServersPerTest(scratch),
    /** A catalog of one remote, after it was asked. */
    ask: (url: string, change: Partial<Remote> = {}, catalog = room()) => askRemote(catalog, url, change),
  };
}
