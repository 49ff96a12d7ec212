/** The versions of what a plan moves, before and afterwards. */
import { isInstall } from '../../shared/changes/install.ts';
import { isUpdate } from '../../shared/changes/update.ts';
import type { Change } from '../../shared/model/change.ts';
import type { Extension } from '../../shared/model/extension.ts';
import type { MergeOutcome } from '../../shared/model/plan.ts';
import type { ExtensionClass } from '../../shared/systemd/classes.ts';
import type { System } from '../extensions/system.ts';
import { currentVersion } from './versions.ts';

/** The version of a name that counts; null where there is none, or nothing tells it. */
export function versionNow(system: System, extensionClass: ExtensionClass, name: string): string | null {
  return (
    currentVersion(system, extensionClass, name)?.stored.version ??
    entryOf(system.extensions, extensionClass, name)?.version ??
    null
  );
}

/** By name, of all that is merged before or afterwards; what nothing tells of is left out. */
export function versionsOfMove(
  system: System,
  changes: readonly Change[],
  { class: extensionClass, before, after }: Pick<MergeOutcome, 'class' | 'before' | 'after'>,
): MergeOutcome['versions'] {
  const found = [...new Set([...before, ...after])].flatMap((name) => {
    const now = versionNow(system, extensionClass, name);
    const then = versionThen(changes, extensionClass, name) ?? now;
    const versions = { before: before.includes(name) ? now : null, after: after.includes(name) ? then : null };
    return versions.before === null && versions.after === null ? [] : [[name, versions] as const];
  });
  return Object.fromEntries(found);
}

function versionThen(changes: readonly Change[], extensionClass: ExtensionClass, name: string): string | null {
  for (const change of changes) {
    if (change.class !== extensionClass || change.name !== name) continue;
    if (isInstall(change)) return change.image.version;
    if (isUpdate(change)) return change.version;
  }
  return null;
}

function entryOf(
  extensions: readonly Extension[],
  extensionClass: ExtensionClass,
  name: string,
): Extension | undefined {
  const mine = extensions.filter((one) => one.class === extensionClass && one.name === name && !one.masks);
  return mine.find(({ listed }) => listed) ?? mine[0];
}
