import { messageOf } from '../../messages/message.ts';
import { inExtension } from '../in-extension.ts';
import { rule } from '../rule.ts';
import type { InsideFacts } from './facts.ts';

/** What holds an OS is no extension to systemd. */
export const carriesOsRelease = rule(
  ['carries-os-release'],
  'systemd-sysext(8): an extension holds no /usr/lib/os-release; merges of 252, 257 and 262 with one end',
  (facts: InsideFacts) =>
    facts.isSeen && facts.path === 'usr/lib/os-release'
      ? [
          {
            id: 'carries-os-release',
            severity: 'danger',
            subject: inExtension(facts, facts.path),
            message: messageOf('extension.it-has-os-release-of-its'),
          },
        ]
      : [],
);
