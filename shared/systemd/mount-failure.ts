/** What the child of systemd-sysext says of an image when it mounts it for the merge. */

import { messageOf } from '../messages/message.ts';
import { dissectTable } from './dissect.ts';
import type { MergeEntry, TreeFacts } from './entry-facts.ts';
import { childFailure, childOsRelease, ERRNO_OF, isDeadEnd, THROUGH_FILE } from './entry-failure.ts';
import { mayUse, policyAllows } from './image-policy.ts';
import type { EntryContext } from './merge-context.ts';
import { type MergeFailure, strerror } from './merge-failure.ts';

/** What the child says of an image when it mounts it for the merge. */
export function mountOfImage(
  entry: MergeEntry,
  facts: TreeFacts,
  context: EntryContext,
): MergeFailure | 'unknown' | null {
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
function besideImage(entry: MergeEntry, { kernel }: EntryContext): MergeFailure | 'unknown' | null {
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
  if (kernel.verity !== false) return 'unknown';
  const prints = `Failed to decrypt image: ${strerror('EOPNOTSUPP')}`;
  return childFailure(entry, 'verity', 'EOPNOTSUPP', prints, NO_VERITY);
}

/** 262 sets dm-verity up wherever an image has a hash tree; older ones only with a hash or a signature. */
function needsVerity(entry: MergeEntry, { host, policy, kernel }: EntryContext): MergeFailure | 'unknown' | null {
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
  if (kernel.verity === false) return childFailure(entry, 'verity', 'EOPNOTSUPP', prints, NO_VERITY);
  if (entry.verityIntact === false) {
    const message = messageOf('systemd.its-hash-tree-does-not-have');
    return childFailure(entry, 'verity', null, 'Failed to decrypt image', message);
  }
  return kernel.verity === null ? 'unknown' : null;
}
