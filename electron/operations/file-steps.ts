/** The steps of installing and removing image files. */

import type { Served } from '../../shared/images/origin.ts';
import { type Message, messageOf } from '../../shared/messages/message.ts';
import type { Step } from '../../shared/model/plan.ts';
import type { System } from '../extensions/system.ts';
import type { Adoption, Adoptions } from './adoption.ts';
import { type FileChange, isVersioned, storeForChange } from './file-changes.ts';

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
      const sentence = change.purge
        ? messageOf('change.remove-and-all-its-versions', { name })
        : messageOf('change.remove', { name });
      return { verb: 'remove', class: extensionClass, name, purge: change.purge, sentence };
    }
    if (change.verb === 'vacuum') {
      const { keep } = change;
      return {
        verb: 'vacuum',
        class: extensionClass,
        name,
        keep,
        sentence: messageOf('change.delete-all-but-old-versions-of', { count: keep, name }),
      };
    }
    const { store } = storeForChange(system, change);
    const { source, version } = change.image;
    const sentence =
      source === null
        ? messageOf('change.make-version-of-current', { version, name })
        : messageOf('change.install', { name, version });
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
      sentence: withAdoption(sentence, adopted),
    };
  });
}

/** What a step does, with the image that it keeps. */
export function withAdoption(action: Message, adopted: Adoption | null): Message {
  if (adopted === null) return action;
  const sentence = messageOf('change.and-keep-image-that-stands-at', {
    step: action,
    path: adopted.path,
    version: adopted.version,
  });
  return sentence;
}
