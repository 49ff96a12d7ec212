/**
 * Changes on trial: before the first step the host is written down, and systemd is to start this helper again in a minute,
 * which goes back unless somebody has kept it. While a trial stands, nothing else is changed.
 */
import { readFileSync } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';
import { endsTrial, TRIAL_SECONDS } from '../../shared/changes/keep.ts';
import { isMergeStep } from '../../shared/changes/merge.ts';
import { messageOf } from '../../shared/messages/message.ts';
import { reportOf, VeneerError } from '../../shared/model/errors.ts';
import { CLASSES, type ExtensionClass, HIERARCHIES } from '../../shared/systemd/classes.ts';
import { overlayAt, parseMountinfo } from '../../shared/systemd/mount-table.ts';
import { SESSION_UNITS } from '../../shared/systemd/session-units.ts';
import { isStartable } from '../../shared/systemd/unit-name.ts';
import { isName } from './fields.ts';
import { readMerged } from './hierarchies.ts';
import type { HelperRequest } from './request.ts';
import { dropForBoot, noteForBoot } from './trial-at-boot.ts';
import {
  deleteRecord,
  monotonicNow,
  type NotedMerge,
  noteName,
  readRecord,
  type TrialRecord,
  writeRecord,
} from './trial-record.ts';
import { endTrial, isTimerSet, runningUnits, startTimer } from './trial-units.ts';

const SECOND = 1000;
/** How long one step may take at most, with what it asks systemd for. */
const STEP_MS = 15 * 60 * SECOND;

/**
 * Does the work of a request, on trial where that is asked for. The caller holds the lock.
 *
 * @throws {VeneerError} `busy` for any other change while one is on trial; `cancelled` where the host went back meanwhile;
 *   `unsupported` where it could not go back; what the work failed with. A first step that fails begins no trial
 */
export async function onTrial<T>(request: HelperRequest, work: () => Promise<T>): Promise<T> {
  const { root, trial, verb } = request;
  if (root !== '/' || endsTrial(verb)) return work();
  const pending = await pendingRecord();
  if (trial === null) {
    if (pending !== null) throw waitsForAnswer();
    return work();
  }
  if (trial.begins && pending !== null) throw waitsForAnswer();
  if (!trial.begins && pending === null)
    throw new VeneerError('cancelled', messageOf('helper.went-back-meanwhile-rest-not-done'));
  const record = await noted(pending ?? (await noteHost()), request);
  writeRecord({ ...record, until: monotonicNow() + STEP_MS });
  try {
    if (trial.begins) await startTimer();
    const done = await work();
    await noteForBoot(record.names);
    writeRecord({ ...record, until: monotonicNow() + TRIAL_SECONDS * SECOND });
    return done;
  } catch (error) {
    if (trial.begins) await endTrial();
    else {
      await noteForBoot(record.names);
      writeRecord({ ...record, until: monotonicNow() + TRIAL_SECONDS * SECOND });
    }
    throw error;
  }
}

/**
 * Waits until a trial is over that nobody has answered, and goes back then.
 *
 * @param goBack does it, with the lock
 * @returns null where somebody has answered
 */
export async function onceOver<T>(goBack: () => Promise<T>): Promise<T | null> {
  for (;;) {
    const record = readRecord();
    if (record === null) return null;
    if (monotonicNow() >= record.until) {
      try {
        return await goBack();
      } catch (error) {
        // A step that is late: it moves the end.
        if (reportOf(error).code !== 'busy') throw error;
      }
    }
    await sleep(SECOND);
  }
}

/** The trial that stands; one that nobody will end, for its timer was taken away, stands no more. */
async function pendingRecord(): Promise<TrialRecord | null> {
  const record = readRecord();
  if (record !== null && (await isTimerSet())) return record;
  deleteRecord();
  await dropForBoot();
  return null;
}

async function noteHost(): Promise<TrialRecord> {
  return { until: 0, merges: CLASSES.map(noteMerge), names: [], units: await runningUnits(SESSION_UNITS) };
}

function noteMerge(extensionClass: ExtensionClass): NotedMerge {
  const mounts = parseMountinfo(readFileSync('/proc/self/mountinfo', 'utf8'));
  const overlays = HIERARCHIES[extensionClass].flatMap((path) => overlayAt(mounts, path, extensionClass) ?? []);
  const names = readMerged('/', extensionClass).flatMap(({ extensions }) => extensions);
  return {
    class: extensionClass,
    names: [...new Set(names)],
    writable: overlays.some(({ options }) => !options.includes('ro')),
    touched: false,
  };
}

/** With what a request is about to change, as it is now; what was written down before stays. */
async function noted(record: TrialRecord, request: HelperRequest): Promise<TrialRecord> {
  const { class: extensionClass, verb } = request;
  const { name, names, units } = request as { name?: unknown; names?: unknown; units?: unknown };
  const about = (Array.isArray(names) ? names : [name]).filter(isName);
  const isNoted = (one: string) => record.names.some((known) => known.class === extensionClass && known.name === one);
  const isUnitNoted = (one: string) => record.units.some(({ unit }) => unit === one);
  const running = (Array.isArray(units) ? units : []).filter(
    (one): one is string => typeof one === 'string' && isStartable(one) && !isUnitNoted(one),
  );
  const merges = isMergeStep({ verb: verb.replace('-force', '') });
  return {
    ...record,
    merges: record.merges.map((one) => {
      const isOpened = one.class === 'confext' && request.aroundConfext !== null;
      return (merges && one.class === extensionClass) || isOpened ? { ...one, touched: true } : one;
    }),
    names: [...record.names, ...about.filter((one) => !isNoted(one)).map((one) => noteName('/', extensionClass, one))],
    units: [...record.units, ...(running.length === 0 ? [] : await runningUnits(running))],
  };
}

const waitsForAnswer = () =>
  new VeneerError('busy', messageOf('helper.change-waits-to-be-kept'), {
    nextStep: messageOf('helper.keep-it-or-wait-minute'),
  });
