/** veneer update: what is new, and having it. */

import { EMPTY_REQUEST } from '../../shared/changes/empty-request.ts';
import { endFollowing } from '../../shared/changes/follow.ts';
import { followChange } from '../../shared/changes/follow-release.ts';
import { canUpdate, storedNewer, takenFrom, updateKey } from '../../shared/changes/updatable.ts';
import { diagnoseUpdates } from '../../shared/diagnosis/updates/diagnose-updates.ts';
import { keptByFlatcar } from '../../shared/diagnosis/updates/kept-by-flatcar.ts';
import { serverErrorOf } from '../../shared/diagnosis/updates/source-unread.ts';
import { wholeText } from '../../shared/diagnosis/whole-text.ts';
import { joinTexts, type Message, messageOf, type Text } from '../../shared/messages/message.ts';
import type { Change } from '../../shared/model/change.ts';
import type { Settled } from '../../shared/model/download.ts';
import { ERROR_CODES, SOMETHING_NEW, VeneerError } from '../../shared/model/errors.ts';
import type { PlanRequest } from '../../shared/model/plan.ts';
import type { Misfit, UpdateItem } from '../../shared/model/update.ts';
import { configDirectory } from '../api/paths.ts';
import type { System } from '../extensions/system.ts';
import type { Host } from '../hosts/host.ts';
import { checkAutomatically, isCheckDue } from '../session/automatic.ts';
import { takeNotices } from '../session/notices.ts';
import type { Session } from '../session/session.ts';
import { createSettings } from '../session/settings.ts';
import { checkUpdates, downloadUpdates, updateRequest } from '../session/update-calls.ts';
import { applyRequest, exitCodeOf } from './change.ts';
import { tellDesktop } from './desktop-note.ts';
import { releaseNamed } from './download.ts';
import { interruptible } from './interrupt.ts';
import type { Invocation } from './invocation.ts';
import { readRemotes } from './read-remotes.ts';
import { withHost } from './setup.ts';
import { printOut, sayAnswer, tellNote } from './terminal.ts';
import { elsewhereNote, storedText, updateTable } from './text.ts';
import { type LookedFor, lookedFor } from './unasked.ts';

export function runUpdate(invocation: Invocation): Promise<number> {
  return withHost(invocation, async (session, host) => {
    if (invocation.automatic) return runAutomatic(session, host);
    const state = await checkUpdates(host, 'revalidate', null);
    const wanted = chosenItems(state.items, invocation, await host.read());
    const looked = lookedFor(session.catalog.state().remotes, wanted);
    for (const note of [...looked.notes, ...problemsOfHost(wanted)]) tellNote(note);
    if (!invocation.json) for (const one of diagnoseUpdates(state)) tellNote(wholeText(one));
    if (invocation.check) {
      if (invocation.json) sayAnswer('update', { updates: wanted });
      else printOut(updateTable(wanted));
      return wanted.some(canUpdate) ? SOMETHING_NEW : looked.exitCode;
    }
    for (const item of wanted)
      for (const one of item.elsewhere)
        tellNote(messageOf('cli.about', { name: item.name, what: elsewhereNote(item, one) }));
    return updateItems(session, host, wanted, invocation, looked);
  });
}

/** Why some cannot be kept current here, but for what their servers did not say. */
const problemsOfHost = (items: readonly UpdateItem[]): Message[] =>
  items.flatMap(({ name, problem }) =>
    problem === null || serverErrorOf(problem.id) !== null
      ? []
      : [messageOf('cli.about', { name, what: wholeText(problem) })],
  );

/** Those that are meant; where a remote is named, as they are from there. */
function chosenItems(
  items: readonly UpdateItem[],
  { operands, class: extensionClass, remote }: Invocation,
  system: System,
): readonly UpdateItem[] {
  const mine = items.filter((item) => extensionClass === null || item.class === extensionClass);
  const missing = operands.find((name) => !mine.some((item) => item.name === name));
  if (missing !== undefined) {
    const entries = system.extensions.filter((one) => one.name === missing && !one.masks);
    const [kept] = entries.flatMap((one) => keptByFlatcar.find(one));
    if (kept !== undefined) {
      const { message, nextStep } = kept;
      throw new VeneerError('unsupported', message, nextStep === null ? {} : { nextStep });
    }
    throw new VeneerError('not-found', messageOf('cli.nobody-keeps-it-current', { name: missing }), {
      nextStep: messageOf('cli.see-what-remotes-have-with-search'),
    });
  }
  const named = operands.length === 0 ? mine : mine.filter(({ name }) => operands.includes(name));
  if (remote === null) return named;
  return named.map((item) => {
    const from = takenFrom(item, remote);
    if (from !== null) return { ...from, elsewhere: [] };
    throw new VeneerError('not-found', messageOf('cli.remote-has-nothing-newer', { remote, name: item.name }), {
      nextStep: messageOf('cli.see-what-remotes-have-with-search'),
    });
  });
}

async function updateItems(
  session: Session,
  host: Host,
  wanted: readonly UpdateItem[],
  invocation: Invocation,
  looked: LookedFor,
): Promise<number> {
  // By force, what does not fit is had as well.
  const updatable = wanted.filter((item) => canUpdate(invocation.force ? { ...item, fits: null } : item));
  let leftAlone = 0;
  for (const item of wanted) {
    const why = updatable.includes(item) ? null : reasonNot(item);
    const newer = item.newest ?? storedNewer(item);
    if (newer !== null && why !== null) {
      leftAlone++;
      tellNote(messageOf('cli.left-alone', { name: `${item.name} ${newer}`, reason: why }));
    }
  }
  if (updatable.length === 0) {
    const isKnown = looked.exitCode === 0 && !wanted.some(({ newest, problem }) => newest === null && problem !== null);
    if (invocation.json) sayAnswer('update', { operation: null });
    else if (leftAlone > 0) printOut(messageOf('cli.nothing-was-updated'));
    else printOut(isKnown ? messageOf('cli.everything-is-up-to-date') : messageOf('cli.nothing-newer-is-known'));
    return looked.exitCode;
  }
  const stop = interruptible();
  const { remote: from, force } = invocation;
  const ids = await downloadUpdates(session, host, updatable.map(updateKey), from);
  const failed = (await session.downloads.settled(ids, stop.signal)).filter(({ error }) => error !== null);
  stop.end();
  for (const { name, error } of failed)
    tellNote(messageOf('cli.is-not-updated', { name, reason: error?.message ?? '' }));
  const whole = updatable.filter((item) => !isAmong(failed, item));
  const [first] = failed;
  if (whole.length === 0 && first?.error != null) {
    throw VeneerError.of({
      ...first.error,
      message: messageOf('cli.about', { name: first.name, what: first.error.message }),
    });
  }
  const keep = invocation.keep ?? readSettings().keep;
  const { request, misfits } = await updateRequest(session, host, whole.map(updateKey), { keep, from, force });
  for (const { diagnosis } of misfits) {
    tellNote(joinTexts([wholeText(diagnosis), messageOf('cli.to-have-it-add-force')], ' '));
  }
  const without = misfitCode(misfits) || (failed.length > 0 || looked.exitCode > 0 ? ERROR_CODES.partly.exitCode : 0);
  if (request.changes.length === 0) {
    if (invocation.json) sayAnswer('update', { operation: null });
    return without;
  }
  return exitCodeOf(await applyRequest(host, request, invocation)) || without;
}

const isAmong = (failed: readonly Settled[], item: UpdateItem) =>
  failed.some((one) => one.name === item.name && one.class === item.class);

/** Writes the transfer file by which a name is kept current, or takes it away. */
export function runFollow(invocation: Invocation): Promise<number> {
  return withHost(invocation, async (session, host) => {
    const [name = ''] = invocation.operands;
    const change =
      invocation.command === 'unfollow'
        ? endFollowing({ class: invocation.class ?? 'sysext', name })
        : await followChangeOf(session, host, name, invocation);
    const request: PlanRequest = { ...EMPTY_REQUEST, changes: [change], classes: [change.class], action: 'none' };
    return exitCodeOf(await applyRequest(host, request, invocation));
  });
}

async function followChangeOf(session: Session, host: Host, name: string, invocation: Invocation): Promise<Change> {
  await readRemotes(session, host);
  const release = await releaseNamed(session, host, name, invocation);
  const remote = session.catalog.remotes.list().find((one) => one.name === release.remote);
  const keep = invocation.keep ?? readSettings().keep;
  const { named: stream } = invocation;
  const { version } = host.release().rules;
  const followedWith = (wanted: string | null) =>
    remote === undefined ? null : followChange(release, remote, keep, version, wanted);
  const change = followedWith(stream);
  if (change !== null) return change;
  if (stream !== null && followedWith(null) !== null) {
    throw new VeneerError('invalid-input', messageOf('cli.is-no-stream-of', { stream, name }), {
      nextStep: messageOf('cli.give-beginning-of-versions'),
    });
  }
  if (release.oci !== null) {
    throw new VeneerError('unsupported', messageOf('cli.sysupdate-fetches-nothing-from-registry', { name }), {
      nextStep: messageOf('cli.update-finds-new-versions'),
    });
  }
  throw new VeneerError('unsupported', messageOf('cli.no-transfer-file-can-say', { name }), {
    nextStep: messageOf('cli.transfer-file-needs-server'),
  });
}

/** Of the worst of them; 0 where all fits. */
function misfitCode(misfits: readonly Misfit[]): number {
  if (misfits.length === 0) return 0;
  const blocks = misfits.some(({ diagnosis }) => diagnosis.id === 'update-fails-merges');
  return ERROR_CODES[blocks ? 'blocks-merge' : 'incompatible'].exitCode;
}

const readSettings = () => createSettings(configDirectory()).get();

function reasonNot(item: UpdateItem): Text | null {
  const { pinned, held, fits, reason, problem } = item;
  const newer = storedNewer(item);
  if (pinned !== null) return messageOf('cli.it-is-pinned-to', { version: pinned });
  if (held) return messageOf('cli.its-updates-are-held');
  if (fits === false) return reason ?? messageOf('cli.it-does-not-fit');
  if (problem !== null) return problem.message;
  return newer === null ? null : storedText(item.name, newer);
}

/** For the timer of the user's service manager: does what the settings say, and no more often than once a day. */
async function runAutomatic(session: Session, host: Host): Promise<number> {
  const mode = readSettings().updates;
  if (mode === 'off') return 0;
  // What the OS dropped is told with the first run after it, whenever the servers are asked.
  if (!isCheckDue(host, mode)) {
    await tellDesktop(() => takeNotices(host, []));
    return 0;
  }
  const { state, failed } = await checkAutomatically(session, host, mode);
  const all = state.items.filter(canUpdate);
  const fetched =
    mode === 'download' ? all.filter((item) => item.release !== null && !isAmong(failed, item)).map(updateKey) : [];
  const misfits =
    fetched.length === 0 ? [] : (await updateRequest(session, host, fetched, { keep: readSettings().keep })).misfits;
  // Now that they are there, it is known of each whether it fits.
  const updatable = all.filter((item) => !misfits.some(({ change }) => updateKey(change) === updateKey(item)));
  await tellDesktop(() => takeNotices(host, updatable));
  for (const { name, error } of failed)
    tellNote(messageOf('cli.is-not-downloaded', { name, reason: error?.message ?? '' }));
  return failed.length > 0 ? ERROR_CODES.partly.exitCode : 0;
}
