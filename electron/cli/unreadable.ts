/** Search directories into which this user may not look: what stands there is not known, which is not that nothing is there. */
import { type Message, messageOf } from '../../shared/messages/message.ts';
import { ERROR_CODES } from '../../shared/model/errors.ts';
import type { ExtensionClass } from '../../shared/systemd/classes.ts';
import type { System } from '../extensions/system.ts';
import { mayLookInto } from '../host/rooted.ts';
import type { Invocation } from './invocation.ts';
import { printError } from './terminal.ts';

export interface Unreadable {
  readonly path: string;
  readonly class: ExtensionClass;
  readonly message: Message;
}

export function unreadableIn({ facts, release }: System, classes: readonly ExtensionClass[]): Unreadable[] {
  return classes.flatMap((extensionClass) =>
    release.rules.searchPath[extensionClass].flatMap((path) =>
      mayLookInto(facts.root, path)
        ? []
        : [{ path, class: extensionClass, message: messageOf('host.may-not-be-read-by-you', { path }) }],
    ),
  );
}

/** What could not be looked into, on stderr; @returns the exit code, for then the answer is not whole. */
export function tellUnreadable(problems: readonly Unreadable[], { json }: Invocation): number {
  if (!json) for (const { message } of problems) printError(messageOf('cli.veneer', { what: message }));
  return problems.length > 0 ? ERROR_CODES['not-authorized'].exitCode : 0;
}
