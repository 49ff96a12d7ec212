/**
 * Asks systemd-sysupdate, which needs no privilege for looking; what it changes, the helper has it do. Its Varlink socket
 * (measured on 262.1: ListTargets, ListFeatures, CheckNew) can neither list versions nor install one.
 */
import { existsSync } from 'node:fs';
import { messageOf } from '../../shared/messages/message.ts';
import { VeneerError } from '../../shared/model/errors.ts';
import { type Ended, runProgram } from '../node/run-program.ts';

const PLACES = ['/usr/lib/systemd/systemd-sysupdate', '/lib/systemd/systemd-sysupdate', '/usr/bin/systemd-sysupdate'];
const TIMEOUT_MS = 120_000;
/** Characters of its last line that are said in a sentence. */
const MOST_OF_LINE = 500;
const MAX_OUTPUT = 8 * 1024 * 1024;

/** @returns null where this machine has none */
export function findSysupdate(): string | null {
  return PLACES.find((path) => existsSync(path)) ?? null;
}

export interface SysupdateList {
  /** The newest version that is installed; null for none. */
  readonly current: string | null;
  /** All versions, installed or at the server, newest first. */
  readonly all: readonly string[];
}

/**
 * `systemd-sysupdate list` of a component.
 *
 * @throws {VeneerError} `systemd-failed`
 */
export async function listComponent(program: string, root: string, component: string): Promise<SysupdateList> {
  const answer = await askSysupdate(program, root, component, 'list');
  const all = answer['all'];
  return {
    current: typeof answer['current'] === 'string' ? answer['current'] : null,
    all: Array.isArray(all) ? all.filter((one) => typeof one === 'string') : [],
  };
}

/** `systemd-sysupdate check-new`. @returns the version; null where nothing is new @throws {VeneerError} `systemd-failed` */
export async function checkNew(program: string, root: string, component: string): Promise<string | null> {
  const { available } = await askSysupdate(program, root, component, 'check-new');
  return typeof available === 'string' ? available : null;
}

/** `systemd-sysupdate pending`: whether a newer OS is installed than is running. */
export async function isPending(program: string, root: string): Promise<boolean> {
  const { status } = await runSysupdate(program, [...placeOf(root), 'pending']);
  return status === 0;
}

async function askSysupdate(
  program: string,
  root: string,
  component: string,
  command: string,
): Promise<Readonly<Record<string, unknown>>> {
  const which = component === '' ? [] : [`--component=${component}`];
  const args = [...which, ...placeOf(root), '--json=short', command];
  const { stdout, stderr, status, broken } = await runSysupdate(program, args);
  try {
    const value: unknown = JSON.parse(stdout);
    if (typeof value === 'object' && value !== null) return value as Record<string, unknown>;
  } catch {
    // Told below, with what it said.
  }
  const last = (stderr.trim().split('\n').at(-1) ?? '').slice(0, MOST_OF_LINE);
  throw new VeneerError(
    'systemd-failed',
    messageOf('common.systemd-sysupdate-failed', { command, reason: last || (broken ?? `status ${status}`) }),
    {
      nextStep: messageOf('update.look-whether-server-can-be-reached'),
      detail: stderr,
    },
  );
}

const placeOf = (root: string) => (root === '/' ? [] : [`--root=${root}`]);

function runSysupdate(program: string, args: readonly string[]): Promise<Ended> {
  // Proxies are of the environment; what it says must be English to be understood.
  const env = { ...process.env, LC_ALL: 'C', SYSTEMD_COLORS: '0' };
  return runProgram(program, ['--no-pager', ...args], { timeoutMs: TIMEOUT_MS, mostBytes: MAX_OUTPUT, env });
}
