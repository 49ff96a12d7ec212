/** Names that were removed, of which versions are still stored. */
import type { ExtensionClass } from '../../shared/systemd/classes.ts';
import type { System } from '../extensions/system.ts';
import { removedNames, storeOfRemoved } from '../operations/stored-versions.ts';
import { versionsOf } from '../operations/versions.ts';
import type { Answer } from './answers.ts';

export type Stored = Answer<'list'>['stored'][number];

/** By name. */
export function storedIn(system: System): readonly Stored[] {
  return removedNames(system).flatMap((named) => {
    const store = storeOfRemoved(system, named);
    if (store === null) return [];
    const versions = storedVersionsOf(system, named.class, named.name);
    const own = `${store.store}/${named.name}`;
    return [{ ...named, state: 'stored', versions, path: system.stores.has(own) ? own : store.store }];
  });
}

/** The stored versions of a name, newest first. */
export const storedVersionsOf = (system: System, extensionClass: ExtensionClass, name: string): readonly string[] =>
  versionsOf(system, extensionClass, name).map(({ version }) => version);
