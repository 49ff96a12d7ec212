/** Lets systemd-sysupdate bring an extension up to date, and delete what is old. */

import { basename, dirname, join } from 'node:path';
import { isStopped } from '../../shared/changes/pin-record.ts';
import { type Store, storesOf, type VersionedAs } from '../../shared/images/store.ts';
import { foreignText, type Message, messageOf } from '../../shared/messages/message.ts';
import { VeneerError } from '../../shared/model/errors.ts';
import { matchPatterns } from '../../shared/systemd/match-pattern.ts';
import { compareVersions } from '../../shared/systemd/version.ts';
import { transfersOf } from './definitions.ts';
import { safeJoin } from './directories.ts';
import { keepingOrigins } from './fetched-origin.ts';
import { parseInner } from './fields.ts';
import { namesIn } from './files.ts';
import { switchComponent } from './guards.ts';
import { noteMade } from './labels.ts';
import { takeName, takeStore, takeTransferName, takeVersionedAs, takeVersionOrNull } from './parameters.ts';
import { readPin } from './pinned.ts';
import { lastLine, needProgram, runProgram } from './programs.ts';
import { currentTargets, sparingCurrent } from './spare-current.ts';
import { folderOf, linkOf, sweepStores, versionsOf } from './store.ts';
import { takeOver } from './take-over.ts';
import { sysupdateVersion } from './transfer.ts';
import { type Common, verb } from './verb.ts';

interface UpdateRequest extends Common {
  readonly name: string;
  /** null for the newest that the server has. */
  readonly version: string | null;
  /** An image that is kept before, for systemd-sysupdate would put its link over it; null where there is none. */
  readonly adopts: (VersionedAs & { readonly name: string; readonly store: Store }) | null;
}

/**
 * Lets systemd-sysupdate install a version; what is merged stays as it is. It puts its link over whatever stands there, so
 * an image that does is kept as a version before.
 *
 * @returns what was done, and what systemd said last
 * @throws {VeneerError} `unsupported` where the name is pinned or held, `systemd-failed`, also where the name has no
 *   transfer file
 */
async function updateByTransfer(request: UpdateRequest): Promise<Message[]> {
  const { root, class: extensionClass, name, version } = request;
  const pin = readPin(root, extensionClass, name);
  if (isStopped(pin) && version !== pin?.version) {
    throw new VeneerError('unsupported', messageOf('helper.is-pinned-or-held-so-it', { name }), {
      nextStep: messageOf('helper.take-pin-away-first'),
    });
  }
  const said = await whileOn(request, isStopped(pin), () => updateTo(request));
  for (const store of storesOf(extensionClass)) noteImages(root, store, name);
  return said;
}

async function updateTo({ root, class: extensionClass, name, version, adopts }: UpdateRequest): Promise<Message[]> {
  const taken = adopts === null ? null : takeOver({ root, class: extensionClass, ...adopts }, adopts);
  const runUpdate = () => runSysupdate(root, name, version === null ? ['update'] : ['update', version]);
  const { said: whole, problems } = await keepingOrigins(root, name, await sysupdateVersion(), () =>
    sparingCurrent(root, name, runUpdate),
  );
  const { said, spared } = whole;
  return [
    ...(taken?.done ?? []),
    said === '' ? messageOf('helper.is-up-to-date', { name }) : foreignText(said),
    ...keptMessages(spared),
    ...problems,
    ...(taken?.finish() ?? []),
  ];
}

const keptMessages = (spared: readonly string[]): Message[] =>
  spared.map((target) => messageOf('helper.kept-which-was-current', { path: target }));

/** A component that is held for its pin is let go for the pinned version itself (262). */
async function whileOn<T>({ root, name }: UpdateRequest, isHeld: boolean, work: () => Promise<T>): Promise<T> {
  if (!isHeld) return work();
  switchComponent(root, name, true);
  try {
    return await work();
  } finally {
    switchComponent(root, name, false);
  }
}

/** systemd-sysupdate sets no labels. */
function noteImages(root: string, store: Store, name: string): void {
  const folder = safeJoin(root, folderOf(store, name));
  for (const fileName of versionsOf(root, store, name)) noteMade(join(folder, fileName));
  noteMade(join(safeJoin(root, store.directory), basename(linkOf(store, name))));
}

/**
 * Lets systemd-sysupdate delete what is more than its transfer file keeps. What is in use stays: even where it is the newest,
 * it is deleted for older ones that are protected (ProtectVersion=; transfer_vacuum() of 257 and 262).
 *
 * @returns what systemd said last, and what was put back
 * @throws {VeneerError} `unsupported` where an older version is in use, which it would delete first, `systemd-failed`
 */
async function vacuumTransfer({ root, name }: Common & { readonly name: string }): Promise<Message[]> {
  await refuseOlderInUse(root, name);
  const { said, spared } = await sparingCurrent(root, name, () => runSysupdate(root, name, ['vacuum']));
  return [said === '' ? messageOf('helper.has-no-old-versions', { name }) : foreignText(said), ...keptMessages(spared)];
}

/** systemd-sysupdate keeps the newest ones, whatever the link leads to. Of a folder of many names only what it would count counts. */
async function refuseOlderInUse(root: string, name: string): Promise<void> {
  const version = await sysupdateVersion();
  const patterns = transfersOf(root, name, version).flatMap(({ file }) => file.target.patterns);
  const versionIn = (fileName: string) => matchPatterns(patterns, fileName, version)?.version ?? null;
  for (const target of currentTargets(root, name)) {
    const inUse = versionIn(basename(target));
    if (inUse === null) continue;
    const all = namesIn(safeJoin(root, dirname(target))).flatMap((one) => versionIn(one) ?? []);
    if (all.every((one) => compareVersions(one, inUse) <= 0)) continue;
    throw new VeneerError('unsupported', messageOf('helper.is-not-at-its-newest-version', { name }), {
      nextStep: messageOf('helper.make-newest-version-current-first-or'),
    });
  }
}

async function runSysupdate(root: string, name: string, command: readonly string[]): Promise<string> {
  const program = needProgram('systemd-sysupdate');
  const place = root === '/' ? [] : [`--root=${root}`];
  const { status, output } = await runProgram(program, ['--no-pager', `--component=${name}`, ...place, ...command]);
  if (status === 0) return lastLine(output);
  throw new VeneerError(
    'systemd-failed',
    messageOf('common.systemd-sysupdate-failed', {
      command: command[0] ?? '',
      reason: lastLine(output) || `status ${status}`,
    }),
    {
      nextStep: messageOf('helper.what-was-installed-before-is-still'),
      detail: output,
    },
  );
}

/** systemd-sysupdate takes old images away, and nothing of what is kept beside them. */
function sweptAfter({ root, class: extensionClass }: Common, said: readonly Message[]): readonly Message[] {
  sweepStores(root, extensionClass);
  return said;
}

export const UPDATE_VERBS = {
  update: verb({
    check: (fields, { class: extensionClass }) => ({
      name: takeTransferName(fields),
      version: takeVersionOrNull(fields),
      adopts: parseInner('adopts', fields, (inner) => ({
        ...takeVersionedAs(inner),
        name: takeName(inner),
        store: takeStore(inner, extensionClass),
      })),
    }),
    run: async (request) => {
      sweepStores(request.root, request.class);
      return sweptAfter(request, await updateByTransfer(request));
    },
  }),
  'vacuum-transfer': verb({
    check: (fields) => ({ name: takeTransferName(fields) }),
    run: async (request) => sweptAfter(request, await vacuumTransfer(request)),
  }),
};
