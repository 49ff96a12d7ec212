/** How a plan is spoken of: its title, the word on its button, and what is said once it is done. */
import { type Change as AnyChange, CHANGES } from '../../shared/changes/changes.ts';
import { isMergeStep, laysOver, MERGE_WORDS, type MergeStep, mergeDone } from '../../shared/changes/merge.ts';
import type { Worded, Wording } from '../../shared/changes/wording.ts';
import { firstNames } from '../../shared/messages/first-names.ts';
import { asClause, englishOf, joinTexts, type Message, messageOf, type Value } from '../../shared/messages/message.ts';
import type { Plan, PlanRequest, PlanWords } from '../../shared/model/plan.ts';
import type { System } from '../extensions/system.ts';
import { versionNow } from './plan-versions.ts';

/** Letters of a toast. */
const MOST_LETTERS = 60;

type Spoken = Pick<Plan, 'request' | 'steps' | 'outcomes' | 'offers'>;

export function wordsOf(system: System, plan: Spoken): PlanWords {
  const worded = plan.request.changes.map((change) => wordedOf(change, system));
  const groups = [...new Set(worded.map(({ wording }) => wording))].map((wording) => ({
    wording,
    items: worded.filter((one) => one.wording === wording).map(({ item }) => item),
  }));
  const [group, ...others] = groups;
  if (group === undefined) {
    const spoken = plan.steps.find(isMergeStep)?.verb ?? null;
    return { ...wordsOfAction(plan), destroys: false, effects: effectsOf(plan, spoken) };
  }
  const count = worded.length;
  const first = firstMergeOf(plan);
  const isOne = others.length === 0 && first === null;
  if (first !== null) groups.push(first);
  return {
    button: isOne ? group.wording.button() : messageOf('change.button-apply'),
    title: shortest(groups, ({ title }) => title, messageOf('change.apply-changes', { count })),
    done: shortest(groups, ({ done }) => done, messageOf('change.applied-changes', { count })),
    destroys: groups.some(({ wording }) => wording.destroys === true),
    effects: effectsOf(plan, first === null ? null : first.verb),
  };
}

function wordedOf<One extends keyof typeof CHANGES>(change: AnyChange<One>, system: System): Worded {
  return CHANGES[change.verb].words(change, { versionNow: versionNow(system, change.class, change.name) });
}

type Groups = readonly { readonly wording: Wording; readonly items: readonly string[] }[];

/** With all names, else with their numbers, else with that of all changes. */
function shortest(groups: Groups, sentence: (wording: Wording) => (names: Value) => Message, last: Message): Message {
  const counted = (items: readonly string[]) => messageOf('change.count-extensions', { count: items.length });
  for (const namesOf of [listOf, counted]) {
    const parts = groups.map(({ wording, items }) => {
      // What comes along was not named by anybody.
      const isCounted = wording === MERGE_WORDS.merge;
      return sentence(wording)(isCounted ? counted(items) : items.length === 1 ? listOf(items) : namesOf(items));
    });
    const whole =
      parts.length === 1
        ? parts[0]
        : joinTexts(
            parts.map((part, at) => (at === 0 ? part : asClause(part))),
            ', ',
          );
    if (whole !== undefined && englishOf(whole).length <= MOST_LETTERS) return whole;
  }
  const [only] = groups;
  // One name may be longer than any sentence.
  return groups.length === 1 && only?.items.length === 1 ? sentence(only.wording)(listOf(only.items)) : last;
}

/** `a, b and c`. */
function listOf(items: readonly string[]): Value {
  const last = items.at(-1) ?? '';
  return items.length < 2 ? last : messageOf('common.and', { names: items.slice(0, -1).join(', '), last });
}

/** The merge that a plan begins where nothing is merged, which is more than its changes say; null where it re-merges. */
function firstMergeOf({
  steps,
  outcomes,
}: Spoken): { wording: Wording; items: string[]; verb: MergeStep['verb'] } | null {
  const merge = steps.find((step) => isMergeStep(step) && laysOver(step));
  if (merge === undefined || !isMergeStep(merge) || outcomes.some(({ before }) => before.length > 0)) return null;
  return { wording: MERGE_WORDS.merge, items: outcomes.flatMap(({ after }) => after), verb: merge.verb };
}

/** What is asked of the hierarchies alone, or of the boot. */
function wordsOfAction({ request, steps, outcomes }: Spoken): Pick<PlanWords, 'title' | 'button' | 'done'> {
  const merge = steps.find(isMergeStep);
  if (merge !== undefined) {
    const { button, title, done } = MERGE_WORDS[merge.verb];
    const concerned = outcomes.filter((one) => steps.some((step) => isMergeStep(step) && step.class === one.class));
    const count = concerned.flatMap(({ before, after, uncertain }) => {
      const names = after.length + uncertain.length > 0 ? [...new Set([...after, ...uncertain])] : before;
      return names;
    }).length;
    // What nothing would be merged by is called by what was asked for.
    if (count === 0) return { button: button(), title: button(), done: mergeDone(merge) };
    const names = messageOf('change.count-extensions', { count });
    return { button: button(), title: title(names), done: done(names) };
  }
  return { button: messageOf('change.button-apply'), ...wordsOfBoot(request) };
}

function wordsOfBoot({ atBoot, bootRefresh, helper }: PlanRequest): Pick<PlanWords, 'title' | 'done'> {
  if (atBoot !== null)
    return atBoot.on
      ? { title: messageOf('change.title-at-boot'), done: messageOf('change.did-at-boot') }
      : { title: messageOf('change.title-not-at-boot'), done: messageOf('change.did-not-at-boot') };
  if (bootRefresh !== null)
    return bootRefresh
      ? { title: messageOf('change.title-boot-refresh'), done: messageOf('change.did-boot-refresh') }
      : { title: messageOf('change.title-no-boot-refresh'), done: messageOf('change.did-no-boot-refresh') };
  if (helper !== null)
    return helper
      ? { title: messageOf('change.title-helper'), done: messageOf('change.did-helper') }
      : { title: messageOf('change.title-no-helper'), done: messageOf('change.did-no-helper') };
  return { title: messageOf('change.nothing-to-ask'), done: messageOf('change.done') };
}

/**
 * What comes with it, in the past.
 *
 * @param spoken the merge that the sentence tells already; null where it tells none
 */
function effectsOf({ request, steps, outcomes, offers }: Spoken, spoken: MergeStep['verb'] | null): Message[] {
  const asked = new Set(request.changes.map(({ name }) => name));
  const come = outcomes.flatMap(({ before, after }) =>
    after.filter((name) => !before.includes(name) && !asked.has(name)),
  );
  const gone = outcomes.flatMap(({ before, after }) =>
    before.filter((name) => !after.includes(name) && !asked.has(name)),
  );
  const isPlain = request.changes.length === 0;
  const stopped = request.stopServices ? offers.stop : [];
  const restarted = offers.restart.flatMap(({ unit, on }) => (on ? [unit] : []));
  return [
    ...steps.filter(isMergeStep).flatMap((step) => (step.verb === spoken ? [] : [mergeDone(step)])),
    ...(stopped.length === 0 ? [] : [messageOf('change.units-stopped', { units: firstNames(stopped) })]),
    ...(restarted.length === 0 ? [] : [messageOf('change.units-restarted', { units: firstNames(restarted) })]),
    ...(come.length === 0 || isPlain ? [] : [messageOf('change.came-in', { names: firstNames(come) })]),
    ...(gone.length === 0 || isPlain ? [] : [messageOf('change.dropped-out', { names: firstNames(gone) })]),
  ];
}
