/**
 * What becomes of one entry in a merge, before the layers are laid: systemd-sysext reads the metadata of every image,
 * then judges each by its release file. Rules from the source of 252 and 257 (src/sysext/sysext.c,
 * src/shared/discover-image.c, dissect-image.c, basic/os-util.c), those of 262 from its recorded merges.
 */

import { type Message, messageOf } from '../messages/message.ts';
import type { Verdict } from '../model/verdict.ts';
import { type ExtensionClass, RELEASE_DIRECTORY } from './classes.ts';
import { type HostRelease, judgeFields, makeVerdict } from './compatibility.ts';
import { dissectTable } from './dissect.ts';
import type { Lookup, MergeEntry, ReleaseLookup, TreeFacts } from './entry-facts.ts';
import { type ImagePolicy, mayUse, policyAllows } from './image-policy.ts';
import { type MergeFailure, type MergeRule, strerror } from './merge-failure.ts';

export interface EntryContext {
  readonly class: ExtensionClass;
  readonly host: HostRelease;
  /** `--force`: the version check is passed over. */
  readonly force: boolean;
  /** What an image must be protected by; null where everything systemd takes by itself is taken. */
  readonly policy: ImagePolicy | null;
  /** Whether the kernel has dm-verity; null where that cannot be told. */
  readonly kernelVerity: boolean | null;
}

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

function metadataFailure(
  { name, path }: MergeEntry,
  rule: MergeRule,
  errno: string | null,
  message: Message,
  nextStep: Message | null = null,
): MergeFailure {
  const prints = `Failed to read metadata for image ${name}: ${strerror(errno)}`;
  return { rule, entry: { name, path }, errno, prints, message, nextStep };
}

function childFailure(
  { name, path }: MergeEntry,
  rule: MergeRule,
  errno: string | null,
  prints: string,
  message: Message,
): MergeFailure {
  return { rule, entry: { name, path }, errno, prints, message, nextStep: null };
}

const ERRNO_OF: Readonly<Record<'not-a-directory' | 'loop', string>> = { 'not-a-directory': 'ENOTDIR', loop: 'ELOOP' };

const isDeadEnd = (found: Lookup): found is 'not-a-directory' | 'loop' =>
  found === 'not-a-directory' || found === 'loop';

const THROUGH_FILE: Readonly<Record<'not-a-directory' | 'loop', Message>> = {
  'not-a-directory': messageOf('systemd.file-stands-where-folder-must-be'),
  loop: messageOf('systemd.symlink-on-way-to-usr-lib'),
};

const CARRIES_OS_RELEASE = messageOf('systemd.it-carries-usr-lib-os-release');

function folderFailure(entry: MergeEntry, facts: TreeFacts, context: EntryContext): MergeFailure | null {
  if (context.class !== 'sysext') return null;
  const { osRelease } = facts;
  if (context.host.rules.version < 257) return context.force ? null : childOsRelease(entry, osRelease);
  if (osRelease === 'found') return metadataFailure(entry, 'os-release', 'ENOMEDIUM', CARRIES_OS_RELEASE);
  if (!isDeadEnd(osRelease)) return null;
  return metadataFailure(entry, 'path-through-file', ERRNO_OF[osRelease], THROUGH_FILE[osRelease]);
}

/** What 252 says of usr/lib/os-release, of folders and images alike (validate_version()). */
function childOsRelease(entry: MergeEntry, osRelease: Lookup): MergeFailure | null {
  if (osRelease === 'found') {
    const prints =
      'Extension image contains /usr/lib/os-release file, which is not allowed (it may carry /etc/os-release), refusing.';
    return childFailure(entry, 'os-release-in-child', 'EINVAL', prints, CARRIES_OS_RELEASE);
  }
  if (!isDeadEnd(osRelease)) return null;
  const errno = ERRNO_OF[osRelease];
  const prints = `Failed to determine whether '/usr/lib/os-release' exists in the extension: ${strerror(errno)}`;
  return childFailure(entry, 'path-through-file-in-child', errno, prints, THROUGH_FILE[osRelease]);
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

function fileNames(names: readonly string[]): string {
  return names.map((name) => `extension-release.${name}`).join(', ');
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

/** What the child says of an image when it mounts it for the merge. */
function mountOfImage(entry: MergeEntry, facts: TreeFacts, context: EntryContext): MergeFailure | 'unknown' | null {
  const { version } = context.host.rules;
  const artifacts = verityArtifacts(entry);
  if (artifacts !== null) return artifacts;
  const refused = refusedByPolicy(entry, context);
  if (refused !== null) return refused;
  const beside = besideImage(entry, context) ?? needsVerity(entry, context);
  if (beside !== null) return beside;
  if (version < 257) return context.force ? null : childOsRelease(entry, facts.osRelease);
  if (context.force || !isDeadEnd(facts.osRelease)) return null;
  const errno = ERRNO_OF[facts.osRelease];
  return childFailure(
    entry,
    'path-through-file-in-child',
    errno,
    `Failed to mount image: ${strerror(errno)}`,
    THROUGH_FILE[facts.osRelease],
  );
}

function verityArtifacts(entry: MergeEntry): MergeFailure | null {
  const { sidecars, path } = entry;
  if (sidecars === null) return null;
  const noHash = sidecars.rootHash !== null && sidecars.rootHash.hash === null;
  if (!noHash && !(sidecars.rootHash !== null && sidecars.emptySignature)) return null;
  const file = `.${sidecars.rootHash?.of}hash${noHash ? '' : '.p7s'}`;
  return childFailure(
    entry,
    'verity-artifacts',
    'EINVAL',
    `Failed to read verity artifacts for ${path}: ${strerror('EINVAL')}`,
    noHash
      ? messageOf('systemd.file-beside-it-holds-no-root', { file })
      : messageOf('systemd.file-beside-it-is-empty', { file }),
  );
}

function refusedByPolicy(entry: MergeEntry, { policy, host }: EntryContext): MergeFailure | null {
  if (policy === null) return null;
  const { partitions, sidecars, path } = entry;
  let errno: string | null = null;
  if (partitions === null) {
    const isVerity = sidecars?.hashTree === true && sidecars.rootHash?.of === 'root';
    if (!mayUse(policy, 'root')) errno = 'ENOPKG';
    else if (!policyAllows(policy, 'root', isVerity ? 'verity' : 'unprotected')) errno = 'ERFKILL';
  } else {
    const chosen = dissectTable(partitions, host.architecture, host.rules.version, policy);
    if (typeof chosen === 'string') errno = chosen;
  }
  if (errno === null) return null;
  const prints = errno === 'ERFKILL' ? `${path}: Image does not match image policy.` : `${path}: ${strerror(errno)}`;
  return childFailure(entry, 'image-policy', errno, prints, messageOf('systemd.image-policy-of-this-host-imagepolicy'));
}

const NO_VERITY = messageOf('systemd.it-is-protected-by-dm-verity');

/** What a root hash or a hash tree beside the image asks for. */
function besideImage(entry: MergeEntry, { kernelVerity }: EntryContext): MergeFailure | 'unknown' | null {
  const { sidecars, partitions, path } = entry;
  if (sidecars === null) return null;
  const { rootHash, hashTree } = sidecars;
  if (partitions !== null && hashTree) {
    const message = messageOf('systemd.verity-file-stands-beside-it-which');
    return childFailure(entry, 'verity', 'EBADR', `${path}: ${strerror('EBADR')}`, message);
  }
  if (rootHash === null || rootHash.hash === null) return null;
  if (partitions !== null) {
    const half = rootHash.hash.slice(0, 32);
    const isThere = partitions.some(({ uuid }) => uuid.replaceAll('-', '') === half);
    if (!isThere) {
      const message = messageOf('systemd.root-hash-beside-it-is-not');
      return childFailure(entry, 'verity', 'EADDRNOTAVAIL', `${path}: ${strerror('EADDRNOTAVAIL')}`, message);
    }
  } else if (!hashTree || rootHash.of === 'usr') {
    // A bare file system is all root, so that a hash for /usr vouches for nothing of it (measured).
    return null;
  }
  // Whether the hashes are right is known only to who reads the whole image.
  if (kernelVerity !== false) return 'unknown';
  const prints = `Failed to decrypt image: ${strerror('EOPNOTSUPP')}`;
  return childFailure(entry, 'verity', 'EOPNOTSUPP', prints, NO_VERITY);
}

/** 262 sets dm-verity up wherever an image has a hash tree; older ones only with a hash or a signature. */
function needsVerity(entry: MergeEntry, { host, policy, kernelVerity }: EntryContext): MergeFailure | 'unknown' | null {
  if (entry.partitions === null) return null;
  const { version } = host.rules;
  const chosen = dissectTable(entry.partitions, host.architecture, version, policy);
  if (typeof chosen === 'string') return null;
  const vouched = [chosen.verity.root, chosen.verity.usr].filter((one) => one !== null);
  const needed = vouched.some(({ signature }) => version >= 262 || signature !== null);
  if (!needed) return null;
  const prints =
    version >= 262
      ? `Failed to read metadata for image ${entry.name}: ${strerror('EOPNOTSUPP')}`
      : `Failed to decrypt image: ${strerror('EOPNOTSUPP')}`;
  if (kernelVerity === false) return childFailure(entry, 'verity', 'EOPNOTSUPP', prints, NO_VERITY);
  if (entry.verityIntact === false) {
    const message = messageOf('systemd.its-hash-tree-does-not-have');
    return childFailure(entry, 'verity', null, 'Failed to decrypt image', message);
  }
  return kernelVerity === null ? 'unknown' : null;
}

/** The verdict by the release file, whatever else becomes of the entry. */
function judgeRelease(entry: MergeEntry, facts: TreeFacts, context: EntryContext): Verdict {
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
