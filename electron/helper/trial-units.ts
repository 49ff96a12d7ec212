/** The units that a session depends on, and the timer that goes back by itself. */
import { lstatSync } from 'node:fs';
import { HELPER_PROTOCOL } from '../../shared/changes/installed-helper.ts';
import { GO_BACK, TRIAL_SECONDS } from '../../shared/changes/keep.ts';
import { isRootsOwn } from '../../shared/changes/roots-own.ts';
import { messageOf } from '../../shared/messages/message.ts';
import { VeneerError } from '../../shared/model/errors.ts';
import { needProgram, runProgram } from './programs.ts';
import { runSystemctl } from './services.ts';
import { dropForBoot } from './trial-at-boot.ts';
import { deleteRecord, type NotedUnit } from './trial-record.ts';

const UNIT = 'veneer-go-back';
const TIMER = `${UNIT}.timer`;
const SERVICE = `${UNIT}.service`;
/** systemctl(1): no such unit. */
const NOT_LOADED = 5;
/** Of a unit that is not loaded. */
const NOTHING_TO_RESET = 1;

/** The state of units in their order; what is not there is inactive. */
async function showUnits(units: readonly string[]): Promise<(NotedUnit & { readonly state: string })[]> {
  const properties = '--property=ActiveState,InvocationID';
  const { output } = await runProgram(needProgram('systemctl'), ['--no-pager', 'show', properties, '--', ...units]);
  const blocks = output.split('\n\n');
  return units.map((unit, at) => {
    const shownAs = (name: string) => new RegExp(`^${name}=(.*)$`, 'm').exec(blocks[at] ?? '')?.[1] ?? '';
    return { unit, state: shownAs('ActiveState'), invocation: shownAs('InvocationID') };
  });
}

/** Those of the units that run now. */
export async function runningUnits(units: readonly string[]): Promise<NotedUnit[]> {
  const shown = await showUnits(units);
  return shown.flatMap(({ unit, invocation, state }) => (state === 'active' ? [{ unit, invocation }] : []));
}

/** Starts again what ran and does not, or runs anew since: it may have begun with files that are others now. */
export async function restartMoved(before: readonly NotedUnit[]): Promise<readonly string[]> {
  if (before.length === 0) return [];
  const now = new Map((await runningUnits(before.map(({ unit }) => unit))).map((one) => [one.unit, one.invocation]));
  const moved = before.flatMap(({ unit, invocation }) => (now.get(unit) === invocation ? [] : [unit]));
  if (moved.length === 0) return moved;
  // One that failed too often is started again only after this (systemd.unit(5), StartLimitBurst=); else it is no failure.
  await runSystemctl('/', ['reset-failed', '--', ...moved], NOTHING_TO_RESET);
  await runSystemctl('/', ['restart', '--no-block', '--', ...moved]);
  return moved;
}

/**
 * Has systemd start this helper in a minute, whoever is there by then: it waits for the end of what goes on, and goes back.
 *
 * @throws {VeneerError} `unsupported` for a helper that others than root can change: who could change it in that minute would be
 *   root; `systemd-failed`
 */
export async function startTimer(): Promise<void> {
  const program = process.argv[1] ?? '';
  const stat = (path: string) => lstatSync(path, { throwIfNoEntry: false });
  if (!isRootsOwn(program, stat) || !isRootsOwn(process.execPath, stat)) {
    throw new VeneerError('unsupported', messageOf('helper.others-can-change-this-helper'), {
      nextStep: messageOf('helper.install-helper-so-that-it-is'),
    });
  }
  await stopTimer(true);
  const request = JSON.stringify({ class: 'confext', waits: true, root: '/', protocol: HELPER_PROTOCOL });
  const when = [`--on-active=${TRIAL_SECONDS}`, '--timer-property=AccuracySec=1s'];
  const command = [process.execPath, ...process.execArgv, program, GO_BACK, request];
  const how = ['--quiet', '--collect', `--unit=${UNIT}`, ...when, '--', ...command];
  const { status, output } = await runProgram(needProgram('systemd-run'), how);
  if (status === 0) return;
  throw new VeneerError('systemd-failed', messageOf('helper.timer-cannot-be-started'), { detail: output });
}

/** Nothing goes back any more. */
export async function endTrial(): Promise<void> {
  deleteRecord();
  await dropForBoot();
  await stopTimer(false);
}

/** @param service also the call that waits already; never for one that may be this process */
async function stopTimer(service: boolean): Promise<void> {
  for (const unit of service ? [TIMER, SERVICE] : [TIMER]) await runSystemctl('/', ['stop', '--', unit], NOT_LOADED);
}

/** Whether somebody will go back. */
export async function isTimerSet(): Promise<boolean> {
  const shown = await showUnits([TIMER, SERVICE]);
  return shown.some(({ state }) => state !== '' && state !== 'inactive' && state !== 'failed');
}
