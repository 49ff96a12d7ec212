/** What a plan says beside its steps: what stands in the way, and what a person should know before. */
import { dirname } from 'node:path';
import type { Blocker, Change } from '../../shared/model/plan.ts';
import type { ExtensionClass } from '../../shared/systemd/classes.ts';
import { maskDirectory } from '../../shared/systemd/masking.ts';
import type { MergePrediction } from '../../shared/systemd/merge.ts';
import type { MergeFailure } from '../../shared/systemd/merge-failure.ts';
import type { System } from '../extensions/system.ts';
import type { Effective } from './foretell.ts';

export type ToggleChange = Extract<Change, { verb: 'enable' | 'disable' }>;

export function alreadyMerged(extensionClass: ExtensionClass): Blocker {
  return {
    message: `Extensions of class ${extensionClass} are merged already, and systemd merges only once.`,
    nextStep: 'Refresh instead, which merges again with what is there now.',
    fix: [],
  };
}

/** systemd-sysext works on /usr and /opt unless its environment says otherwise, and the helper has none of the person's. */
export function elsewhereWarnings({ elsewhere }: System, extensionClass: ExtensionClass): string[] {
  const paths = elsewhere.filter((one) => one.class === extensionClass).map(({ path }) => path);
  if (paths.length === 0) return [];
  const variable = `$SYSTEMD_${extensionClass.toUpperCase()}_HIERARCHIES`;
  return [`Extensions are merged over ${listed(paths)} as well, by ${variable}. That stays as it is.`];
}

/** Masks of system extensions go into /etc, over which configuration extensions lie. */
export function readOnlyBlockers({ hierarchies }: System, extensionClass: ExtensionClass): Blocker[] {
  const covered = hierarchies.some((one) => one.class === 'confext' && one.merged && !one.writable);
  if (extensionClass !== 'sysext' || !covered) return [];
  return [
    {
      message:
        'A mask has to be made or removed in /etc, which is read-only while configuration extensions are merged.',
      nextStep: 'Unmerge them first, make this change, and merge them again.',
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
        : `Mask ${extension.name}, or remove or replace the file.`;
    return {
      message: failureSentence(failure),
      nextStep: [failure.nextStep, masking].filter((one) => one !== null).join(' '),
      fix:
        masking === null || extension === undefined
          ? []
          : [{ verb: 'disable', class: extensionClass, name: extension.name }],
    };
  });
}

function failureSentence({ entry, message }: MergeFailure): string {
  return entry === null ? message : `${entry.path} would make the whole merge fail: ${message}`;
}

/** For who goes on all the same, without a merge for now. */
export function failureWarning(failure: MergeFailure): string {
  return `Every merge will fail from then on. ${failureSentence(failure)}`;
}

/** Of what is switched on or installed, and will not be merged all the same. */
export function leftOutWarnings(
  { extensions }: System,
  { entries, layers }: MergePrediction,
  changes: readonly Change[],
): string[] {
  const warnings: string[] = [];
  for (const { name, verb, class: extensionClass } of changes) {
    if (verb !== 'enable' && verb !== 'install') continue;
    const entry = extensions.find((one) => one.name === name && one.class === extensionClass && one.listed);
    const verdict = entry === undefined ? undefined : entries.get(entry.path)?.verdict;
    if (verdict?.compatible === false && !layers.includes(name)) {
      warnings.push(`${name} will not be merged all the same: ${verdict.message}`);
    }
  }
  return warnings;
}

export function warningsFor(
  later: System,
  prediction: MergePrediction,
  changes: readonly Change[],
  before: readonly string[],
): string[] {
  const { layers, uncertain, fails } = prediction;
  const warnings = leftOutWarnings(later, prediction, changes);
  for (const { name, reason } of uncertain) {
    warnings.push(`Whether ${name} will be merged cannot be foretold: ${reason}`);
  }
  const asked = new Set(changes.map(({ name }) => name));
  const extra = fails.length > 0 ? [] : layers.filter((name) => !before.includes(name) && !asked.has(name));
  if (extra.length > 0 && changes.length > 0) {
    warnings.push(`Also merged, for they fit and are not masked: ${listed(extra)}.`);
  }
  return warnings;
}

/** An entry of /var/lib/confexts is masked in /run/confexts, the only directory above it. */
export function volatileMaskWarnings({ extensions, release }: System, changes: readonly ToggleChange[]): string[] {
  return changes.flatMap(({ verb, class: extensionClass, name }) => {
    const entry = extensions.find((one) => one.listed && one.class === extensionClass && one.name === name);
    if (verb !== 'disable' || entry === undefined) return [];
    const mask = maskDirectory(dirname(entry.path), extensionClass, release.rules);
    return mask?.startsWith('/run/') ? [`The mask of ${name} stands in ${mask} and lasts until the next reboot.`] : [];
  });
}

export function skippedWarning({ entry: { name, path } }: Effective): string {
  return `${name} will not be merged here: below a root of its own, this systemd does not follow the symlink ${path}.`;
}

/** Long lists are cut, for the sentence has to fit a bar. */
export function listed(names: readonly string[]): string {
  const shown = names.slice(0, 4).join(', ');
  return names.length > 4 ? `${shown} and ${names.length - 4} more` : shown;
}
