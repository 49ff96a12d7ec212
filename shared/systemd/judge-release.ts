/** The verdict on an entry by its release file, whatever else becomes of it. */

import { messageOf } from '../messages/message.ts';
import type { Verdict } from '../model/verdict.ts';
import { RELEASE_DIRECTORY } from './classes.ts';
import { judgeFields, makeVerdict } from './compatibility.ts';
import type { MergeEntry, TreeFacts } from './entry-facts.ts';
import { THROUGH_FILE } from './entry-failure.ts';
import type { EntryContext } from './merge-context.ts';

export function fileNames(names: readonly string[]): string {
  return names.map((name) => `extension-release.${name}`).join(', ');
}

/** The verdict by the release file, whatever else becomes of the entry. */
export function judgeRelease(entry: MergeEntry, facts: TreeFacts, context: EntryContext): Verdict {
  const { class: extensionClass, host } = context;
  const release = facts.release[extensionClass];
  if (host.fields.get('ID') === undefined || host.fields.get('ID') === '')
    return judgeFields(null, host, extensionClass);
  if (entry.form !== 'folder' && host.rules.version >= 257 && facts.osRelease === 'found') {
    return makeVerdict(false, 'os-release', messageOf('systemd.it-carries-usr-lib-os-release-so'));
  }
  switch (release.kind) {
    case 'found':
      if (release.fields.size > 0) return judgeFields(release.fields, host, extensionClass);
      return makeVerdict(
        false,
        'release-file-invalid',
        messageOf('systemd.its-release-file-holds-no-assignment', { path: release.path }),
      );
    case 'missing':
      return withoutRelease(entry, facts, context, release.others);
    case 'ambiguous':
      return makeVerdict(false, 'release-file-ambiguous', messageOf('systemd.it-has-several-release-files-of'));
    case 'invalid':
      return makeVerdict(
        false,
        'release-file-invalid',
        messageOf('systemd.systemd-cannot-read-its-release-file', { reason: release.reason }),
      );
    case 'directory':
      return makeVerdict(
        false,
        'release-file-invalid',
        messageOf('systemd.its-release-file-is-folder', { path: release.path }),
      );
    case 'not-a-directory':
    case 'loop':
      return makeVerdict(false, 'release-file-invalid', THROUGH_FILE[release.kind]);
    case 'unknown':
      return makeVerdict(
        null,
        'xattr-unknown',
        messageOf('systemd.unknown-whether-counts-is-told-by', { path: release.path }),
      );
  }
}

function withoutRelease(
  { name }: MergeEntry,
  facts: TreeFacts,
  { class: extensionClass, host }: EntryContext,
  others: readonly string[],
): Verdict {
  const judged = judgeFields(null, host, extensionClass);
  const other = extensionClass === 'sysext' ? 'confext' : 'sysext';
  const misplaced = facts.release[other];
  if (others.length > 0) {
    return {
      ...judged,
      message: messageOf('systemd.its-release-file-is-named-but', {
        found: fileNames(others),
        wanted: `extension-release.${name}`,
      }),
    };
  }
  if (misplaced.kind !== 'found') return judged;
  return {
    ...judged,
    message: messageOf('systemd.its-release-file-stands-in-where', {
      here: RELEASE_DIRECTORY[other],
      other,
      own: extensionClass,
      there: RELEASE_DIRECTORY[extensionClass],
    }),
  };
}
