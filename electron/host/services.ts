/** What the service manager says of units. It is asked only where it answers for the host that is shown. */
import { existsSync } from 'node:fs';
import { PLAIN_ENVIRONMENT, runProgram } from '../node/run-program.ts';
import { findProgram } from './systemd-version.ts';

const TIMEOUT_MS = 5000;

export interface UnitAnswer {
  readonly active: string;
  readonly sub: string;
  readonly load: string;
}

/** Where systemd is not PID 1, or another tree is shown, nothing can be said. */
export const NO_ANSWER: UnitAnswer = { active: 'unknown', sub: 'unknown', load: 'unknown' };

/** sd_booted(3): systemd runs this machine. */
export function isBooted(): boolean {
  return existsSync('/run/systemd/system');
}

/** The states of units by name, in the order asked; `NO_ANSWER` for each where no service manager answers. */
export async function readUnitStates(units: readonly string[]): Promise<Map<string, UnitAnswer>> {
  const answers = new Map(units.map((unit) => [unit, NO_ANSWER]));
  if (units.length === 0 || !isBooted()) return answers;
  const output = await runSystemctl(['show', '--property=Id,ActiveState,SubState,LoadState', '--', ...units]);
  if (output === null) return answers;
  const blocks = output.split('\n\n');
  for (const [at, unit] of units.entries()) {
    const fields = new Map((blocks[at] ?? '').split('\n').map((line) => splitOnce(line, '=')));
    const active = fields.get('ActiveState');
    if (active === undefined) continue;
    answers.set(unit, { active, sub: fields.get('SubState') ?? '', load: fields.get('LoadState') ?? '' });
  }
  return answers;
}

/** Which of the units the service manager knows and never started since it runs; none where nobody answers. */
export async function readNeverStarted(units: readonly string[]): Promise<string[]> {
  if (units.length === 0 || !isBooted()) return [];
  const wanted = '--property=LoadState,ActiveState,InactiveExitTimestampMonotonic';
  const blocks = ((await runSystemctl(['show', wanted, '--', ...units])) ?? '').split('\n\n');
  return units.filter((_, at) => {
    const lines = (blocks[at] ?? '').split('\n');
    return ['LoadState=loaded', 'ActiveState=inactive', 'InactiveExitTimestampMonotonic=0'].every((one) =>
      lines.includes(one),
    );
  });
}

/** `enabled`, `disabled`, `static`, ... as systemctl is-enabled says; `unknown` where nobody answers. */
export async function readEnablement(unit: string): Promise<string> {
  if (!isBooted()) return 'unknown';
  const output = await runSystemctl(['is-enabled', '--', unit]);
  return output?.trim() || 'unknown';
}

/**
 * Switches a unit of the user's own service manager on or off, now and from now on.
 *
 * @returns whether there is such a unit and a service manager that took it
 */
export async function switchUserUnit(unit: string, on: boolean): Promise<boolean> {
  const { XDG_RUNTIME_DIR: runtime } = process.env;
  const isThere = USER_UNITS.some((directory) => existsSync(`${directory}/${unit}`));
  if (runtime === undefined || !isThere || !existsSync(`${runtime}/systemd/private`)) return false;
  const env = { XDG_RUNTIME_DIR: runtime };
  return (await runSystemctl(['--user', '--quiet', '--now', on ? 'enable' : 'disable', unit], env)) !== null;
}

const USER_UNITS = ['/usr/lib/systemd/user', '/usr/local/lib/systemd/user', '/etc/systemd/user'];

async function runSystemctl(args: string[], more: Readonly<Record<string, string>> = {}): Promise<string | null> {
  const program = findProgram('systemctl');
  if (program === null) return null;
  const env = { ...PLAIN_ENVIRONMENT, ...more };
  const { status, stdout } = await runProgram(program, ['--no-pager', ...args], { timeoutMs: TIMEOUT_MS, env });
  // is-enabled answers "disabled" with an exit status of its own.
  return status !== 0 && stdout === '' ? null : stdout;
}

function splitOnce(text: string, separator: string): [string, string] {
  const at = text.indexOf(separator);
  return at < 0 ? [text, ''] : [text.slice(0, at), text.slice(at + 1)];
}
