/** Files that more than one layer has, and whose is seen. */

import { VANISHING } from '../../shared/diagnosis/merge/diagnose-merge.ts';
import { isMessage, type Message } from '../../shared/messages/message.ts';
import { compareNames } from '../../shared/model/by-name.ts';
import type { Diagnosis } from '../../shared/model/diagnosis.ts';
import type { ExtensionClass } from '../../shared/systemd/classes.ts';
import { dangersOfMerge } from './dangers/dangers.ts';
import { baseHas, filesOf, inMergeOrder, seesBase, wouldMerge } from './layers.ts';
import type { System, Target } from './system.ts';

export interface Conflict {
  /** Without a leading slash. */
  readonly path: string;
  /** `base` and extensions, lowest layer first. */
  readonly owners: readonly string[];
  /** The one that is seen. */
  readonly winner: string;
}

export interface Conflicts {
  readonly conflicts: readonly Conflict[];
  /** What vanishes under a folder, a link, an opaque marker or a whiteout of an extension. */
  readonly vanishing: readonly Diagnosis[];
  /** False while a merge hides the base. */
  readonly baseKnown: boolean;
  /** Extensions whose files could not be read. */
  readonly unread: readonly { readonly name: string; readonly problem: Message }[];
}

/** Of everything that is merged or would be, sorted by path. */
export async function findConflicts(
  target: Target,
  system: System,
  extensionClass: ExtensionClass,
): Promise<Conflicts> {
  const taking = system.extensions.filter(
    (one) => one.class === extensionClass && (one.merged || wouldMerge(one) === true),
  );
  const owners = new Map<string, string[]>();
  // Of what nobody can tell whether it would be merged nobody can tell what it has either.
  const unread: { name: string; problem: Message }[] = system.extensions
    .filter((one) => one.class === extensionClass && !one.merged && wouldMerge(one) === null)
    .map(({ name, verdict }) => ({ name, problem: verdict.message }));
  for (const extension of inMergeOrder(taking)) {
    const files = await filesOf(target, system, extension);
    if (isMessage(files)) {
      unread.push({ name: extension.name, problem: files });
      continue;
    }
    for (const path of files) {
      const known = owners.get(path);
      if (known === undefined) owners.set(path, [extension.name]);
      else known.push(extension.name);
    }
  }
  const names = taking.map(({ name }) => name);
  const dangers = await dangersOfMerge(target, system, extensionClass, names);
  const vanishing = dangers.filter(({ id }) => VANISHING.has(id));
  const baseKnown = seesBase(target, system.hierarchies, extensionClass);
  const conflicts: Conflict[] = [];
  for (const [path, names] of owners) {
    const all = baseKnown && baseHas(target, path) ? ['base', ...names] : names;
    if (all.length > 1) conflicts.push({ path, owners: all, winner: all.at(-1) ?? '' });
  }
  conflicts.sort((a, b) => compareNames(a.path, b.path));
  return { conflicts, vanishing, baseKnown, unread };
}
