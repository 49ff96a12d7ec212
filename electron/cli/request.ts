/** Turns a verb of the command line into what the planner understands. */

import { EMPTY_REQUEST } from '../../shared/changes/empty-request.ts';
import { otherVersionsGo } from '../../shared/images/other-version.ts';
import { messageOf } from '../../shared/messages/message.ts';
import type { Change } from '../../shared/model/change.ts';
import { VeneerError } from '../../shared/model/errors.ts';
import type { InspectedImage } from '../../shared/model/inspected-image.ts';
import type { PlanRequest } from '../../shared/model/plan.ts';
import type { ExtensionClass } from '../../shared/systemd/classes.ts';
import type { System } from '../extensions/system.ts';
import type { Host } from '../hosts/host.ts';
import type { Invocation } from './invocation.ts';
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
  };
  switch (verb) {
    case 'merge':
    case 'unmerge':
    case 'refresh':
      return { ...request, classes: [extensionClass], action: verb };
    case 'at-boot':
      return { ...request, classes: [extensionClass], atBoot: { class: extensionClass, on: operands[0] === 'on' } };
    case 'boot-refresh':
      return { ...request, classes: ['sysext'], bootRefresh: operands[0] === 'on' };
    case 'helper':
      return { ...request, classes: ['sysext'], helper: operands[0] === 'on' };
    default: {
      const changes = await changesOf(invocation, verb, operands, host);
      const action = invocation.now && !NEVER_MERGES.has(verb) ? 'refresh' : 'none';
      return { ...request, changes, classes: [...new Set(changes.map((one) => one.class))], action };
    }
  }
}

/** What changes nothing that could be merged. */
const NEVER_MERGES = new Set<ChangeVerb>(['vacuum', 'pin', 'unpin', 'hold']);

async function changesOf(
  invocation: Invocation,
  verb: Exclude<ChangeVerb, 'merge' | 'unmerge' | 'refresh' | 'at-boot' | 'boot-refresh' | 'helper'>,
  operands: readonly string[],
  host: Host,
): Promise<Change[]> {
  const extensionClass = invocation.class ?? 'sysext';
  switch (verb) {
    case 'enable':
    case 'disable':
      return operands.map((name) => ({ verb, class: extensionClass, name }));
    case 'install':
      return installChanges(invocation, operands, host);
    case 'remove':
      return operands.map((name) => ({ verb, class: extensionClass, name, purge: invocation.purge }));
    case 'vacuum':
      return operands.map((name) => ({ verb, class: extensionClass, name, keep: invocation.keep ?? 1 }));
    case 'pin':
    case 'unpin':
    case 'hold': {
      const [name = '', given = null] = operands;
      const version = verb === 'pin' ? (given ?? (await versionInUse(host, extensionClass, name))) : null;
      return [{ verb: 'pin', class: extensionClass, name, version, held: verb === 'hold' }];
    }
    case 'rollback':
      return [await host.changeBack(extensionClass, operands[0] ?? '', operands[1] ?? null)];
  }
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
  const wishes = { class: invocation.class, name: invocation.name, version: invocation.versionAs };
  const inspected = await host.inspect({ path, ...wishes }, null);
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
  const { class: extensionClass, name, sha256, version, architecture } = inspected;
  const place = invocation.untilReboot ? 'until-reboot' : 'kept';
  const image = { source: inspected.path, sha256, version, architecture, place, keep: invocation.keep } as const;
  return { verb: 'install', class: extensionClass, name, image };
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
async function versionInUse(host: Host, extensionClass: ExtensionClass, name: string): Promise<string> {
  const version = await host.versionInUse(extensionClass, name);
  if (version !== null) return version;
  throw new VeneerError('not-found', messageOf('cli.no-version-to-pin-to', { name }), {
    nextStep: messageOf('cli.name-version-to-pin-to'),
  });
}
