import { listsImageHash } from '../../images/hash-version.ts';
import { messageOf } from '../../messages/message.ts';
import type { Release } from '../../model/catalog.ts';
import type { Extension } from '../../model/extension.ts';
import { inExtension } from '../in-extension.ts';
import { rule } from '../rule.ts';

export interface UntoldFacts {
  readonly entry: Pick<Extension, 'class' | 'name'>;
  /** What a remote has, of which nobody can tell whether it is another image; null where all is known. */
  readonly release: Release | null;
}

/** A list that tells no version, and no hash that could be held against the installed image. */
export const newerUntold = rule(
  ['newer-untold'],
  'SHA256SUMS has the hash of the file as it is served, packed where it is packed',
  ({ entry, release }: UntoldFacts) => {
    if (release === null) return [];
    const { remote, sha256 } = release;
    const { name } = entry;
    return [
      {
        id: 'newer-untold',
        severity: 'note',
        subject: inExtension(entry),
        message:
          sha256 === null
            ? messageOf('diagnosis.not-known-neither-version-nor-hash', { remote, name })
            : listsImageHash(release)
              ? messageOf('diagnosis.not-known-image-unread', { remote, name })
              : messageOf('diagnosis.not-known-file-is-packed', { remote, name }),
        nextStep: messageOf('diagnosis.download-from-there-once', { name }),
      },
    ];
  },
);
