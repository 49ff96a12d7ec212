/** A catalog with everything that it keeps in a test's folder, and one remote in it. */

import { join } from 'node:path';
import { createJobs } from '../../electron/jobs/runner.ts';
import { ownTexts } from '../../electron/lists/own-texts.ts';
import type { TextReader } from '../../electron/lists/text-reader.ts';
import type { Guard } from '../../electron/reader/guard.ts';
import { createCatalog } from '../../electron/remotes/catalog.ts';
import type { CatalogRoom } from '../../electron/remotes/catalog-room.ts';
import { createMetadata } from '../../electron/remotes/metadata.ts';
import { createSeen } from '../../electron/remotes/seen.ts';
import type { Remote } from '../../shared/model/catalog.ts';
import { rulesFor } from '../../shared/systemd/classes.ts';
import type { HostRelease } from '../../shared/systemd/compatibility.ts';
import type { Scratch } from './scratch.ts';

export const DEBIAN: HostRelease = {
  fields: new Map([
    ['ID', 'debian'],
    ['VERSION_ID', '12'],
  ]),
  architecture: 'x86-64',
  rules: rulesFor(257),
  scope: 'system',
  problem: null,
};

export function openCatalogRoom({ path }: Scratch, guard: Guard, texts: TextReader = ownTexts): CatalogRoom {
  const seen = createSeen(join(path, 'state/signed-lists.json'));
  return createCatalog({
    jobs: createJobs(),
    configDirectory: join(path, 'config'),
    cacheDirectory: join(path, 'cache'),
    metadata: createMetadata(join(path, 'cache/lists'), seen),
    guard,
    texts,
    root: join(path, 'tree'),
  });
}

/** Asks one remote, named `it`, whatever it was before. */
export async function askRemote(catalog: CatalogRoom, url: string, change: Partial<Remote> = {}) {
  await catalog.remotes.put({ name: 'it', url, enabled: true, trust: 'unsigned', key: null, ...change }, false);
  await catalog.refresh('revalidate', null, DEBIAN, null);
  const state = catalog.state().remotes.find(({ name }) => name === 'it');
  if (state === undefined) throw new Error('the remote is gone');
  return { catalog, state, entries: catalog.entries(DEBIAN) };
}
