/** Turns a verb of the command line into what the planner understands. */

import { statSync } from 'node:fs';
import { EMPTY_REQUEST } from '../../shared/changes/empty-request.ts';
import { requestInstall } from '../../shared/changes/install.ts';
import { requestPin } from '../../shared/changes/pin.ts';
import { requestRemoval } from '../../shared/changes/remove.ts';
import { requestRename } from '../../shared/changes/rename.ts';
import type { Named } from '../../shared/changes/row.ts';
import { switchTo } from '../../shared/changes/switch.ts';
import { requestVacuum } from '../../shared/changes/vacuum.ts';
import { otherVersionsGo } from '../../shared/images/other-version.ts';
import { messageOf } from '../../shared/messages/message.ts';
import type { Change, MergeAction } from '../../shared/model/change.ts';
import { VeneerError } from '../../shared/model/errors.ts';
import type { InspectedImage } from '../../shared/model/inspected-image.ts';
import type { PlanRequest } from '../../shared/model/plan.ts';
import type { ExtensionClass } from '../../shared/systemd/classes.ts';
import type { System } from '../extensions/system.ts';
import { pinOf } from '../host/pins.ts';
import type { Host } from '../hosts/host.ts';
import { attributesLost } from './attributes-lost.ts';
import type { Invocation } from './invocation.ts';
import { noSuchName } from './no-such-name.ts';
import { wordOf } from './shell-word.ts';
import { storedIn, storedVersionsOf } from './stored.ts';
import type { ChangeVerb } from './table/commands.ts';
import { tellNote } from './terminal.ts';

/**
 * @param operands as many as checkOperands lets the verb have
 * @param host what a folder is packed into waits in its session, which the caller closes
 * @throws {VeneerError} what a look at a file finds, `not-found` for a version that is not stored
 */
export async function requestOf(
  invocation: Invocation,
  verb: ChangeVerb,
  operands: readonly string[],
  host: Host,
): Promise<PlanRequest> {
  const extensionClass = invocation.class ?? 'sysext';
  const request = {
    ...EMPTY_REQUEST,
    force: invocation.force,
    allowMovingAside: invocation.moveAside,
    startServices: invocation.services,
    stopServices: invocation.services,
    mutable: invocation.mutable,
    mergeOptions: invocation.mergeOptions,
  };
  const asked = { invocation, class: extensionClass, operands, host };
  return { ...request, ...(await COMMANDS[verb](asked)) };
}

/** A command line, with the class that it is about. */
interface Asked {
  readonly invocation: Invocation;
  readonly class: ExtensionClass;
  readonly operands: readonly string[];
  readonly host: Host;
}
type Wanted = Partial<PlanRequest> | Promise<Partial<PlanRequest>>;

const namesIn = ({ class: extensionClass, operands }: Asked): Named[] =>
  operands.map((name) => ({ class: extensionClass, name }));
const firstName = ({ class: extensionClass, operands: [name = ''] }: Asked): Named => ({ class: extensionClass, name });
const isOn = ({ operands }: Asked): boolean => operands[0] === 'on';

/** For what changes nothing that could be merged. */
const decidedBy =
  (changesOf: (asked: Asked) => Change[] | Promise<Change[]>) =>
  async (asked: Asked): Promise<Partial<PlanRequest>> => {
    const changes = await changesOf(asked);
    return { changes, classes: [...new Set(changes.map((one) => one.class))], action: 'none' };
  };

/** For what is merged as well, where that is asked for. */
const changedBy =
  (changesOf: (asked: Asked) => Change[] | Promise<Change[]>) =>
  async (asked: Asked): Promise<Partial<PlanRequest>> => ({
    ...(await decidedBy(changesOf)(asked)),
    action: asked.invocation.now ? 'refresh' : 'none',
  });

const mergedBy =
  (action: MergeAction) =>
  ({ class: extensionClass }: Asked): Partial<PlanRequest> => ({ classes: [extensionClass], action });

/** What each command asks for, beside what its options say. */
const COMMANDS: Readonly<Record<ChangeVerb, (asked: Asked) => Wanted>> = {
  enable: changedBy((asked) => namesIn(asked).map((one) => switchTo(true, one))),
  disable: changedBy((asked) => namesIn(asked).map((one) => switchTo(false, one))),
  merge: mergedBy('merge'),
  unmerge: mergedBy('unmerge'),
  refresh: mergedBy('refresh'),
  install: changedBy(({ invocation, operands, host }) => installChanges(invocation, operands, host)),
  remove: changedBy((asked) => namesIn(asked).map((one) => requestRemoval(one, asked.invocation.purge))),
  rename: changedBy((asked) => [requestRename(firstName(asked), asked.operands[1] ?? '')]),
  rollback: changedBy(async ({ class: extensionClass, operands: [name = '', version = null], host }) => [
    await host.changeBack(extensionClass, name, version),
  ]),
  vacuum: decidedBy((asked) => namesIn(asked).map((one) => requestVacuum(one, asked.invocation.keep ?? 1))),
  pin: decidedBy(async (asked) => {
    const named = await knownName(asked);
    const [, version] = asked.operands;
    const meant =
      version === undefined ? await versionInUse(asked.host, named) : await versionHere(asked.host, named, version);
    return [requestPin(named, meant, false)];
  }),
  unpin: decidedBy(async (asked) => [requestPin(await knownName(asked), null, false)]),
  hold: decidedBy(async (asked) => [requestPin(await knownName(asked), null, true)]),
  'at-boot': (asked) => ({ classes: [asked.class], atBoot: { class: asked.class, on: isOn(asked) } }),
  'boot-refresh': (asked) => ({ classes: ['sysext'], bootRefresh: isOn(asked) }),
  helper: (asked) => ({ classes: ['sysext'], helper: isOn(asked) }),
};

/**
 * The name that a decision on versions is about: of what is there, was moved aside or removed and is stored, or has such a decision already.
 *
 * @throws {VeneerError} `not-found` for any other, which is a slip of the pen
 */
async function knownName(asked: Asked): Promise<Named> {
  const named = firstName(asked);
  const system = await asked.host.read();
  const { extensions, movedAside, pins } = system;
  const names = [...extensions, ...movedAside, ...storedIn(system)].flatMap((one) =>
    one.class === named.class ? [one.name] : [],
  );
  if (names.includes(named.name) || pinOf(pins, named.class, named.name) !== null) return named;
  throw noSuchName(names, named.name);
}

async function installChanges(invocation: Invocation, paths: readonly string[], host: Host): Promise<Change[]> {
  const changes: Change[] = [];
  for (const path of paths) {
    const change = await installChange(invocation, path, host);
    if (changes.some((one) => one.class === change.class && one.name === change.name)) {
      throw new VeneerError('invalid-input', messageOf('cli.several-files-are-extension', { name: change.name }), {
        nextStep: messageOf('cli.install-one-after-other'),
      });
    }
    changes.push(change, ...otherVersionsGo(change, (await host.read()).extensions));
  }
  return changes;
}

async function installChange(invocation: Invocation, path: string, host: Host): Promise<Change> {
  refuseAddress(path);
  const wishes = { class: invocation.class, name: invocation.name, version: invocation.versionAs };
  const inspected = await host.inspect({ path, ...wishes }, null);
  const unpacked = path.replace(/\.(?:xz|gz|zst)$/, '');
  if (inspected.verdict.code === 'not-an-image' && unpacked !== path) {
    throw new VeneerError('image-broken', messageOf('cli.is-packed-not-installed', { path }), {
      nextStep: messageOf('cli.unpack-it-with', { command: `veneer unpack ${wordOf(path)} ${wordOf(unpacked)}` }),
    });
  }
  if (inspected.verdict.code === 'not-an-image' || inspected.verdict.code === 'image-broken') {
    throw new VeneerError(
      'image-broken',
      messageOf('cli.is-not-installed', { path, reason: inspected.verdict.message }),
    );
  }
  refuseWorse(inspected, await host.read(), path, invocation.force);
  if (inspected.renamedFrom !== null && invocation.name === null && !invocation.json) {
    tellNote(messageOf('cli.it-is-installed-as', { name: inspected.name }));
  }
  if (!invocation.json && statSync(path, { throwIfNoEntry: false })?.isDirectory() === true)
    for (const one of attributesLost()) tellNote(one);
  const { sha256, version, architecture } = inspected;
  const place = invocation.untilReboot ? 'until-reboot' : 'kept';
  const image = { source: inspected.path, sha256, version, architecture, place, keep: invocation.keep } as const;
  return requestInstall(inspected, image);
}

/** @throws {VeneerError} `invalid-input` for what is an address and no path */
function refuseAddress(path: string): void {
  const [, scheme] = /^(https?|oci):\/\//.exec(path) ?? [];
  if (scheme === undefined) return;
  // A repository is a remote as a whole; of a file it is the folder with its list.
  const url = scheme === 'oci' ? path : path.replace(/[?#].*$/, '').replace(/(?<=[^/]\/)[^/]*$/, '');
  throw new VeneerError('invalid-input', messageOf('cli.install-takes-no-address'), {
    nextStep: messageOf('cli.add-it-as-remote', { command: `veneer remote add NAME ${wordOf(url)}` }),
  });
}

/** An image that systemd leaves out does not take the place of one that it takes, unless the person says so. */
function refuseWorse(inspected: InspectedImage, system: System, path: string, force: boolean): void {
  const { class: extensionClass, name, verdict, blocksMergeBecause } = inspected;
  const entry = system.extensions.find((one) => one.class === extensionClass && one.name === name && one.listed);
  const isWorse = verdict.compatible === false && entry?.verdict.compatible === true && !entry.masks;
  // What would make every merge fail, the plan refuses.
  if (!isWorse || force || blocksMergeBecause !== null) return;
  throw new VeneerError('incompatible', messageOf('cli.is-not-installed', { path, reason: verdict.message }), {
    nextStep: messageOf('cli.one-that-is-there-fits', { name }),
  });
}

/** @throws {VeneerError} `not-found` where none is installed that has a version */
async function versionInUse(host: Host, { class: extensionClass, name }: Named): Promise<string> {
  const version = await host.versionInUse(extensionClass, name);
  if (version !== null) return version;
  throw new VeneerError('not-found', messageOf('cli.no-version-to-pin-to', { name }), {
    nextStep: messageOf('cli.name-version-to-pin-to'),
  });
}

/**
 * A pin keeps a version that is here, and stops updates: none brings the version that it names.
 *
 * @throws {VeneerError} `not-found` for one that is neither in use nor stored
 */
async function versionHere(host: Host, { class: extensionClass, name }: Named, version: string): Promise<string> {
  const stored = storedVersionsOf(await host.read(), extensionClass, name);
  const inUse = await host.versionInUse(extensionClass, name);
  const there = [...new Set([...stored, ...(inUse === null ? [] : [inUse])])];
  if (there.includes(version)) return version;
  throw new VeneerError('not-found', messageOf('cli.no-such-version-to-pin-to', { name, version }), {
    nextStep:
      there.length === 0
        ? messageOf('cli.install-it-first')
        : messageOf('change.there-are', { versions: there.join(', ') }),
  });
}
