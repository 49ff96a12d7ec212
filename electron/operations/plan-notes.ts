/** What a plan says beside its steps: what stands in the way, and what a person should know before. */
import { dirname } from 'node:path';
import { maskDirectory } from '../../shared/masking.ts';
import type { Blocker, Change } from '../../shared/model/plan.ts';
import type { ExtensionClass } from '../../shared/systemd-rules.ts';
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

export function mergeBlockers(
  system: System,
  effective: readonly Effective[],
  extensionClass: ExtensionClass,
): Blocker[] {
  const blockers: Blocker[] = [];
  if (system.facts.osReleaseProblem !== null) {
    blockers.push({
      message: `systemd refuses every merge here: ${system.facts.osReleaseProblem}`,
      nextStep: 'Mend the os-release file of this host.',
      fix: [],
    });
  }
  for (const { name, path, blocksMergeBecause: reason } of effective) {
    if (reason === null) continue;
    blockers.push({
      message: `${path} would make the whole merge fail: ${reason}`,
      nextStep: `Mask ${name}, or remove or replace the file.`,
      fix: [{ verb: 'disable', class: extensionClass, name }],
    });
  }
  return blockers;
}

export function warningsFor(
  effective: readonly Effective[],
  changes: readonly Change[],
  before: readonly string[],
  uncertain: readonly Effective[],
): string[] {
  const warnings: string[] = [];
  for (const { name, verb } of changes) {
    const found = effective.find((one) => one.name === name);
    if ((verb === 'enable' || verb === 'install') && found?.verdict.compatible === false) {
      warnings.push(`${name} will not be merged all the same: ${found.verdict.message}`);
    }
  }
  for (const { name, verdict } of uncertain) {
    warnings.push(`Whether ${name} will be merged cannot be foretold: ${verdict.message}`);
  }
  const asked = new Set(changes.map(({ name }) => name));
  const extra = effective.filter(
    ({ name, verdict }) => verdict.compatible === true && !before.includes(name) && !asked.has(name),
  );
  if (extra.length > 0 && changes.length > 0) {
    warnings.push(`Also merged, for they fit and are not masked: ${listed(extra.map(({ name }) => name))}.`);
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

export function skippedWarning({ name, path }: Effective): string {
  return `${name} will not be merged here: below a root of its own, this systemd does not follow the symlink ${path}.`;
}

/** Long lists are cut, for the sentence has to fit a bar. */
export function listed(names: readonly string[]): string {
  const shown = names.slice(0, 4).join(', ');
  return names.length > 4 ? `${shown} and ${names.length - 4} more` : shown;
}
