/** What the service manager has to be told where systemd does not tell it itself. */
import { VeneerError } from '../../shared/errors.ts';
import { lastLine, needProgram, runProgram } from './programs.ts';
import type { BootRequest, UnitsRequest } from './request.ts';

/** What extensions hook their units into (Flatcar's ensure-sysext.service restarts the same three). */
const TARGETS = ['sockets.target', 'timers.target', 'multi-user.target'];

/** Reads all unit files again. @returns what was done */
export async function reloadServices({ root }: UnitsRequest): Promise<string> {
  await systemctl(root, ['daemon-reload']);
  return 'systemd read all unit files again.';
}

/** Restarts or stops units; without any, starts what extensions hook into the usual targets. @returns what was done */
export async function restartUnits({ root, units, stop }: UnitsRequest): Promise<string> {
  if (stop) {
    await systemctl(root, ['stop', '--', ...units]);
    return `Stopped ${units.join(', ')}.`;
  }
  const asked = units.length > 0 ? units : TARGETS;
  await systemctl(root, ['restart', '--no-block', '--', ...asked]);
  return `Asked systemd to restart ${asked.join(', ')}.`;
}

/** Whether extensions are merged at boot. @returns what was done */
export async function setAtBoot({ root, verb, class: extensionClass }: BootRequest): Promise<string> {
  const unit = `systemd-${extensionClass}.service`;
  await systemctl(root, [verb === 'enable-at-boot' ? 'enable' : 'disable', '--', unit]);
  return `${unit} is ${verb === 'enable-at-boot' ? 'enabled' : 'disabled'}.`;
}

/** @throws {VeneerError} `systemd-failed` with its last line, `unsupported` for another root than `/` */
export async function systemctl(root: string, args: readonly string[]): Promise<void> {
  if (root !== '/') {
    throw new VeneerError('unsupported', 'Only the running system has services.', {
      nextStep: 'Do it once the tree is booted.',
    });
  }
  const { status, output } = await runProgram(needProgram('systemctl'), ['--no-pager', '--no-ask-password', ...args]);
  if (status === 0) return;
  throw new VeneerError('systemd-failed', `systemctl ${args[0]} failed: ${lastLine(output) || `status ${status}`}`, {
    detail: output,
  });
}
