/** What the service manager has to be told where systemd does not tell it itself. */
import { VeneerError } from '../../shared/model/errors.ts';
import { originsOf, templateOf } from './layer-units.ts';
import { lastLine, needProgram, runProgram } from './programs.ts';
import type { BootRequest, UnitsRequest } from './request.ts';

/** What extensions hook their units into (Flatcar's ensure-sysext.service restarts the same three). */
const TARGETS = ['sockets.target', 'timers.target', 'multi-user.target'];

/** Reads all unit files again. @returns what was done */
export async function reloadServices({ root }: UnitsRequest): Promise<string> {
  await systemctl(root, ['daemon-reload']);
  return 'systemd read all unit files again.';
}

/**
 * Restarts or stops units that extensions brought; without any, starts what extensions hook into the usual targets.
 *
 * @returns what was done
 * @throws {VeneerError} `not-authorized` for a unit of the host; then none is started or stopped
 */
export async function restartUnits({ root, units, stop }: UnitsRequest): Promise<string> {
  refuseOtherRoot(root);
  if (stop || units.length > 0) await refuseHostUnits(units, stop);
  if (stop) {
    await systemctl(root, ['stop', '--', ...units]);
    return `Stopped ${units.join(', ')}.`;
  }
  const asked = units.length > 0 ? units : TARGETS;
  await systemctl(root, ['restart', '--no-block', '--', ...asked]);
  return `Asked systemd to restart ${asked.join(', ')}.`;
}

/** Only what came with an extension is an extension's; what has lost its file can be stopped, but never started. */
async function refuseHostUnits(units: readonly string[], stop: boolean): Promise<void> {
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
    `No merged extension brings ${refused.join(', ')}, so nothing was started or stopped.`,
    { nextStep: 'Use systemctl for units of the host itself.' },
  );
}

/** Of a template only an instance that runs already: its name is the caller's own word to a program of root. */
async function mayStart(unit: string): Promise<boolean> {
  if (templateOf(unit) === null) return true;
  const { status } = await runProgram(needProgram('systemctl'), ['--quiet', 'is-active', '--', unit]);
  return status === 0;
}

/** Whether extensions are merged at boot. @returns what was done */
export async function setAtBoot({ root, verb, class: extensionClass }: BootRequest): Promise<string> {
  const unit = `systemd-${extensionClass}.service`;
  await systemctl(root, [verb === 'enable-at-boot' ? 'enable' : 'disable', '--', unit]);
  return `${unit} is ${verb === 'enable-at-boot' ? 'enabled' : 'disabled'}.`;
}

/** @throws {VeneerError} `systemd-failed` with its last line, `unsupported` for another root than `/` */
export async function systemctl(root: string, args: readonly string[]): Promise<void> {
  refuseOtherRoot(root);
  const { status, output } = await runProgram(needProgram('systemctl'), ['--no-pager', '--no-ask-password', ...args]);
  if (status === 0) return;
  throw new VeneerError('systemd-failed', `systemctl ${args[0]} failed: ${lastLine(output) || `status ${status}`}`, {
    detail: output,
  });
}

function refuseOtherRoot(root: string): void {
  if (root === '/') return;
  throw new VeneerError('unsupported', 'Only the running system has services.', {
    nextStep: 'Do it once the tree is booted.',
  });
}
