/** Computes what applying a request would do, from the host as it was read; changes nothing. */

import { isInGroup } from '../../shared/changes/changes.ts';
import { isMergeStep, laysOver } from '../../shared/changes/merge.ts';
import { isRemove } from '../../shared/changes/remove.ts';
import { firstNames } from '../../shared/messages/first-names.ts';
import { asClause, joinTexts, type Message, messageOf } from '../../shared/messages/message.ts';
import type { Diagnosis } from '../../shared/model/diagnosis.ts';
import type { DeletedVersion, Effect, Overlap, Plan, PlanRequest, ServiceEffect } from '../../shared/model/plan.ts';
import { CLASSES, type ExtensionClass } from '../../shared/systemd/classes.ts';
import type { System } from '../extensions/system.ts';
import type { Adoptions } from './adoption.ts';
import { coversEtc, openingEtc, writesHere } from './around-etc.ts';
import { deletedBy, storedOf } from './deleted-versions.ts';
import { type Inspections, withFileChanges } from './file-changes.ts';
import type { ServedFiles } from './file-steps.ts';
import { AGAIN, modeFor } from './merge-steps.ts';
import { type ClassPlan, type Planned, planClass } from './plan-class.ts';
import { dangerWarnings } from './plan-dangers.ts';
import { checkChange, checkMutable, checkOptions, classesOf, uniqueChanges } from './plan-request.ts';
import type { Outdated } from './plan-services.ts';
import { wordsOf } from './plan-words.ts';
import { revisionOf } from './revision.ts';
import { bootSteps, offersFor, startSteps, stopAgainSteps, stopSteps } from './service-steps.ts';
import { undoOf } from './undo.ts';

/** What only looking elsewhere than at the host's directories tells. */
export interface Known {
  /** What each install of the request would bring. */
  readonly inspections?: Inspections;
  /** Images that would have to give way to a link. */
  readonly adoptions?: Adoptions;
  /** The extension that Veneer itself runs from; null or absent where it is none. */
  readonly runsFrom?: Planned['runsFrom'];
  /** From where its downloads were fetched. */
  readonly served?: ServedFiles;
  /** Units that run; null or absent where nobody was asked. */
  readonly running?: ReadonlySet<string> | null;
  /** Services that run from files that others take the place of. */
  readonly outdated?: readonly Outdated[];
  /** What its merges would spoil. */
  readonly dangers?: readonly Diagnosis[];
  /** Files of its layers that lie over others. */
  readonly overlaps?: readonly Overlap[];
  /** When it takes effect; null or absent where nothing runs. */
  readonly effect?: Effect | null;
  /** What becomes of the services that it moves. */
  readonly services?: readonly ServiceEffect[];
  /** What systemd-sysupdate deletes of stored versions. */
  readonly surplus?: readonly DeletedVersion[];
}

/**
 * Plans a request.
 *
 * @throws {VeneerError} `not-found` for a name that no entry has, `unsupported` for a class that this systemd lacks
 */
export function makePlan(system: System, request: PlanRequest, known: Known = {}): Plan {
  const {
    inspections = new Map(),
    adoptions = new Map(),
    served,
    runsFrom = null,
    running = null,
    dangers = [],
  } = known;
  const { overlaps = [], effect = null, services = [], outdated = [], surplus = [] } = known;
  checkMutable(system, request);
  const changes = uniqueChanges(request.changes);
  for (const change of changes) checkChange(system, change);
  const later = withFileChanges(system, changes, inspections, adoptions);
  const classes = classesOf(system, request, changes);
  checkOptions(system, request, classes);
  const planned = { system, later, request, changes, adoptions, served, runsFrom };
  const { parts, around } = planClasses(planned, classes);
  const outcomes = parts.map(({ outcome }) => outcome);
  const unitsBefore = new Set(parts.flatMap((part) => part.unitsBefore));
  const unitsAfter = new Set(parts.flatMap((part) => part.unitsAfter));
  const units = {
    unitsGained: [...unitsAfter].filter((unit) => !unitsBefore.has(unit)).sort(),
    unitsLost: [...unitsBefore].filter((unit) => !unitsAfter.has(unit)).sort(),
  };
  const comeOrGo = parts.flatMap((part) => part.comeOrGo);
  const offers = offersFor(system, comeOrGo, { ...units, request }, { running, outdated });
  const [firstClass = 'sysext'] = classes;
  const steps = [
    ...stopSteps(request, firstClass, offers),
    ...parts.flatMap((part) => part.steps),
    ...stopAgainSteps(request, firstClass, offers),
    ...startSteps(request, firstClass, offers),
    ...bootSteps(request),
  ];
  const plan = {
    request: { ...request, changes },
    revision: revisionOf(system),
    steps: around === null ? steps : openingEtc(system, steps, around),
    outcomes,
    ...units,
    offers,
    warnings: [...dangerWarnings(dangers, outcomes), ...parts.flatMap(({ warnings }) => warnings)],
    blockers: parts.flatMap(({ blockers }) => blockers),
    movesAside: parts.flatMap(({ movesAside }) => movesAside),
  };
  const files = changes.filter(isInGroup('files'));
  const rest = {
    summary: summaryOf(plan),
    words: wordsOf(system, plan),
    overlaps: [...overlaps],
    effect,
    services: [...services],
    deletes: [...files.flatMap((change) => deletedBy(system, change)), ...surplus],
    keeps: files.flatMap((one) => (isRemove(one) && !one.purge ? storedOf(system, one.class, one.name) : [])),
  };
  return { ...plan, ...rest, canUndo: undoOf(system, plan) !== null, asksToKeep: false, questions: null };
}

/** The parts of a plan, and how /etc is merged again that is opened for it; null where it is not. */
function planClasses(planned: Planned, classes: readonly ExtensionClass[]) {
  const { system, request } = planned;
  const parts = CLASSES.filter((one) => classes.includes(one)).map((one) => planClass(planned, one));
  const unmerges = ({ outcome, steps }: ClassPlan) =>
    outcome.class === 'confext' && steps.some((step) => isMergeStep(step) && !laysOver(step));
  // Where /etc is unmerged anyway, that comes first.
  if (!coversEtc(system) || parts.some(unmerges))
    return { parts: parts.toSorted((a, b) => Number(unmerges(b)) - Number(unmerges(a))), around: null };
  const writes = [...parts.flatMap(({ steps }) => steps), ...bootSteps(request)].some((one) => writesHere(system, one));
  if (!writes) return { parts, around: null };
  const own = parts.find(({ outcome }) => outcome.class === 'confext');
  const others = parts.filter((one) => one !== own);
  return {
    parts: [...others, own?.steps.some(isMergeStep) ? own : planClass(planned, 'confext', true)],
    around: { mutable: modeFor(system, 'confext', request, AGAIN) },
  };
}

function summaryOf({
  steps,
  outcomes,
  unitsGained,
  unitsLost,
}: Pick<Plan, 'steps' | 'outcomes' | 'unitsGained' | 'unitsLost'>): Message {
  if (steps.length === 0) return messageOf('change.nothing-to-do');
  const parts = steps.map(({ sentence }, at) => (at === 0 ? sentence : asClause(sentence)));
  const gone = outcomes.flatMap(({ before, after }) => before.filter((name) => !after.includes(name)));
  const come = outcomes.flatMap(({ before, after }) => after.filter((name) => !before.includes(name)));
  if (come.length > 0) parts.push(messageOf('change.adds', { names: firstNames(come) }));
  if (gone.length > 0) parts.push(messageOf('change.drops', { names: firstNames(gone) }));
  if (unitsLost.length > 0) parts.push(messageOf('change.takes-away', { units: firstNames(unitsLost) }));
  if (unitsGained.length > 0) parts.push(messageOf('change.brings', { units: firstNames(unitsGained) }));
  return joinTexts(parts, ' · ');
}
