/** What the service manager has to be told where systemd does not tell it itself. */

import { type Message, messageOf } from '../../shared/messages/message.ts';
import { VeneerError } from '../../shared/model/errors.ts';
import { isStartable } from '../../shared/systemd/unit-name.ts';
import { type Fields, isList, isText } from './fields.ts';
import { originsOf, templateOf } from './layer-units.ts';
import { takeFlag } from './parameters.ts';
import { lastLine, needProgram, runProgram } from './programs.ts';
import { type Common, noParameters, verb } from './verb.ts';

interface UnitsRequest extends Common {
  /** Those to restart; empty means the targets that start what extensions hook in. */
  readonly units: readonly string[];
  /** Stops them instead, where their files are gone. */
  readonly stop: boolean;
}

/** What extensions hook their units into (Flatcar's ensure-sysext.service restarts the same three). */
const TARGETS = ['sockets.target', 'timers.target', 'multi-user.target'];

/** Reads all unit files again. @returns what was done */
async function reloadServices({ root }: Common): Promise<Message> {
  await runSystemctl(root, ['daemon-reload']);
  return messageOf('helper.systemd-read-all-unit-files-again');
}

/**
 * Restarts or stops units that extensions brought; without any, starts what extensions hook into the usual targets.
 *
 * @returns what was done
 * @throws {VeneerError} `not-authorized` for a unit of the host; then none is started or stopped
 */
async function restartUnits({ root, units, stop }: UnitsRequest): Promise<Message> {
  refuseOtherRoot(root);
  if (stop || units.length > 0) await refuseHostUnits(root, units, stop);
  if (stop) {
    await stopUnits(root, units);
    return messageOf('helper.stopped', { units: units.join(', ') });
  }
  const asked = units.length > 0 ? units : TARGETS;
  await runSystemctl(root, ['restart', '--no-block', '--', ...asked]);
  return messageOf('helper.asked-systemd-to-restart', { units: asked.join(', ') });
}

/**
 * Only what came with an extension is an extension's; what has lost its file can be stopped, but never started.
 *
 * @throws {VeneerError} `not-authorized` for the others, `unsupported` for another root than `/`
 */
export async function refuseHostUnits(root: string, units: readonly string[], stop: boolean): Promise<void> {
  refuseOtherRoot(root);
  const origins = await originsOf(units);
  const refused: string[] = [];
  for (const unit of units) {
    const origin = origins.get(unit);
    const may = origin === 'layer' ? stop || (await mayStart(unit)) : origin === 'gone' && stop;
    if (!may) refused.push(unit);
  }
  if (refused.length === 0) return;
  throw new VeneerError(
    'not-authorized',
    messageOf('helper.no-merged-extension-brings-so-nothing', { units: refused.join(', ') }),
    { nextStep: messageOf('helper.use-systemctl-for-units-of-host') },
  );
}

/** Of a template only an instance that runs already: its name is the caller's own word to a program of root. */
async function mayStart(unit: string): Promise<boolean> {
  if (templateOf(unit) === null) return true;
  const { status } = await runProgram(needProgram('systemctl'), ['--quiet', 'is-active', '--', unit]);
  return status === 0;
}

/** Whether extensions are merged at boot. @returns what was done */
async function setAtBoot({ root, class: extensionClass }: Common, on: boolean): Promise<Message> {
  const unit = `systemd-${extensionClass}.service`;
  await runSystemctl(root, [on ? 'enable' : 'disable', '--', unit]);
  return messageOf('helper.is', { unit, state: on ? 'enabled' : 'disabled' });
}

/** systemctl(1): no such unit. */
const NOT_LOADED = 5;

/**
 * What is not loaded is stopped already, and systemctl fails with it: up to 257 once it stopped the others, on 262 before it
 * stops any (measured).
 *
 * @throws {VeneerError} as `runSystemctl`
 */
export async function stopUnits(root: string, units: readonly string[]): Promise<void> {
  const stop = (some: readonly string[]) => runSystemctl(root, ['stop', '--', ...some], NOT_LOADED);
  if ((await stop(units)) === 0) return;
  for (const unit of units) await stop([unit]);
}

/**
 * @param fine a status that is no failure, beside 0
 * @returns its exit status
 * @throws {VeneerError} `systemd-failed` with its last line, `unsupported` for another root than `/`
 */
export async function runSystemctl(root: string, args: readonly string[], fine = 0): Promise<number> {
  refuseOtherRoot(root);
  const { status, output } = await runProgram(needProgram('systemctl'), ['--no-pager', '--no-ask-password', ...args]);
  if (status === 0 || status === fine) return status;
  const reason = lastLine(output) || messageOf('helper.status', { status: String(status) });
  throw new VeneerError('systemd-failed', messageOf('helper.systemctl-failed', { verb: args[0] ?? '', reason }), {
    detail: output,
  });
}

/** @throws {VeneerError} `unsupported` for another root than `/` */
export function refuseOtherRoot(root: string): void {
  if (root === '/') return;
  throw new VeneerError('unsupported', messageOf('helper.only-running-system-has-services'), {
    nextStep: messageOf('helper.do-it-once-tree-is-booted'),
  });
}

const unitsIn = (fields: Fields) => ({
  units: fields.take('units', isList(isText(isStartable)), 'a unit has no name of systemd'),
  stop: takeFlag(fields, 'stop'),
});

export const SERVICE_VERBS = {
  'reload-services': verb({ goesBack: true, check: unitsIn, run: async (request) => [await reloadServices(request)] }),
  'restart-units': verb({ goesBack: true, check: unitsIn, run: async (request) => [await restartUnits(request)] }),
  'enable-at-boot': verb({
    writesEtc: true,
    check: noParameters,
    run: async (request) => [await setAtBoot(request, true)],
  }),
  'disable-at-boot': verb({
    writesEtc: true,
    check: noParameters,
    run: async (request) => [await setAtBoot(request, false)],
  }),
};
