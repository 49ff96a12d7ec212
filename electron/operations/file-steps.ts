/** The steps and warnings of installing and removing image files. */

import type { Served } from '../../shared/images/origin.ts';
import type { Change, Step } from '../../shared/model/plan.ts';
import type { System } from '../extensions/system.ts';
import type { Adoption, Adoptions } from './adoption.ts';
import { entryPath, type FileChange, isVersioned, storeForChange } from './file-changes.ts';

/** From where downloads were fetched, by the path at which each waits. */
export type ServedFiles = ReadonlyMap<string, Served>;

export function fileSteps(
  system: System,
  changes: readonly FileChange[],
  adoptions: Adoptions,
  served: ServedFiles = new Map(),
): Step[] {
  return changes.map((change): Step => {
    const { class: extensionClass, name } = change;
    if (change.verb === 'remove') {
      const sentence = change.purge ? `Remove ${name} and all its versions` : `Remove ${name}`;
      return { verb: 'remove', class: extensionClass, name, purge: change.purge, sentence };
    }
    if (change.verb === 'vacuum') {
      const { keep } = change;
      return {
        verb: 'vacuum',
        class: extensionClass,
        name,
        keep,
        sentence: `Delete all but ${keep} old versions of ${name}`,
      };
    }
    const { store } = storeForChange(system, change);
    const { source, version } = change.image;
    const sentence = source === null ? `Make version ${version} of ${name} current` : `Install ${name} ${version}`;
    const adopted = adoptions.get(change) ?? null;
    return {
      verb: 'install',
      class: extensionClass,
      name,
      image: change.image,
      store,
      current: true,
      versioned: isVersioned(system, change),
      adopts: adopted === null ? null : { version: adopted.version, architecture: adopted.architecture },
      origin: source === null ? null : (served.get(source) ?? null),
      sentence: keeping(sentence, adopted),
    };
  });
}

/** What a step does, with the image that it keeps. */
export function keeping(action: string, adopted: Adoption | null): string {
  if (adopted === null) return action;
  const sentence = `${action}, and keep the image that stands at ${adopted.path} as version ${adopted.version}`;
  return sentence;
}

/** What becomes of images that stood where a link has to be. */
export function adoptionWarnings(changes: readonly Change[], adoptions: Adoptions): string[] {
  return changes.flatMap((change) => {
    const adopted = adoptions.get(change);
    if (adopted === undefined) return [];
    return [`The image that stands at ${adopted.path} is kept as version ${adopted.version}.`];
  });
}

/** @param later the host as it would be afterwards */
export function fileWarnings(later: System, changes: readonly FileChange[]): string[] {
  return changes.flatMap((change) => {
    const { class: extensionClass, name } = change;
    if (change.verb === 'remove') {
      const next = later.extensions.find((one) => one.class === extensionClass && one.name === name && one.listed);
      return next === undefined || next.masks ? [] : [`${next.path} is no longer hidden and counts from then on.`];
    }
    if (change.verb === 'vacuum') return [];
    const path = entryPath(later, change);
    const entry = later.extensions.find((one) => one.class === extensionClass && one.path === path);
    if (entry === undefined || entry.listed) return [];
    const counted = later.extensions.find((one) => one.class === extensionClass && one.name === name && one.listed);
    const why = counted?.masks === true ? `${name} is masked by ${counted.path}` : `${counted?.path} hides it`;
    return [`It will have no effect yet: ${why}.`];
  });
}
