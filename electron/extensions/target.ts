/** What can be told of a host without reading it. */

import { messageOf } from '../../shared/messages/message.ts';
import { VeneerError } from '../../shared/model/errors.ts';
import type { ExtensionClass } from '../../shared/systemd/classes.ts';
import type { MergeContext } from '../../shared/systemd/merge-context.ts';
import type { MountView } from '../host/mounts.ts';
import type { System } from './system.ts';

/** @throws {VeneerError} `unsupported` for a class that the host's systemd lacks */
export function mergeFor(
  { merge, facts }: Pick<System, 'merge' | 'facts'>,
  extensionClass: ExtensionClass,
): MergeContext {
  const context = merge[extensionClass];
  if (context !== undefined) return context;
  throw new VeneerError(
    'unsupported',
    messageOf('common.systemd-has-no-configuration-extensions', { version: String(facts.judgedAs) }),
    {
      nextStep: messageOf('common.confext-needs-systemd-254-or-newer'),
    },
  );
}

/** This machine's own mounts, for a host whose `/` is `root`. */
export function ownMounts(root: string): MountView {
  return { root, prefix: '', mountinfo: '/proc/self/mountinfo' };
}
