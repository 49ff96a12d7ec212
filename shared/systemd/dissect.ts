/**
 * Which partitions of a GPT disk image systemd would mount as root and /usr (dissect_image() in systemd's
 * src/shared/dissect-image.c of 252 and 257; 262 by its merges, recorded in e2e/fixtures/systemd).
 */

import { type Designator, type ImagePolicy, mayUse, type Protection, policyAllows } from './image-policy.ts';
import { designationOf, GENERIC_LINUX, type PartitionRole } from './partition-types.ts';
import { compareVersions } from './version.ts';

/** An entry of the partition table, as far as the choice depends on it. */
export interface TableEntry {
  /** Lower-case UUIDs. */
  readonly type: string;
  readonly uuid: string;
  readonly label: string;
  readonly flags: bigint;
}

/** The names of errno(3) that systemd stops on here. */
export type DissectError = 'ENXIO' | 'ENOTUNIQ' | 'EADDRNOTAVAIL' | 'ERFKILL';

export interface Chosen<T extends TableEntry> {
  readonly root: T | null;
  readonly usr: T | null;
  /** The partitions that vouch for them. */
  readonly verity: Readonly<Record<'root' | 'usr', { readonly hashes: T; readonly signature: T | null } | null>>;
}

/** Set on partitions that are not to be used by themselves (Discoverable Partitions Specification). */
const NO_AUTO = 1n << 63n;
/** What systemd-repart and systemd-sysupdate call a free slot; only 262 passes it over (measured). */
const EMPTY_LABEL = '_empty';

/** The architecture whose programs a machine runs beside its own, where systemd knows one. */
const SECONDARY: Readonly<Record<string, string>> = {
  'x86-64': 'x86',
  arm64: 'arm',
  'ppc64-le': 'ppc-le',
  s390x: 's390',
};

/**
 * The partitions that would be mounted, or the error on which systemd stops.
 *
 * @param native the machine's architecture in systemd's spelling; foreign partitions are taken where it has none
 * @param policy null for a version that knows no image policies (252)
 */
export function dissectTable<T extends TableEntry>(
  table: readonly T[],
  native: string,
  version: number,
  policy: ImagePolicy | null,
): Chosen<T> | DissectError {
  const usable = table.filter(
    ({ flags, label }) => (flags & NO_AUTO) === 0n && !(version >= 262 && label === EMPTY_LABEL),
  );
  const isUsed = (designator: Designator) => policy === null || mayUse(policy, designator);
  let root = isUsed('root') ? bestPartition(usable, 'root', native) : null;
  let usr = isUsed('usr') ? bestPartition(usable, 'usr', native) : null;
  if (root !== null && usr !== null && architectureOf(root) !== architectureOf(usr)) {
    if (version >= 257) return 'EADDRNOTAVAIL';
    // 252 takes /usr of the architecture of its root, or none.
    usr = bestPartition(usable, 'usr', native, architectureOf(root));
  }
  if (root === null && usr === null) {
    const generic = usable.filter(({ type }) => type === GENERIC_LINUX);
    if (generic.length > 1) return 'ENOTUNIQ';
    root = (isUsed('root') ? generic[0] : undefined) ?? null;
  }
  if (root === null && usr === null) return 'ENXIO';
  const verity = {
    root: root === null ? null : verityOf(usable, 'root', root, native),
    usr: usr === null ? null : verityOf(usable, 'usr', usr, native),
  };
  if (policy !== null) {
    for (const [designator, data] of [
      ['root', root],
      ['usr', usr],
    ] as const) {
      const isIgnored = !isUsed(designator) && usable.some(({ type }) => designationOf(type)?.role === designator);
      const found = isIgnored ? 'unused' : protectionOf(data, verity[designator]);
      if (!policyAllows(policy, designator, found)) return 'ERFKILL';
    }
  }
  return { root, usr, verity };
}

function protectionOf(data: TableEntry | null, verity: Chosen<TableEntry>['verity']['root']): Protection {
  if (data === null) return 'absent';
  return verity === null ? 'unprotected' : verity.signature === null ? 'verity' : 'signed';
}

function architectureOf({ type }: TableEntry): string | null {
  return designationOf(type)?.architecture ?? null;
}

/** The native architecture before the secondary one before any other; among equals the newest by its label, the first of equals. */
function bestPartition<T extends TableEntry>(
  table: readonly T[],
  role: PartitionRole,
  native: string,
  only: string | null = null,
): T | null {
  const rank = (one: string) => (one === native ? 2 : one === SECONDARY[native] ? 1 : 0);
  let found: { readonly entry: T; readonly rank: number } | null = null;
  for (const entry of table) {
    const designation = designationOf(entry.type);
    if (designation?.role !== role || (only !== null && designation.architecture !== only)) continue;
    const mine = rank(designation.architecture);
    if (found !== null && mine < found.rank) continue;
    const isVersioned = role === 'root' || role === 'usr';
    if (found !== null && mine === found.rank) {
      if (!isVersioned || compareVersions(entry.label, found.entry.label) <= 0) continue;
    }
    found = { entry, rank: mine };
  }
  return found?.entry ?? null;
}

function verityOf<T extends TableEntry>(
  table: readonly T[],
  of: 'root' | 'usr',
  data: T,
  native: string,
): { readonly hashes: T; readonly signature: T | null } | null {
  const architecture = architectureOf(data);
  if (architecture === null) return null;
  const hashes = bestPartition(table, `${of}-verity`, native, architecture);
  return hashes === null ? null : { hashes, signature: bestPartition(table, `${of}-verity-sig`, native, architecture) };
}
