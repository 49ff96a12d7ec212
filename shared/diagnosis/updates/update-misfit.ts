import { type Message, messageOf } from '../../messages/message.ts';
import type { ExtensionClass } from '../../systemd/classes.ts';
import { inExtension } from '../in-extension.ts';
import { rule } from '../rule.ts';

export interface MisfitFacts {
  readonly class: ExtensionClass;
  readonly name: string;
  readonly version: string;
  /** The version that is current; null where none is. */
  readonly old: string | null;
  /** Why every merge would fail with it; null where none would. */
  readonly failure: Message | null;
  /** Why systemd would leave it out; null where it fits, or nothing tells. */
  readonly unfit: Message | null;
}

/** An update that is there, and that systemd would not merge: the version before stays current. */
export const updateMisfit = rule(
  ['update-fails-merges', 'update-does-not-fit'],
  'systemd-sysext(8), by the image itself once it is there',
  (facts: MisfitFacts) => {
    const { name, version, old, failure, unfit } = facts;
    const reason = failure ?? unfit;
    if (reason === null) return [];
    return [
      {
        id: failure === null ? 'update-does-not-fit' : 'update-fails-merges',
        severity: failure === null ? 'warning' : 'danger',
        subject: inExtension(facts),
        message:
          failure === null
            ? messageOf('diagnosis.does-not-fit-so-not-installed', { name, version, reason })
            : messageOf('diagnosis.would-fail-merges-so-not-installed', { name, version, reason }),
        nextStep:
          old === null
            ? messageOf('diagnosis.wait-for-one-that-fits')
            : messageOf('diagnosis.stays-wait-for-version-that-fits', { old }),
      },
    ];
  },
);
