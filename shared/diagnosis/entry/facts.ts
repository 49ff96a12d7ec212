/** What the rules on one entry of a search directory are functions of. */
import type { Message } from '../../messages/message.ts';
import type { Subject } from '../../model/diagnosis.ts';
import type { Extension } from '../../model/extension.ts';
import type { ExtensionClass } from '../../systemd/classes.ts';
import type { EntryProblem } from '../../systemd/discovery.ts';

export interface EntryFacts {
  readonly class: ExtensionClass;
  readonly name: string;
  /** In the search directory, without the root. */
  readonly path: string;
  /** Where it stands itself, or where its link leads, without the root. */
  readonly leadsTo: string;
  /** Why systemd does not see it as an extension; null where it does. */
  readonly problem: EntryProblem | null;
  /** Whether systemd takes it for its name. */
  readonly listed: boolean;
  /** An empty folder, which hides what has its name in lower directories. */
  readonly isMask: boolean;
  readonly hidesLower: boolean;
  /** Other entries of the name in the same directory, by their paths. */
  readonly ambiguousWith: readonly string[];
  /** The path of what systemd takes for the name; null where that is nothing. */
  readonly taken: string | null;
  /** Why every merge fails while it is there; null where it does not make it fail. */
  readonly failsMerge: Message | null;
  /** What a person can do about that; null where nothing is known, or nothing fails. */
  readonly mends: Message | null;
  /** Whether an entry of the class has a name. */
  readonly isTaken: (name: string) => boolean;
  readonly disable: Extension['disable'];
}

export function entrySubject({ class: extensionClass, path }: EntryFacts): Subject {
  return { kind: 'entry', class: extensionClass, path };
}
