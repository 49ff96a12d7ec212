/** Which extensions systemd would look at after some changes: discovery once more, on what is known of the disk. */
import type { Extension } from '../../shared/model/extension.ts';
import type { Change } from '../../shared/model/plan.ts';
import type { Verdict } from '../../shared/model/verdict.ts';
import type { ExtensionClass } from '../../shared/systemd-rules.ts';
import { inMergeOrder } from '../extensions/layers.ts';
import type { System } from '../extensions/system.ts';

/** An entry that systemd would list and that is no mask. */
export interface Effective {
  readonly name: string;
  readonly path: string;
  readonly verdict: Verdict;
  readonly units: readonly string[];
  readonly isLink: boolean;
  /** Why systemd fails every merge while it is listed; null where it does not. */
  readonly blocksMergeBecause: string | null;
}

/** The extensions that count after `changes`, in merge order. */
export function foretell(system: System, extensionClass: ExtensionClass, changes: readonly Change[]): Effective[] {
  const verbs = new Map(changes.map(({ name, verb }) => [name, verb]));
  const mine = system.extensions.filter((one) => one.class === extensionClass);
  const names = new Set([
    ...mine.map(({ name }) => name),
    ...system.setAside.filter((one) => one.class === extensionClass).map(({ name }) => name),
  ]);
  const effective: Effective[] = [];
  for (const name of names) {
    const verb = verbs.get(name);
    if (verb === 'disable') continue;
    const kept = system.setAside.find((one) => one.class === extensionClass && one.name === name);
    if (verb === 'enable' && kept !== undefined) {
      effective.push({ ...kept, isLink: false, blocksMergeBecause: null });
      continue;
    }
    const entries = mine.filter((one) => one.name === name);
    const taken = entries.find((one) => one.listed);
    if (taken === undefined) continue;
    if (!taken.masks) effective.push(fromEntry(taken));
    else if (verb === 'enable') {
      const next = entries.find((one) => !one.masks && one.maskedBy !== null);
      if (next !== undefined) effective.push(fromEntry(next));
    }
  }
  return inMergeOrder(effective);
}

/** Extensions that count, but that the systemd at work passes over because a symlink leads to them. */
export function passedOver(system: System, effective: readonly Effective[]): Effective[] {
  return system.followsLinks ? [] : effective.filter(({ isLink }) => isLink);
}

function fromEntry({ name, path, realPath, verdict, units, blocksMergeBecause }: Extension): Effective {
  return { name, path, verdict, units, isLink: realPath !== path, blocksMergeBecause };
}
