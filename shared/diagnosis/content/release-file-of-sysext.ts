import { messageOf } from '../../messages/message.ts';
import { RELEASE_DIRECTORY } from '../../systemd/classes.ts';
import { inExtension } from '../in-extension.ts';
import { rule } from '../rule.ts';
import type { InsideFacts } from './facts.ts';

/** A confext that was made like a sysext. */
export const releaseFileOfSysext = rule(
  ['release-file-of-sysext'],
  'systemd-confext(8): /etc/extension-release.d/extension-release.IMAGE',
  (facts: InsideFacts) =>
    facts.class === 'confext' && facts.isFile && facts.path.startsWith(`${RELEASE_DIRECTORY.sysext}/`)
      ? [
          {
            id: 'release-file-of-sysext',
            severity: 'warning',
            subject: inExtension(facts, facts.path),
            message: messageOf('extension.release-file-of-configuration-extension-counts'),
          },
        ]
      : [],
);
