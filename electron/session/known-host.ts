/** A host as a window can show it, and whether its tree can be opened. */
import { accessSync, constants, statSync } from 'node:fs';
import { messageOf } from '../../shared/messages/message.ts';
import { VeneerError } from '../../shared/model/errors.ts';
import type { KnownHost } from '../../shared/model/hosts.ts';
import { rootOfHost } from '../../shared/window/host-id.ts';

/** What a window is told of this machine, the sandbox or a tree by its id. */
export function knownHost(id: string): KnownHost {
  const root = rootOfHost(id);
  if (root === null || root === '/')
    return { id, kind: root === null ? 'sandbox' : 'machine', root: null, name: null, problem: null };
  return { id, kind: 'tree', root, name: null, problem: problemOfTree(root)?.said ?? null };
}

/** Why a tree cannot be opened by this user; null where it can. */
export function problemOfTree(root: string): VeneerError | null {
  try {
    if (!statSync(root).isDirectory())
      return new VeneerError('not-found', messageOf('core.is-no-folder-any-more', { path: root }));
    accessSync(root, constants.R_OK | constants.X_OK);
    return null;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'EACCES') {
      return new VeneerError('not-authorized', messageOf('core.you-may-not-read', { path: root }));
    }
    return new VeneerError('not-found', messageOf('core.is-not-there-any-more', { path: root }));
  }
}
