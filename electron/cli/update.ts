/** veneer update: what is new, and having it. */

import { isDue, updateKey } from '../../shared/due.ts';
import { EMPTY_REQUEST } from '../../shared/empty-request.ts';
import { ERROR_CODES, VeneerError } from '../../shared/errors.ts';
import { followChange } from '../../shared/follow.ts';
import type { Change, PlanRequest } from '../../shared/model/plan.ts';
import type { Misfit, UpdateItem } from '../../shared/model/update.ts';
import { checkAutomatically, isCheckDue } from '../api/automatic.ts';
import type { Core } from '../api/core.ts';
import { configDirectory } from '../api/paths.ts';
import { createSettings } from '../api/settings.ts';
import { checkUpdates, downloadUpdates, updateRequest } from '../api/update-calls.ts';
import type { Invocation } from './arguments.ts';
import { readRemotes, releaseNamed } from './catalog.ts';
import { apply, exitCodeOf } from './change.ts';
import { tellDesktop } from './desktop-note.ts';
import { openCore } from './setup.ts';
import { updateTable } from './text.ts';

export async function runUpdate(invocation: Invocation): Promise<number> {
  const core = await openCore(invocation);
  try {
    if (invocation.automatic) return await automatic(core);
    const { items, needsReboot } = await checkUpdates(core, 'ask', null);
    const wanted = chosen(items, invocation);
    for (const { name, problem } of wanted) {
      if (problem !== null) process.stderr.write(`note: ${name}: ${problem.message}\n`);
    }
    if (needsReboot && !invocation.json) process.stderr.write('note: A newer OS is installed. Reboot to run it.\n');
    if (invocation.check) {
      process.stdout.write(invocation.json ? `${JSON.stringify(wanted, null, 2)}\n` : updateTable(wanted));
      return 0;
    }
    return await update(core, wanted, invocation);
  } finally {
    core.close();
  }
}

function chosen(items: readonly UpdateItem[], { operands, class: extensionClass }: Invocation): UpdateItem[] {
  const mine = items.filter((item) => extensionClass === null || item.class === extensionClass);
  const missing = operands.find((name) => !mine.some((item) => item.name === name));
  if (missing !== undefined) {
    throw new VeneerError(
      'not-found',
      `Nothing newer than the installed ${missing} was found, and nobody keeps it current.`,
      {
        nextStep: 'See what the remotes have with: veneer search',
      },
    );
  }
  return operands.length === 0 ? mine : mine.filter(({ name }) => operands.includes(name));
}

async function update(core: Core, wanted: readonly UpdateItem[], invocation: Invocation): Promise<number> {
  // By force, what does not fit is had as well.
  const due = wanted.filter((item) => isDue(invocation.force ? { ...item, fits: null } : item));
  for (const item of wanted) {
    const why = due.includes(item) ? null : reasonNot(item);
    if (item.newest !== null && why !== null)
      process.stderr.write(`note: ${item.name} ${item.newest} is left alone: ${why}\n`);
  }
  if (due.length === 0) {
    if (invocation.json) process.stdout.write('null\n');
    else process.stdout.write('Everything is up to date.\n');
    return 0;
  }
  const keys = due.map(updateKey);
  const stop = new AbortController();
  process.once('SIGINT', () => stop.abort());
  const ids = await downloadUpdates(core, keys);
  if (ids.length > 0) await core.downloads.settled(ids, stop.signal);
  const keep = invocation.keep ?? settings().keep;
  const { request, misfits } = await updateRequest(core, keys, keep, invocation.force);
  for (const { message, nextStep } of misfits) {
    process.stderr.write(`note: ${message} ${nextStep} To have it all the same, add --force.\n`);
  }
  if (request.changes.length === 0) {
    if (invocation.json) process.stdout.write('null\n');
    return misfitCode(misfits);
  }
  return exitCodeOf(await apply(core, request, invocation)) || misfitCode(misfits);
}

/** Writes the transfer file by which a name is kept current, or takes it away. */
export async function runFollow(invocation: Invocation): Promise<number> {
  const core = await openCore(invocation);
  try {
    const [name = ''] = invocation.operands;
    const change =
      invocation.command === 'unfollow'
        ? ({ verb: 'follow', class: invocation.class ?? 'sysext', name, transfer: null } as const)
        : await follow(core, name, invocation);
    const request: PlanRequest = { ...EMPTY_REQUEST, changes: [change], classes: [change.class], action: 'none' };
    return exitCodeOf(await apply(core, request, invocation));
  } finally {
    core.close();
  }
}

async function follow(core: Core, name: string, invocation: Invocation): Promise<Change> {
  await readRemotes(core);
  const release = await releaseNamed(core, name, invocation);
  const remote = core.catalog.remotes.list().find((one) => one.name === release.remote);
  const change = remote === undefined ? null : followChange(release, remote, invocation.keep ?? settings().keep);
  if (change !== null) return change;
  throw new VeneerError('unsupported', `No transfer file can say where new versions of ${name} are.`, {
    nextStep:
      'It needs a server, a version in the file name, and a list that systemd can check. Without one, veneer update still finds what the remotes have.',
  });
}

/** Of the worst of them; 0 where all fits. */
function misfitCode(misfits: readonly Misfit[]): number {
  if (misfits.length === 0) return 0;
  return ERROR_CODES[misfits.some(({ blocks }) => blocks) ? 'blocks-merge' : 'incompatible'].exitCode;
}

const settings = () => createSettings(configDirectory()).get();

function reasonNot({ pinned, held, fits, reason, problem }: UpdateItem): string | null {
  if (pinned !== null) return `it is pinned to ${pinned}.`;
  if (held) return 'its updates are held.';
  if (fits === false) return reason ?? 'it does not fit.';
  return problem?.message ?? null;
}

/** For the timer of the user's service manager: does what the settings say, and no more often than once a day. */
async function automatic(core: Core): Promise<number> {
  const mode = settings().updates;
  if (!isCheckDue(core, mode)) return 0;
  const { items } = await checkAutomatically(core, mode);
  const all = items.filter(isDue);
  const fetched = mode === 'download' ? all.filter(({ release }) => release !== null).map(updateKey) : [];
  const misfits = fetched.length === 0 ? [] : (await updateRequest(core, fetched, settings().keep)).misfits;
  // Now that they are there, it is known of each whether it fits.
  const due = all.filter((item) => !misfits.some(({ change }) => updateKey(change) === updateKey(item)));
  if (due.length > 0) await tellDesktop(due.map(({ name, newest }) => `${name} ${newest}`));
  return 0;
}
