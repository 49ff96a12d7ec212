/** Asks one remote in a process of its own: ask-remote.ts URL FOLDER. Prints how that went. */

import { createJobs } from '../../electron/jobs/runner.ts';
import { ownTexts } from '../../electron/lists/own-texts.ts';
import { createGuard } from '../../electron/reader/guard.ts';
import { createCatalog } from '../../electron/remotes/catalog.ts';
import { createMetadata } from '../../electron/remotes/metadata.ts';
import { createSeen } from '../../electron/remotes/seen.ts';
import { rulesFor } from '../../shared/systemd/classes.ts';
import { GUARDED_READER } from './guarded-reader.ts';

const [, , url = '', folder = ''] = process.argv;
const host = {
  fields: new Map([['ID', 'debian']]),
  architecture: 'x86-64',
  rules: rulesFor(257),
  scope: 'system',
  problem: null,
} as const;
const catalog = createCatalog({
  jobs: createJobs(),
  configDirectory: `${folder}/config`,
  cacheDirectory: `${folder}/cache`,
  metadata: createMetadata(`${folder}/cache/lists`, createSeen(`${folder}/state/signed-lists.json`)),
  guard: createGuard(GUARDED_READER),
  texts: ownTexts,
  root: '/',
});
await catalog.remotes.put({ name: 'it', url, enabled: true, trust: 'unsigned', key: null }, true);
await catalog.refresh('revalidate', 'it', host, null);
const state = catalog.state().remotes.find(({ name }) => name === 'it');
process.stdout.write(JSON.stringify({ status: state?.status, message: state?.error?.message.text ?? null }));
