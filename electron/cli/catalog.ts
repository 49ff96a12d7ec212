/** The commands that look at remotes: search, remote, download. */

import type { CatalogEntry } from '../../shared/model/catalog.ts';
import { installedOf, installedVersions, searchCatalog } from '../../shared/remotes/catalog-search.ts';
import type { Host } from '../hosts/host.ts';
import { noRemote } from '../remotes/remotes.ts';
import type { Session } from '../session/session.ts';
import { downloadReleases } from './download.ts';
import type { Invocation } from './invocation.ts';
import { readRemotes } from './read-remotes.ts';
import { changeRemotes } from './remotes.ts';
import { withHost } from './setup.ts';
import { printLong, sayAnswer } from './terminal.ts';
import { aboutText, searchTable } from './text.ts';

export function runCatalog(invocation: Invocation): Promise<number> {
  const { command } = invocation;
  const run = command === 'search' ? searchRemotes : command === 'download' ? downloadReleases : changeRemotes;
  return withHost(invocation, (session, host) => run(session, host, invocation));
}

async function searchRemotes(
  session: Session,
  host: Host,
  { operands, json, remote: only, class: extensionClass }: Invocation,
): Promise<number> {
  if (only !== null && !session.catalog.remotes.list().some(({ name }) => name === only)) throw noRemote(only);
  await readRemotes(session, host);
  const installed = installedVersions((await host.read()).extensions);
  const query = { text: operands.join(' '), filter: 'all', remote: only } as const;
  const found = searchCatalog(session.catalog.entries(host.release()), query, installed).filter(
    (one) => extensionClass === null || one.class === extensionClass,
  );
  const looked = await lookAt(session, host, found);
  const words = await wordsOf(session, looked);
  const rows = looked.map((one, at) => ({ ...one, installed: installedOf(one, installed), about: words[at] ?? null }));
  if (json) sayAnswer('search', { extensions: rows });
  else await printLong(() => `${searchTable(rows)}${aboutText(rows)}`);
  return rows.length === 0 ? 3 : 0;
}

/** More than a person reads are not asked about one by one. */
const MOST_LOOKS = 50;

/** Of more rows nobody reads what their publishers say. */
const MOST_DESCRIBED = 5;

/** What is said of each row by its publisher, else by its image; of none where there are many. */
async function wordsOf({ catalog }: Session, rows: readonly CatalogEntry[]): Promise<(string | null)[]> {
  if (rows.length > MOST_DESCRIBED) return rows.map(({ description }) => description);
  return Promise.all(rows.map(async ({ key, description }) => (await catalog.describe(key, null)) ?? description));
}

async function lookAt(
  { catalog }: Session,
  host: Host,
  found: readonly CatalogEntry[],
): Promise<readonly CatalogEntry[]> {
  const keys = found.slice(0, MOST_LOOKS).map(({ key }) => key);
  const rows = await catalog.predictEntries(keys, host.release(), null);
  const byKey = new Map(rows.map((row) => [row.key, row]));
  return found.map((one) => byKey.get(one.key) ?? one);
}
