/** Computes what applying a request would do, from the host as it was read; changes nothing. */

import { createHash } from 'node:crypto';
import { asClause, joinTexts, type Message, messageOf } from '../../shared/messages/message.ts';
import type { Change } from '../../shared/model/change.ts';
import type { Diagnosis } from '../../shared/model/diagnosis.ts';
import { VeneerError } from '../../shared/model/errors.ts';
import type { Extension } from '../../shared/model/extension.ts';
import type { Blocker, MergeOutcome, Plan, PlanRequest, Step } from '../../shared/model/plan.ts';
import type { ExtensionClass, MutableMode } from '../../shared/systemd/classes.ts';
import type { System } from '../extensions/system.ts';
import type { Adoptions } from './adoption.ts';
import { type Inspections, isFileChange, notThere, withFileChanges } from './file-changes.ts';
import { adoptionWarnings, fileSteps, fileWarnings, type ServedFiles } from './file-steps.ts';
import { checkForOs, forOsSteps, isForOsChange } from './for-os.ts';
import { dangerWarnings } from './plan-dangers.ts';
import {
  alreadyMerged,
  elsewhereWarnings,
  failureBlockers,
  failureWarning,
  isAmong,
  leftOutWarnings,
  listed,
  newFailures,
  readOnlyBlockers,
  skippedWarning,
  type ToggleChange,
  volatileMaskWarnings,
  warningsFor,
} from './plan-notes.ts';
import { entriesAfter, passedOver, predictAfter, predictHere } from './predict.ts';
import { bootSteps, offersFor, startSteps, stopAgainSteps, stopSteps } from './service-steps.ts';
import { isUpdateChange, updateSteps } from './update-steps.ts';

const CLASS_ORDER: readonly ExtensionClass[] = ['sysext', 'confext'];

/** What only looking elsewhere than at the host's directories tells. */
export interface Known {
  /** What each install of the request would bring. */
  readonly inspections?: Inspections;
  /** Images that would have to give way to a link. */
  readonly adoptions?: Adoptions;
  /** From where its downloads were fetched. */
  readonly served?: ServedFiles;
  /** Units that run; null or absent where nobody was asked. */
  readonly running?: ReadonlySet<string> | null;
  /** What its merges would spoil. */
  readonly dangers?: readonly Diagnosis[];
}

/**
 * Plans a request.
 *
 * @throws {VeneerError} `not-found` for a name that no entry has, `unsupported` for a class that this systemd lacks
 */
export function makePlan(system: System, request: PlanRequest, known: Known = {}): Plan {
  const { inspections = new Map(), adoptions = new Map(), served, running = null, dangers = [] } = known;
  checkMutable(system, request);
  const changes = uniqueChanges(request.changes);
  for (const change of changes) checkChange(system, change);
  const toggles = changes.filter(isToggle);
  const later = withFileChanges(system, changes, inspections, adoptions);
  const classes = classesOf(system, request, changes);
  const steps: Step[] = [];
  const outcomes: MergeOutcome[] = [];
  const blockers: Blocker[] = [];
  const warnings: Message[] = [];
  const movesAside: string[] = [];
  const unitsBefore = new Set<string>();
  const unitsAfter = new Set<string>();
  const comeOrGo: Extension[] = [];

  for (const extensionClass of CLASS_ORDER.filter((one) => classes.includes(one))) {
    const mine = toggles.filter((change) => change.class === extensionClass);
    const files = changes.filter(isFileChange).filter((change) => change.class === extensionClass);
    const moved = entriesToMoveAside(system, mine);
    movesAside.push(...moved);
    const needed = mine.filter((change) => changesDisk(system, change));
    const updates = changes.filter(isUpdateChange).filter((change) => change.class === extensionClass);
    const forOs = changes.filter(isForOsChange).filter((change) => change.class === extensionClass);
    for (const change of forOs) checkForOs(system, change);
    steps.push(
      ...fileSteps(system, files, adoptions, served),
      ...updateSteps(updates, adoptions),
      ...forOsSteps(forOs, served),
    );
    warnings.push(...adoptionWarnings([...files, ...updates], adoptions));
    steps.push(...maskSteps(extensionClass, needed, request.allowMovingAside));
    const before = layersOf(system, extensionClass);
    const renewed = updates.filter(({ verb }) => verb === 'update').map(({ name }) => name);
    const isDecisionOnly = updates.length + forOs.length > 0 && files.length + mine.length + renewed.length === 0;
    const action =
      request.action === 'auto' && isDecisionOnly ? 'none' : resolveAction(request, system, extensionClass, mine);
    const effective = entriesAfter(later, extensionClass, mine);
    const merges = action === 'merge' || action === 'refresh';
    const mutable = request.mutable ?? (action === 'refresh' ? presentMode(system, extensionClass) : null);
    const asked = { ...request, mutable };
    const prediction = (merges ? predictHere : predictAfter)(later, extensionClass, effective, asked);
    if (action !== 'none') {
      steps.push(mergeStep(extensionClass, action, asked));
      warnings.push(...elsewhereWarnings(system, extensionClass));
    }
    if (action === 'merge' && before !== null) blockers.push(alreadyMerged(extensionClass));
    warnings.push(...volatileMaskWarnings(system, needed));
    warnings.push(...fileWarnings(later, files));
    if (needed.length > 0) blockers.push(...readOnlyBlockers(system, extensionClass));
    if (merges) blockers.push(...failureBlockers(later, prediction.fails, extensionClass));
    const next = predictAfter(later, extensionClass, effective, { ...request, mutable: null, force: false });
    const brought = newFailures(system, extensionClass, next).filter(
      (one) => !isAmong(prediction.fails, one) || !merges,
    );
    // What a file would bring is refused; a switch only says it, for it may take a mask back as it was.
    if (files.length > 0 && !request.force) blockers.push(...failureBlockers(later, brought, extensionClass));
    else warnings.push(...brought.map(failureWarning));
    const { uncertain } = prediction;
    const merged = prediction.fails.length === 0 ? prediction.layers : prediction.keepsMerged ? (before ?? []) : [];
    const after = merges ? [...merged] : action === 'unmerge' ? [] : (before ?? []);
    // Whether a version fits that systemd-sysupdate fetches is known once it is there.
    const open = merges ? [...new Set([...uncertain.map(({ name }) => name), ...renewed])] : [];
    outcomes.push({ class: extensionClass, before: before ?? [], after, uncertain: open });
    if (merges)
      warnings.push(
        ...warningsFor(later, prediction, [...mine, ...files], before ?? []),
        ...passedOver(system, effective).map(skippedWarning),
      );
    else warnings.push(...leftOutWarnings(later, prediction, files));
    comeOrGo.push(...later.extensions.filter((one) => comesOrGoes(one, extensionClass, before ?? [], after)));
    for (const name of before ?? []) for (const unit of unitsNamed(system, extensionClass, name)) unitsBefore.add(unit);
    for (const name of after) {
      const kept =
        effective.find(({ entry }) => entry.name === name)?.units ?? unitsNamed(system, extensionClass, name);
      for (const unit of kept) unitsAfter.add(unit);
    }
  }
  const units = {
    unitsGained: [...unitsAfter].filter((unit) => !unitsBefore.has(unit)).sort(),
    unitsLost: [...unitsBefore].filter((unit) => !unitsAfter.has(unit)).sort(),
  };
  const offers = offersFor(system, comeOrGo, units, running);
  const [firstClass = 'sysext'] = classes;
  const plan = {
    request: { ...request, changes },
    revision: revisionOf(system),
    steps: [
      ...stopSteps(request, firstClass, offers),
      ...steps,
      ...stopAgainSteps(request, firstClass, offers),
      ...startSteps(request, firstClass, offers),
      ...bootSteps(request),
    ],
    outcomes,
    ...units,
    offers,
    warnings: [...dangerWarnings(dangers, outcomes), ...warnings],
    blockers,
    movesAside,
  };
  return { ...plan, summary: summarise(plan) };
}

/**
 * Where writes go now, where the configuration would not say the same: systemd-sysext refresh takes its own option or its
 * configuration alone, so that what was written would be gone from view (measured on 257). Null where nothing is to be told.
 */
function presentMode({ hierarchies, merge }: System, extensionClass: ExtensionClass): MutableMode | null {
  const modes = new Set(
    hierarchies.flatMap((one) => (one.class === extensionClass && one.merged ? (one.mutable ?? 'no') : [])),
  );
  const [mode = 'no'] = modes;
  return mode === 'no' || mode === merge[extensionClass]?.mutable ? null : mode;
}

/** Whether an extension comes or goes with this merge. */
function comesOrGoes(
  { class: ofIt, name, listed }: Extension,
  extensionClass: ExtensionClass,
  before: readonly string[],
  after: readonly string[],
): boolean {
  return listed && ofIt === extensionClass && before.includes(name) !== after.includes(name);
}

/** Names the state of the disk and the mounts, so that a plan made for another one is refused. */
export function revisionOf(system: System): string {
  const { facts, hierarchies, extensions, movedAside } = system;
  const state = [
    facts.root,
    facts.judgedAs,
    facts.osRelease,
    hierarchies.map(({ path, merged, extensions: layers, since }) => [path, merged, layers, since]),
    extensions.map(({ id, realPath, listed, masks, blocksMerge, verdict, size }) => [
      id,
      realPath,
      listed,
      masks,
      blocksMerge,
      verdict.compatible,
      size,
    ]),
    movedAside.map(({ keptAt }) => keptAt),
  ];
  return createHash('sha256').update(JSON.stringify(state)).digest('hex');
}

/** What is decided on a name beside what happens to its files. */
const APART = new Set<Change['verb']>(['follow', 'pin', 'feature', 'for-os']);

/** The last word on a name counts. */
function uniqueChanges(changes: readonly Change[]): Change[] {
  const keyOf = ({ class: extensionClass, name, verb }: Change) =>
    `${extensionClass}:${name}${APART.has(verb) ? `:${verb}` : ''}`;
  const byName = new Map(changes.map((change) => [keyOf(change), change]));
  return [...byName.values()].sort((a, b) => (a.name < b.name ? -1 : a.name > b.name ? 1 : 0));
}

const isToggle = (change: Change): change is ToggleChange => change.verb === 'enable' || change.verb === 'disable';

function checkChange(system: System, { verb, name, class: extensionClass }: Change): void {
  checkClass(system, extensionClass);
  // What comes new is not there yet, and what is decided on a name may outlive it.
  if (verb === 'install' || verb === 'update' || verb === 'vacuum-transfer' || APART.has(verb)) return;
  const known =
    system.extensions.some((one) => one.class === extensionClass && one.name === name) ||
    system.movedAside.some((one) => one.class === extensionClass && one.name === name);
  if (!known) throw notThere(extensionClass, name);
}

/** Whether a mask has to be made or taken away; a switch on what is merely not merged yet changes no file. */
function changesDisk(system: System, { verb, class: extensionClass, name }: ToggleChange): boolean {
  const entries = system.extensions.filter((one) => one.class === extensionClass && one.name === name);
  if (verb === 'disable') return entries.some((one) => one.listed && !one.masks);
  const kept = system.movedAside.some((one) => one.class === extensionClass && one.name === name);
  return kept || entries.some(({ masks }) => masks);
}

function checkClass(system: System, extensionClass: ExtensionClass): void {
  if (extensionClass === 'confext' && !system.release.rules.confext) {
    throw new VeneerError(
      'unsupported',
      messageOf('common.systemd-has-no-configuration-extensions', { version: String(system.facts.judgedAs) }),
      {
        nextStep: messageOf('common.confext-needs-systemd-254-or-newer'),
      },
    );
  }
}

function checkMutable({ release }: System, { mutable }: PlanRequest): void {
  if (mutable === null || release.rules.mutable) return;
  throw new VeneerError(
    'unsupported',
    messageOf('change.systemd-has-no-mutable-mode', { version: String(release.rules.version) }),
    {
      nextStep: messageOf('change.it-needs-systemd-256-or-newer'),
    },
  );
}

function classesOf(system: System, { classes }: PlanRequest, changes: readonly Change[]): ExtensionClass[] {
  for (const one of classes) checkClass(system, one);
  const chosen = [...classes, ...changes.map((change) => change.class)];
  if (chosen.length > 0) return [...new Set(chosen)];
  const inUse = CLASS_ORDER.filter(
    (one) => layersOf(system, one) !== null || system.extensions.some((extension) => extension.class === one),
  );
  return inUse.length > 0 ? inUse : ['sysext'];
}

/** @returns null where nothing of the class is merged */
function layersOf({ hierarchies }: System, extensionClass: ExtensionClass): string[] | null {
  const merged = hierarchies.filter((one) => one.class === extensionClass && one.merged);
  return merged.length === 0 ? null : [...new Set(merged.flatMap((one) => one.extensions))];
}

function resolveAction(
  { action }: PlanRequest,
  system: System,
  extensionClass: ExtensionClass,
  changes: readonly Change[],
): 'merge' | 'unmerge' | 'refresh' | 'none' {
  if (action !== 'auto') return action;
  const touched = layersOf(system, extensionClass) !== null || changes.some(({ verb }) => verb === 'enable');
  return touched ? 'refresh' : 'none';
}

/** What fits one call of the helper. */
const NAMES_A_STEP = 400;

function maskSteps(
  extensionClass: ExtensionClass,
  changes: readonly ToggleChange[],
  allowMovingAside: boolean,
): Step[] {
  const steps: Step[] = [];
  const push = (verb: 'mask' | 'unmask', names: string[], id: 'change.mask-names' | 'change.unmask-names') => {
    for (let at = 0; at < names.length; at += NAMES_A_STEP) {
      const some = names.slice(at, at + NAMES_A_STEP);
      steps.push({
        verb,
        class: extensionClass,
        names: some,
        allowMovingAside,
        sentence: messageOf(id, { names: listed(some) }),
      });
    }
  };
  const named = (verb: ToggleChange['verb']) => changes.filter((one) => one.verb === verb).map(({ name }) => name);
  push('mask', named('disable'), 'change.mask-names');
  push('unmask', named('enable'), 'change.unmask-names');
  return steps;
}

function mergeStep(
  extensionClass: ExtensionClass,
  action: 'merge' | 'unmerge' | 'refresh',
  { force, mutable }: PlanRequest,
): Step {
  const target = extensionClass === 'sysext' ? messageOf('change.usr-and-opt') : '/etc';
  const sentence = {
    merge: messageOf('change.merge-into', { target }),
    unmerge: messageOf('change.unmerge', { target }),
    refresh: messageOf('change.re-merge', { target }),
  }[action];
  return {
    verb: action,
    class: extensionClass,
    force: force && action !== 'unmerge',
    mutable: action === 'unmerge' ? null : mutable,
    sentence: joinTexts(
      [
        sentence,
        ...(force && action !== 'unmerge' ? [messageOf('change.without-checking-what-fits')] : []),
        ...(mutable !== null && action !== 'unmerge' ? [messageOf('change.with-mutable', { mode: mutable })] : []),
      ],
      ', ',
    ),
  };
}

function entriesToMoveAside(system: System, changes: readonly ToggleChange[]): string[] {
  const off = changes.filter(({ verb }) => verb === 'disable');
  return system.extensions
    .filter((one) => one.disable === 'move-aside' && one.listed)
    .filter((one) => off.some(({ name, class: extensionClass }) => name === one.name && extensionClass === one.class))
    .map(({ path }) => path);
}

function unitsNamed({ extensions }: System, extensionClass: ExtensionClass, name: string): readonly string[] {
  const found = extensions.find((one) => one.class === extensionClass && one.name === name && one.listed);
  return found?.units ?? [];
}

function summarise({ steps, outcomes, unitsGained, unitsLost }: Omit<Plan, 'summary'>): Message {
  if (steps.length === 0) return messageOf('change.nothing-to-do');
  const parts = steps.map(({ sentence }, at) => (at === 0 ? sentence : asClause(sentence)));
  const gone = outcomes.flatMap(({ before, after }) => before.filter((name) => !after.includes(name)));
  const come = outcomes.flatMap(({ before, after }) => after.filter((name) => !before.includes(name)));
  if (come.length > 0) parts.push(messageOf('change.adds', { names: listed(come) }));
  if (gone.length > 0) parts.push(messageOf('change.drops', { names: listed(gone) }));
  if (unitsLost.length > 0) parts.push(messageOf('change.takes-away', { units: listed(unitsLost) }));
  if (unitsGained.length > 0) parts.push(messageOf('change.brings', { units: listed(unitsGained) }));
  return joinTexts(parts, ' · ');
}
