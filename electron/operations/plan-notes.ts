/** What a plan says beside its steps: what stands in the way, and what a person should know before. */

import { dirname } from 'node:path';
import { joinTexts, type Message, messageOf, type Value } from '../../shared/messages/message.ts';
import type { Change } from '../../shared/model/change.ts';
import type { Blocker } from '../../shared/model/plan.ts';
import type { ExtensionClass } from '../../shared/systemd/classes.ts';
import { maskDirectory } from '../../shared/systemd/masking.ts';
import type { MergePrediction } from '../../shared/systemd/merge.ts';
import type { MergeFailure } from '../../shared/systemd/merge-failure.ts';
import type { System } from '../extensions/system.ts';
import type { Effective } from './predict.ts';

export type ToggleChange = Extract<Change, { verb: 'enable' | 'disable' }>;

export function alreadyMerged(extensionClass: ExtensionClass): Blocker {
  return {
    message: messageOf('change.extensions-of-class-are-merged-already', { class: extensionClass }),
    nextStep: messageOf('change.refresh-instead-which-merges-again-with'),
    fix: [],
  };
}

/** systemd-sysext works on /usr and /opt unless its environment says otherwise, and the helper has none of the person's. */
export function elsewhereWarnings({ elsewhere }: System, extensionClass: ExtensionClass): Message[] {
  const paths = elsewhere.filter((one) => one.class === extensionClass).map(({ path }) => path);
  if (paths.length === 0) return [];
  const variable = `$SYSTEMD_${extensionClass.toUpperCase()}_HIERARCHIES`;
  return [messageOf('change.extensions-are-merged-over-as-well', { paths: listed(paths), variable })];
}

/** Masks of system extensions go into /etc, over which configuration extensions lie. */
export function readOnlyBlockers({ hierarchies }: System, extensionClass: ExtensionClass): Blocker[] {
  const covered = hierarchies.some((one) => one.class === 'confext' && one.merged && !one.writable);
  if (extensionClass !== 'sysext' || !covered) return [];
  return [
    {
      message: messageOf('change.mask-has-to-be-made-or'),
      nextStep: messageOf('change.unmerge-them-first-make-this-change'),
      fix: [],
    },
  ];
}

/** The failures of a merge that are not there as things are now: what a change would bring, though nothing merges yet. */
export function newFailures(
  { predicted }: System,
  extensionClass: ExtensionClass,
  { fails }: MergePrediction,
): readonly MergeFailure[] {
  const known = predicted[extensionClass]?.fails ?? [];
  return fails.filter((one) => !isAmong(known, one));
}

/** Whether the same rule is broken by the same entry. */
export function isAmong(known: readonly MergeFailure[], { rule, entry }: MergeFailure): boolean {
  return known.some((one) => one.rule === rule && one.entry?.path === entry?.path);
}

export function failureBlockers(
  later: System,
  failures: readonly MergeFailure[],
  extensionClass: ExtensionClass,
): Blocker[] {
  return failures.map((failure) => {
    const { entry } = failure;
    const extension = later.extensions.find(
      (one) => one.class === extensionClass && one.listed && one.path === entry?.path,
    );
    const masking =
      extension === undefined || extension.disable === 'not-needed'
        ? null
        : messageOf('change.mask-or-remove-or-replace-file', { name: extension.name });
    return {
      message: failureSentence(failure),
      nextStep: joinTexts(
        [failure.nextStep, masking].filter((one) => one !== null),
        ' ',
      ),
      fix:
        masking === null || extension === undefined
          ? []
          : [{ verb: 'disable', class: extensionClass, name: extension.name }],
    };
  });
}

function failureSentence({ entry, message }: MergeFailure): Message {
  return entry === null
    ? message
    : messageOf('change.would-make-whole-merge-fail', { path: entry.path, reason: message });
}

/** For who goes on all the same, without a merge for now. */
export function failureWarning(failure: MergeFailure): Message {
  return messageOf('change.every-merge-will-fail-from-then', { sentence: failureSentence(failure) });
}

/** Of what is switched on or installed, and will not be merged all the same. */
export function leftOutWarnings(
  { extensions }: System,
  { entries, layers }: MergePrediction,
  changes: readonly Change[],
): Message[] {
  const warnings: Message[] = [];
  for (const { name, verb, class: extensionClass } of changes) {
    if (verb !== 'enable' && verb !== 'install') continue;
    const entry = extensions.find((one) => one.name === name && one.class === extensionClass && one.listed);
    const verdict = entry === undefined ? undefined : entries.get(entry.path)?.verdict;
    if (verdict?.compatible === false && !layers.includes(name)) {
      warnings.push(messageOf('change.will-not-be-merged-all-same', { name, reason: verdict.message }));
    }
  }
  return warnings;
}

export function warningsFor(
  later: System,
  prediction: MergePrediction,
  changes: readonly Change[],
  before: readonly string[],
): Message[] {
  const { layers, uncertain, fails } = prediction;
  const warnings = leftOutWarnings(later, prediction, changes);
  for (const { name, reason } of uncertain) {
    warnings.push(messageOf('change.whether-will-be-merged-cannot-be', { name, reason }));
  }
  const asked = new Set(changes.map(({ name }) => name));
  const extra = fails.length > 0 ? [] : layers.filter((name) => !before.includes(name) && !asked.has(name));
  if (extra.length > 0 && changes.length > 0) {
    warnings.push(messageOf('change.also-merged-for-they-fit-and', { names: listed(extra) }));
  }
  return warnings;
}

/** An entry of /var/lib/confexts is masked in /run/confexts, the only directory above it. */
export function volatileMaskWarnings({ extensions, release }: System, changes: readonly ToggleChange[]): Message[] {
  return changes.flatMap(({ verb, class: extensionClass, name }) => {
    const entry = extensions.find((one) => one.listed && one.class === extensionClass && one.name === name);
    if (verb !== 'disable' || entry === undefined) return [];
    const mask = maskDirectory(dirname(entry.path), extensionClass, release.rules);
    return mask?.startsWith('/run/') ? [messageOf('change.mask-of-stands-in-and-lasts', { name, path: mask })] : [];
  });
}

export function skippedWarning({ entry: { name, path } }: Effective): Message {
  return messageOf('change.will-not-be-merged-here-below', { name, path });
}

/** Long lists are cut, for the sentence has to fit a bar. */
export function listed(names: readonly string[]): Value {
  const shown = names.slice(0, 4).join(', ');
  return names.length > 4 ? messageOf('common.and-more', { names: shown, count: names.length - 4 }) : shown;
}
