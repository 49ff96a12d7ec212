/** Search directories into which this user may not look: what stands there is not known, which is not that nothing is there. */
import { accessSync, constants } from 'node:fs';
import { type Message, messageOf } from '../../shared/messages/message.ts';
import type { ExtensionClass } from '../../shared/systemd/classes.ts';
import type { System } from '../extensions/system.ts';
import { resolveInRoot } from '../host/rooted.ts';

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

function mayLookInto(root: string, path: string): boolean {
  const found = resolveInRoot(root, path);
  if (!found.found) return found.reason !== 'permission';
  if (!found.stat.isDirectory()) return true;
  try {
    accessSync(found.hostPath, constants.R_OK | constants.X_OK);
    return true;
  } catch {
    return false;
  }
}
