/**
 * What becomes of one entry in a merge, before the layers are laid: systemd-sysext reads the metadata of every image,
 * then judges each by its release file. Rules from the source of 252 and 257 (src/sysext/sysext.c,
 * src/shared/discover-image.c, dissect-image.c, basic/os-util.c), those of 262 from its recorded merges.
 */

import { messageOf } from '../messages/message.ts';
import type { Verdict } from '../model/verdict.ts';
import { RELEASE_DIRECTORY } from './classes.ts';
import { makeVerdict } from './compatibility.ts';
import type { MergeEntry, ReleaseLookup, TreeFacts } from './entry-facts.ts';
import {
  CARRIES_OS_RELEASE,
  childOsRelease,
  ERRNO_OF,
  isDeadEnd,
  metadataFailure,
  THROUGH_FILE,
} from './entry-failure.ts';
import { fileNames, judgeRelease } from './judge-release.ts';
import type { EntryContext } from './merge-context.ts';
import type { MergeFailure } from './merge-failure.ts';
import { mountOfImage } from './mount-failure.ts';

export interface JudgedEntry {
  /** `compatible` is null where it cannot be known. */
  readonly verdict: Verdict;
  /** Why every merge fails while systemd lists it. */
  readonly failure: MergeFailure | null;
  /** Whether it becomes a layer: fits, or is forced; null where that cannot be known. */
  readonly taken: boolean | null;
}

/** Judges one entry as if it were the only one. */
export function judgeEntry(entry: MergeEntry, context: EntryContext): JudgedEntry {
  const { facts } = entry;
  if (facts.kind === 'unknown') {
    return { verdict: makeVerdict(null, facts.code, facts.reason), failure: null, taken: null };
  }
  if (facts.kind === 'unmountable') {
    const unmountable = metadataFailure(entry, 'not-mountable', facts.errno, facts.reason);
    return { verdict: makeVerdict(false, facts.code, facts.reason), failure: unmountable, taken: false };
  }
  const failure = entry.form === 'folder' ? folderFailure(entry, facts, context) : imageFailure(entry, facts, context);
  const judged = judgeRelease(entry, facts, context);
  if (failure === 'attributes-unknown') {
    const message = messageOf('systemd.unknown-root-hash-may-stand-in');
    return { verdict: makeVerdict(null, 'xattr-unknown', message), failure: null, taken: null };
  }
  if (failure === 'unknown') return { verdict: { ...judged, compatible: null }, failure: null, taken: null };
  if (failure !== null) return { verdict: blockingVerdict(judged, failure), failure, taken: false };
  return { verdict: judged, failure: null, taken: context.force ? true : judged.compatible };
}

/** The verdict on an entry that stops every merge, whatever its release file says. */
export function blockingVerdict({ fields }: Verdict, { message }: MergeFailure): Verdict {
  return makeVerdict(false, 'blocks-merge', message, [...fields]);
}

function folderFailure(entry: MergeEntry, facts: TreeFacts, context: EntryContext): MergeFailure | null {
  if (context.class !== 'sysext') return null;
  const { osRelease } = facts;
  if (context.host.rules.version < 257) return context.force ? null : childOsRelease(entry, osRelease);
  if (osRelease === 'found') return metadataFailure(entry, 'os-release', 'ENOMEDIUM', CARRIES_OS_RELEASE);
  if (!isDeadEnd(osRelease)) return null;
  return metadataFailure(entry, 'path-through-file', ERRNO_OF[osRelease], THROUGH_FILE[osRelease]);
}

function imageFailure(
  entry: MergeEntry,
  facts: TreeFacts,
  context: EntryContext,
): MergeFailure | 'unknown' | 'attributes-unknown' | null {
  // Whatever it is mounted with comes after what is read of it.
  const unread = entry.attributesUnknown === true ? 'attributes-unknown' : null;
  return metadataOfImage(entry, facts, context) ?? unread ?? mountOfImage(entry, facts, context);
}

/** The release files by which an image can count: 252 knows those of sysext alone. */
function lookupsOf(facts: TreeFacts, version: number): readonly ReleaseLookup[] {
  return version >= 254 ? [facts.release.sysext, facts.release.confext] : [facts.release.sysext];
}

function metadataOfImage(entry: MergeEntry, facts: TreeFacts, context: EntryContext): MergeFailure | 'unknown' | null {
  const { version } = context.host.rules;
  if (isDeadEnd(facts.osTree)) {
    return metadataFailure(entry, 'path-through-file', ERRNO_OF[facts.osTree], THROUGH_FILE[facts.osTree]);
  }
  if (facts.osTree === 'missing') {
    const own = countedRelease(entry, lookupsOf(facts, version));
    if (own === 'missing') return misnamedFailure(entry, facts, context);
    if (own !== 'counts') return own;
  }
  const folder =
    facts.folderForFile ??
    lookupsOf(facts, version).flatMap((one) => (one.kind === 'directory' ? [one.path] : []))[0] ??
    null;
  if (folder === null) return null;
  return metadataFailure(
    entry,
    'folder-for-file',
    'EISDIR',
    messageOf('systemd.inside-it-is-folder-not-file', { folder }),
  );
}

/** Whether one of the release files makes the tree an extension; the first that is not just missing decides. */
function countedRelease(
  entry: MergeEntry,
  releases: readonly ReleaseLookup[],
): MergeFailure | 'counts' | 'missing' | 'unknown' {
  for (const release of releases) {
    switch (release.kind) {
      case 'missing':
        continue;
      case 'not-a-directory':
      case 'loop':
        return metadataFailure(entry, 'path-through-file', ERRNO_OF[release.kind], THROUGH_FILE[release.kind]);
      case 'ambiguous':
        return metadataFailure(
          entry,
          'release-file-ambiguous',
          'ENOTUNIQ',
          messageOf('systemd.it-has-several-release-files-of-other', { files: fileNames(release.others) }),
        );
      case 'unknown':
        return 'unknown';
      default:
        return 'counts';
    }
  }
  return 'missing';
}

function misnamedFailure(
  entry: MergeEntry,
  facts: TreeFacts,
  { class: extensionClass, host }: EntryContext,
): MergeFailure {
  const { name } = entry;
  const own = facts.release[extensionClass];
  const others = own.kind === 'missing' ? own.others : [];
  const [other] = others;
  const message =
    other === undefined
      ? messageOf('systemd.it-is-image-without-release-file', {
          path: `${RELEASE_DIRECTORY[extensionClass]}/extension-release.${name}`,
        })
      : messageOf(
          host.rules.version >= 256
            ? 'systemd.its-release-file-is-named-but-image-or-cut'
            : 'systemd.its-release-file-is-named-but-image',
          { files: fileNames(others), wanted: `extension-release.${name}` },
        );
  const nextStep =
    other === undefined || others.length > 1
      ? null
      : messageOf('systemd.rename-file-to-raw-name-that', { name: other });
  return metadataFailure(entry, 'release-file-missing', 'ENOMEDIUM', message, nextStep);
}
