/** Names that were removed, of which versions are still stored. */
import { type Message, messageOf } from '../../shared/messages/message.ts';
import type { System } from '../extensions/system.ts';
import { removedNames, storeOfRemoved } from '../operations/stored-versions.ts';
import { versionsOf } from '../operations/versions.ts';
import type { Answer } from './answers.ts';
import { commandFor } from './status-text.ts';

export type Stored = Answer<'list'>['stored'][number];

/** By name. */
export function storedIn(system: System): readonly Stored[] {
  return removedNames(system).flatMap((named) => {
    const store = storeOfRemoved(system, named);
    if (store === null) return [];
    const versions = versionsOf(system, named.class, named.name).map(({ version }) => version);
    const own = `${store.store}/${named.name}`;
    return [{ ...named, state: 'stored', versions, path: system.stores.has(own) ? own : store.store }];
  });
}

/** Which versions stay of a name, and what to type to have one back or to delete them. */
export function stayText({ class: extensionClass, name, versions }: Stored, root: string): Message {
  return messageOf('cli.versions-stay-stored', {
    name,
    versions: versions.join(', '),
    back: commandFor(`veneer rollback ${name} ${versions[0] ?? ''}`, extensionClass, root),
    purge: commandFor(`veneer remove ${name} --purge`, extensionClass, root),
  });
}
