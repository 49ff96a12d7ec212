/** veneer install NAME[=VERSION]: an image of a remote, fetched and verified, and kept current from there once it is installed. */
import { statSync } from 'node:fs';
import { followChange } from '../../shared/changes/follow-release.ts';
import { isInstall } from '../../shared/changes/install.ts';
import { messageOf } from '../../shared/messages/message.ts';
import type { Release } from '../../shared/model/catalog.ts';
import type { Change } from '../../shared/model/change.ts';
import { VeneerError } from '../../shared/model/errors.ts';
import { configDirectory } from '../api/paths.ts';
import type { Host } from '../hosts/host.ts';
import type { Session } from '../session/session.ts';
import { createSettings } from '../session/settings.ts';
import { componentsIn } from '../updates/components.ts';
import { refuseUnfit, releaseNamed } from './download.ts';
import { interruptible } from './interrupt.ts';
import type { Invocation } from './invocation.ts';
import { misuseError } from './misuse.ts';
import { createProgress } from './progress.ts';
import { readRemotes } from './read-remotes.ts';

/** A release of a remote that is here, verified and not installed. */
interface Fetched {
  readonly path: string;
  readonly release: Release;
}

/** Whether an operand of install means what a remote has: it is no path, and no file that is here or was to be here. */
const isName = (operand: string): boolean =>
  !/\/|\.raw(?:\.|$)/.test(operand) && statSync(operand, { throwIfNoEntry: false }) === undefined;

/** @throws {VeneerError} `unsupported`: what is not here cannot be looked into */
export function refuseToPlanNamed(operands: readonly string[]): void {
  const name = operands.find(isName);
  if (name === undefined) return;
  throw new VeneerError('unsupported', messageOf('cli.no-plan-before-download', { name }), {
    nextStep: messageOf('cli.download-then-plan', { name }),
  });
}

/**
 * Fetches what is named, as the catalog of the window does.
 *
 * @returns the operands as paths, and what came of remotes
 * @throws {VeneerError} where no remote is on, none has the name, or it does not fit
 */
export async function fetchNamed(
  session: Session,
  host: Host,
  invocation: Invocation,
): Promise<{ readonly paths: readonly string[]; readonly fetched: readonly Fetched[] }> {
  const { operands, remote, name } = invocation;
  const named = operands.filter(isName);
  if (named.length === 0) {
    if (remote !== null) throw misuseError(messageOf('cli.remote-is-for-names'));
    return { paths: operands, fetched: [] };
  }
  await readRemotes(session, host);
  const releases = new Map<string, Release>();
  for (const operand of named) {
    const release = await releaseNamed(session, host, operand, invocation);
    await refuseUnfit(session, host, release, invocation.force);
    releases.set(operand, release);
  }
  const found = new Map<string, Fetched>();
  for (const [operand, release] of releases)
    found.set(operand, { path: await fetchOne(session, release, invocation.json), release });
  const paths = operands.map((operand) => found.get(operand)?.path ?? operand);
  // Under another name than its list has, nothing would find it there again.
  return { paths, fetched: name === null ? [...found.values()] : [] };
}

/** Downloads as the window does, so that what was begun there goes on here. */
export async function fetchOne({ downloads }: Session, release: Release, quiet: boolean): Promise<string> {
  const stop = interruptible();
  const progress = quiet ? null : createProgress(release.name);
  const over = new AbortController();
  try {
    const ids = await downloads.add([release]);
    const mine = () => downloads.list().find(({ id }) => ids.includes(id));
    const shown = showProgress();
    const [ended] = await downloads.settled(ids, stop.signal);
    over.abort();
    await shown;
    if (ended?.error != null) throw VeneerError.of(ended.error);
    const path = mine()?.path ?? null;
    if (path === null)
      throw new VeneerError('cancelled', messageOf('cli.download-was-taken-away', { name: release.name }));
    return path;

    async function showProgress(): Promise<void> {
      for await (const _change of downloads.watch(over.signal)) {
        const one = mine();
        if (one !== undefined) progress?.tell({ received: one.received, total: one.total, problem: one.error });
      }
    }
  } finally {
    over.abort();
    progress?.end();
    stop.end();
  }
}

/** What keeps current what came from remotes; nothing of what is followed already, or where no transfer file can say it. */
export async function followsOf(
  { catalog }: Session,
  host: Host,
  changes: readonly Change[],
  { fetched, invocation }: { readonly fetched: readonly Fetched[]; readonly invocation: Invocation },
): Promise<readonly Change[]> {
  if (fetched.length === 0 || invocation.untilReboot) return [];
  const { definitions } = await host.read();
  const keep = invocation.keep ?? createSettings(configDirectory()).get().keep;
  return fetched.flatMap(({ release }) => {
    const isIt = (one: { readonly class: string; readonly name: string }) =>
      one.class === release.class && one.name === release.name;
    const remote = catalog.remotes.list().find((one) => one.name === release.remote);
    if (remote === undefined || componentsIn(definitions).some(isIt)) return [];
    if (!changes.some((one) => isInstall(one) && isIt(one))) return [];
    return followChange(release, remote, keep, host.release().rules.version) ?? [];
  });
}
