/** Ends a trial: keeps what was changed, or goes back to what was written down before it. */
import { rmdirSync, unlinkSync } from 'node:fs';
import { join } from 'node:path';
import { joinTexts, type Message, messageOf } from '../../shared/messages/message.ts';
import { reportOf, VeneerError } from '../../shared/model/errors.ts';
import type { ExtensionClass } from '../../shared/systemd/classes.ts';
import { safeJoin } from './directories.ts';
import { makeDirectory, replaceLink, syncDirectory } from './files.ts';
import { readMerged } from './hierarchies.ts';
import { makeMask } from './mask.ts';
import { layOver, layOverAgain, takeOut } from './merge.ts';
import { takeFlag } from './parameters.ts';
import { runSystemctl } from './services.ts';
import { type NotedEntry, type NotedMerge, type NotedName, noteName, readRecord } from './trial-record.ts';
import { endTrial, restartMoved } from './trial-units.ts';
import { type Common, noParameters, verb } from './verb.ts';

async function keep({ root }: Common): Promise<Message[]> {
  if (root !== '/' || readRecord() === null) throw nothingWaits();
  await endTrial();
  return [messageOf('helper.is-kept')];
}

/**
 * Goes back: links and masks of the names that were changed, then what is merged, then the units that ran. What fails does not
 * keep it from the rest; at worst /etc is left without any configuration extension, as the system itself has it.
 *
 * @returns what was done
 * @throws {VeneerError} `not-found` where nothing waits, `systemd-failed` with what could not be put back
 */
async function goBack({ root }: Common): Promise<Message[]> {
  // Only the running system is ever on trial.
  const record = root === '/' ? readRecord() : null;
  if (record === null) throw nothingWaits();
  const done: Message[] = [];
  const failed: (Message | string)[] = [];
  const attempt = async (what: () => Message[] | Promise<Message[]>) => {
    try {
      done.push(...(await what()));
    } catch (error) {
      failed.push(error instanceof VeneerError ? reportOf(error).message : String(error));
    }
  };
  const [sysext, confext] = (['sysext', 'confext'] as const).map((one) => record.merges.find((of) => of.class === one));
  const opens = confext?.touched === true || record.names.some((one) => one.class === 'sysext');
  // What lies over /etc keeps everybody from writing below it.
  const wasOpened = opens && isMerged('confext');
  if (wasOpened) await attempt(async () => [await takeOut({ class: 'confext', root: '/', mutable: null })]);
  for (const named of record.names) await attempt(() => putBack('/', named));
  if (sysext?.touched === true) await attempt(() => mergeAs(sysext));
  if (confext !== undefined && opens) await attempt(() => mergeAs(confext));
  await attempt(async () => {
    await runSystemctl('/', ['daemon-reload']);
    const restarted = await restartMoved(record.units);
    return restarted.length === 0 ? [] : [messageOf('helper.restarted', { units: restarted.join(', ') })];
  });
  await endTrial();
  if (failed.length === 0) return done;
  throw new VeneerError('systemd-failed', messageOf('helper.not-all-went-back', { what: joinTexts(failed, ' ') }), {
    nextStep: messageOf('common.read-host-again-to-see-what'),
  });
}

const isMerged = (extensionClass: ExtensionClass) => readMerged('/', extensionClass).some(({ merged }) => merged);

/** Merges what was merged, and takes out what is where nothing was. */
async function mergeAs({ class: extensionClass, names, writable }: NotedMerge): Promise<Message[]> {
  const request = { class: extensionClass, root: '/', mutable: writable ? ('yes' as const) : null };
  if (names.length === 0) return isMerged(extensionClass) ? [await takeOut(request)] : [];
  const said = isMerged(extensionClass) ? await layOverAgain(request) : await layOver(request);
  const now = new Set(readMerged('/', extensionClass).flatMap(({ extensions }) => extensions));
  const others = [...names.filter((one) => !now.has(one)), ...[...now].filter((one) => !names.includes(one))];
  if (others.length === 0) return [said];
  throw new VeneerError(
    'systemd-failed',
    messageOf('helper.merged-otherwise-than-before', { names: others.join(', ') }),
  );
}

/**
 * Links and masks of a name as they were; files that came or went are only told of.
 *
 * @returns what was done
 * @throws {VeneerError} `systemd-failed` with what is not as it was
 */
export function putBack(root: string, { class: extensionClass, name, entries }: NotedName): Message[] {
  const now = noteName(root, extensionClass, name).entries;
  const pathOf = ({ directory, fileName }: NotedEntry) => `${directory}/${fileName}`;
  const before = new Map(entries.map((one) => [pathOf(one), one]));
  const done: Message[] = [];
  const left: string[] = [];
  const isSimple = ({ kind }: NotedEntry) => kind === 'symlink' || kind === 'empty-directory';
  const isSame = (one: NotedEntry, other: NotedEntry | undefined) =>
    one.kind === other?.kind && one.target === other.target;
  for (const one of now.filter((each) => !isSame(each, before.get(pathOf(each))))) {
    if (!isSimple(one)) left.push(pathOf(one));
    else takeAway(root, one);
  }
  for (const one of entries) {
    if (
      isSame(
        one,
        now.find((each) => pathOf(each) === pathOf(one)),
      )
    )
      continue;
    if (isSimple(one) && !left.includes(pathOf(one))) make(root, one);
    else left.push(pathOf(one));
    done.push(messageOf('helper.is-as-before', { path: pathOf(one) }));
  }
  if (left.length === 0) return done;
  throw new VeneerError(
    'systemd-failed',
    messageOf('helper.is-not-as-before', { paths: [...new Set(left)].join(', ') }),
  );
}

function takeAway(root: string, { directory, fileName, kind }: NotedEntry): void {
  const parent = safeJoin(root, directory);
  if (kind === 'symlink') unlinkSync(join(parent, fileName));
  else rmdirSync(join(parent, fileName));
  syncDirectory(parent);
}

function make(root: string, { directory, fileName, target }: NotedEntry): void {
  const parent = safeJoin(root, directory);
  makeDirectory(parent);
  if (target === null) makeMask(root, directory, fileName);
  else replaceLink(join(parent, fileName), target);
}

const nothingWaits = () => new VeneerError('not-found', messageOf('common.nothing-waits-to-be-kept'));

export const KEEP_VERBS = {
  'keep-change': verb({ check: noParameters, run: keep }),
  'go-back': verb({ check: (fields) => ({ waits: takeFlag(fields, 'waits') }), run: goBack }),
};
