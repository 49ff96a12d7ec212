/**
 * What an operation does by itself so that no host is left worse than before: where a merge fails, what it installed is taken
 * back; where systemd-sysupdate made a version current that does not fit, the one before is made current again.
 */

import { EMPTY_REQUEST } from '../../shared/changes/empty-request.ts';
import { isInstall, isInstallStep } from '../../shared/changes/install.ts';
import { laysOver } from '../../shared/changes/merge.ts';
import { bringsUnseen, makesCurrent } from '../../shared/changes/steps.ts';
import { isUpdate, isUpdateStep } from '../../shared/changes/update.ts';
import { joinTexts, type Message, messageOf } from '../../shared/messages/message.ts';
import type { Change } from '../../shared/model/change.ts';
import { type ErrorCode, type ErrorReport, reportOf, VeneerError } from '../../shared/model/errors.ts';
import type { Extension } from '../../shared/model/extension.ts';
import type { Plan, PlanRequest, Step } from '../../shared/model/plan.ts';
import type { ExtensionClass } from '../../shared/systemd/classes.ts';
import type { System } from '../extensions/system.ts';
import { inverseOf } from './undo.ts';
import { currentVersion } from './versions.ts';

/** What going back needs of what is carried out. */
export interface Carried {
  readonly plan: Plan;
  /** The host as it was when the plan was made. */
  readonly before: System;
  /** Reads the host as it is now. */
  read(): Promise<System>;
  /** Plans on the host as it is now. */
  replan(system: System, request: PlanRequest): Promise<Plan>;
}

/** How one name goes back. */
interface Return {
  readonly change: Change;
  /** The name that was installed or updated. */
  readonly name: string;
  readonly class: ExtensionClass;
}

/** How what the steps made current goes back; only of what can. */
function returnsOf({ plan, before }: Carried, done: readonly Step[]): Return[] {
  return plan.request.changes.flatMap((change): Return[] => {
    const isDone = done.some((step) => isOf(step, change));
    const inverse = isDone ? inverseOf(before, change, plan.steps) : null;
    return inverse === null ? [] : [{ change: inverse, name: change.name, class: change.class }];
  });
}

function isOf(step: Step, change: Change): boolean {
  if (step.class !== change.class) return false;
  if (isInstallStep(step)) return isInstall(change) && step.name === change.name;
  return isUpdateStep(step) && isUpdate(change) && step.name === change.component;
}

const entryOf = ({ extensions }: System, { class: extensionClass, name }: Pick<Return, 'class' | 'name'>) =>
  extensions.find((one) => one.class === extensionClass && one.name === name && one.listed && !one.masks);

/** Steps that make versions current again, and why. */
export interface Correction {
  readonly steps: readonly Step[];
  readonly error: ErrorReport;
}

/**
 * Looks at what systemd-sysupdate made current, which asks nobody whether it fits.
 *
 * @param done the steps so far
 * @returns null where all of it fits, or the version before did not either
 */
export async function correctUpdates(job: Carried, done: readonly Step[]): Promise<Correction | null> {
  if (job.plan.request.force) return null;
  const now = await job.read();
  const bad = returnsOf(job, done.filter(bringsUnseen)).filter((one) =>
    isWorse(entryOf(job.before, one), entryOf(now, one)),
  );
  if (bad.length === 0) return null;
  const request = { ...EMPTY_REQUEST, changes: bad.map(({ change }) => change), force: true };
  const { steps } = await job.replan(now, request);
  const blocks = bad.some((one) => entryOf(now, one)?.blocksMerge === true);
  const error = new VeneerError(
    blocks ? 'blocks-merge' : 'incompatible',
    joinTexts(
      bad.map((one) => misfitSentence(now, one)),
      '; ',
    ),
    { nextStep: messageOf('change.what-was-fetched-stays-in-store') },
  );
  return { steps, error: error.report() };
}

function isWorse(was: Extension | undefined, is: Extension | undefined): boolean {
  if (is === undefined) return false;
  if (was === undefined) return is.blocksMerge;
  const fitted = was.verdict.compatible === true && !was.blocksMerge;
  return fitted && (is.verdict.compatible === false || is.blocksMerge);
}

function misfitSentence(now: System, one: Return): Message {
  const entry = entryOf(now, one);
  const version = versionIn(now, one) ?? '';
  if (!isInstall(one.change)) {
    return messageOf('change.would-make-every-merge-fail-so-it', {
      name: one.name,
      version,
      reason: entry?.blocksMergeBecause ?? '',
    });
  }
  const old = one.change.image.version;
  return entry?.blocksMerge === true
    ? messageOf('change.would-make-every-merge-fail-so', {
        name: one.name,
        version,
        old,
        reason: entry.blocksMergeBecause ?? '',
      })
    : messageOf('change.does-not-fit-so-is-current', {
        name: one.name,
        version,
        old,
        reason: entry?.verdict.message ?? '',
      });
}

function versionIn(system: System, { class: extensionClass, name }: Return): string | null {
  const stored = currentVersion(system, extensionClass, name)?.stored.version;
  return stored ?? entryOf(system, { class: extensionClass, name })?.version ?? null;
}

/** The merge did not even begin, and who has to be asked would refuse what takes it back as well. */
const NOT_STARTED = new Set<ErrorCode>(['cancelled', 'not-authorized', 'no-auth-agent', 'busy']);

/** What was taken back after a merge that failed. */
export interface TakenBack {
  /** The failure, with what was done about it. */
  readonly failure: ErrorReport;
  /** Whether nothing of the job is left. */
  readonly isAll: boolean;
  /** The changes of the job that were taken back, by name. */
  readonly names: ReadonlySet<string>;
}

/**
 * Takes back what the job installed or updated, and merges once more what was merged before.
 *
 * @param done the steps before the merge that failed
 * @param run carries one step out, and tells whether it failed
 * @returns null where the job changed no file that could be taken back
 */
export async function takeBack(
  job: Carried,
  done: readonly Step[],
  failure: ErrorReport,
  run: (step: Step) => Promise<ErrorReport | null>,
): Promise<TakenBack | null> {
  const returns = NOT_STARTED.has(failure.code) ? [] : returnsOf(job, done);
  if (returns.length === 0) return null;
  const told: Message[] = [];
  for (const extensionClass of new Set(returns.map((one) => one.class))) {
    const mine = returns.filter((one) => one.class === extensionClass);
    told.push(...(await takeBackClass(job, extensionClass, mine, run)));
  }
  const names = new Set(returns.map(({ class: extensionClass, name }) => `${extensionClass}/${name}`));
  const why = /[.!?]$/.test(failure.message.text) ? failure.message : joinTexts([failure.message, '.'], '');
  return {
    failure: {
      ...failure,
      message: messageOf('change.it-was-not-merged-now', { reason: why, done: joinTexts(told, '; ') }),
      nextStep: messageOf('change.look-at-image-and-ask-who'),
    },
    isAll: done.every(makesCurrent) && done.length <= returns.length,
    names,
  };
}

/** @returns what is so now, a part of a sentence each */
async function takeBackClass(
  job: Carried,
  extensionClass: ExtensionClass,
  returns: readonly Return[],
  run: (step: Step) => Promise<ErrorReport | null>,
): Promise<Message[]> {
  const merged = job.plan.outcomes.find((one) => one.class === extensionClass)?.before ?? [];
  const { force } = job.plan.request;
  // The mode that the merge was to have, which one that failed may have taken away.
  const asked = job.plan.steps.find((step) => step.class === extensionClass && laysOver(step));
  const mutable = asked !== undefined && 'mutable' in asked ? asked.mutable : null;
  const request: PlanRequest = {
    ...EMPTY_REQUEST,
    changes: returns.map(({ change }) => change),
    classes: [extensionClass],
    action: merged.length > 0 ? 'refresh' : 'none',
    force,
    mutable,
  };
  try {
    const { steps } = await job.replan(await job.read(), request);
    for (const step of steps) {
      const failure = await run(step);
      if (failure === null) continue;
      if (!laysOver(step)) return [messageOf('change.it-could-not-be-taken-back', { reason: failure.message })];
      return [
        ...returns.map((one) => currentAgain(one, false)),
        messageOf('change.merging-failed-again', { reason: failure.message }),
      ];
    }
    return whatIsSo(await job.read(), extensionClass, returns, merged);
  } catch (error) {
    return [messageOf('change.it-could-not-be-taken-back', { reason: reportOf(error).message })];
  }
}

function whatIsSo(
  { hierarchies }: System,
  extensionClass: ExtensionClass,
  returns: readonly Return[],
  before: readonly string[],
): Message[] {
  const now = hierarchies.filter((one) => one.class === extensionClass && one.merged).flatMap((one) => one.extensions);
  const told = returns.map((one) => currentAgain(one, now.includes(one.name)));
  const missing = before.filter((name) => !now.includes(name));
  if (before.length === 0) return [...told, messageOf('change.nothing-is-merged-as-before')];
  if (missing.length > 0)
    return [...told, messageOf('change.of-what-was-merged-before-is', { names: missing.join(', ') })];
  // One that is merged again says it already.
  const isTold = before.every((name) => returns.some((one) => one.name === name));
  return isTold ? told : [...told, messageOf('change.what-was-merged-before-is-merged')];
}

function currentAgain({ change, name }: Return, isMerged: boolean): Message {
  if (!isInstall(change)) return messageOf('change.is-removed-again', { name });
  const { version } = change.image;
  return isMerged
    ? messageOf('change.is-current-again-and-merged', { name, version })
    : messageOf('change.is-current-again', { name, version });
}
