/** What stands where systemd does not look for it, and what a merge of configuration does to all of /etc. */
import { messageOf } from '../../../shared/messages/message.ts';
import type { Danger, Rule } from './facts.ts';

const CONFEXTS = /^usr\/(?:local\/)?lib\/confexts\/([^/]+)/;
const SYSEXT_RELEASE = 'usr/lib/extension-release.d/';

/** A confext inside a sysext is listed, but systemd-confext.service has run before it is there (systemd#38838). */
export const confextInside: Rule = ({ class: extensionClass, layers }) =>
  extensionClass !== 'sysext'
    ? []
    : layers.flatMap(({ name, survey }): Danger[] => {
        const inside = new Map<string, string>();
        for (const path of [...(survey?.others.keys() ?? []), ...(survey?.folders.keys() ?? [])]) {
          const [at, confext] = CONFEXTS.exec(path) ?? [];
          if (at !== undefined && confext !== undefined) inside.set(confext, at);
        }
        return [...inside].map(([confext, path]) => ({
          extension: name,
          kind: 'misplaced',
          severity: 'warning',
          path,
          message: messageOf('extension.configuration-extension-in-it-is-listed', { name: confext }),
        }));
      });

export const readOnly: Rule = ({ class: extensionClass, layers, turnsReadOnly }) =>
  extensionClass !== 'confext' || !turnsReadOnly || layers.length === 0
    ? []
    : [
        {
          extension: null,
          kind: 'read-only',
          severity: 'warning',
          path: '',
          message: messageOf('extension.all-of-etc-is-read-only'),
        },
      ];

/** Whether a path is the release file of a sysext, which does not count for a confext. */
export function isReleaseOfSysext(path: string): boolean {
  return path.startsWith(SYSEXT_RELEASE);
}
