import { osTitle } from '../../images/for-os.ts';
import { type Message, messageOf } from '../../messages/message.ts';
import type { NextOs, NextOsRow } from '../../model/next-os.ts';
import { inExtension } from '../in-extension.ts';
import { rule } from '../rule.ts';

export interface BuildFacts extends Pick<NextOsRow, 'class' | 'name'> {
  readonly os: NextOs['os'];
  /** Of the build that is published for that OS. */
  readonly version: string;
  readonly isDownloaded: boolean;
  /** Why it does not fit that OS; null where it does, or nothing tells. */
  readonly unfit: Message | null;
}

/** A build for the next OS that is not made ready for it. */
export const buildForOs = rule(
  ['build-not-downloaded', 'build-does-not-fit'],
  'systemd-sysext(8), by the image itself once it is there, held against the os-release of that OS',
  (facts: BuildFacts) => {
    const { name, os, version, isDownloaded, unfit } = facts;
    const about = { severity: 'warning', subject: inExtension(facts) } as const;
    if (!isDownloaded) {
      const message = messageOf('diagnosis.build-is-not-downloaded', { name, os: osTitle(os) });
      return [{ ...about, id: 'build-not-downloaded', message }];
    }
    if (unfit === null) return [];
    const message = messageOf('diagnosis.build-does-not-fit', { name, version, os: osTitle(os), reason: unfit });
    return [{ ...about, id: 'build-does-not-fit', message }];
  },
);
