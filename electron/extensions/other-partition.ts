/**
 * The other one of two partitions that an OS is updated between, such as Flatcar's USR-A and USR-B: found by the label of the one
 * that runs, in the same partition table (https://www.flatcar.org/docs/latest/reference/developer-guides/sdk-disk-partitions/).
 */
import { readdirSync, readFileSync, realpathSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { messageOf } from '../../shared/messages/message.ts';
import { VeneerError } from '../../shared/model/errors.ts';
import { type Mount, parseMountinfo } from '../../shared/systemd/mount-table.ts';
import { parseEnvironmentFile } from '../../shared/systemd/os-release.ts';
import { compareVersions } from '../../shared/systemd/version.ts';
import { versionOfLibrary } from '../host/systemd-version.ts';
import { type Partition, readPartitionTable } from '../images/gpt/table.ts';
import { openImage } from '../images/open.ts';
import { openFile, sliceOf } from '../images/source.ts';
import { ImageError, type ImageTree, resolvePath } from '../images/tree.ts';

const MAX_RELEASE = 1024 * 1024;
/** Of a root, and of what is mounted at /usr. */
const TOPS = ['usr/lib', 'lib'];
/** How deep devices lie over one another: a file system on dm-verity on a partition. */
const MOST_LAYERS = 8;

/** A partition as the kernel has it. */
export interface Running {
  /** The node of the disk. */
  readonly disk: string;
  /** As in the table. */
  readonly number: number;
}

export interface OtherPartition {
  readonly label: string;
  readonly fields: ReadonlyMap<string, string>;
  readonly systemdVersion: number | null;
  /** Whether it is booted next: by the priority that the boot loader goes by, else by its version. */
  readonly isNext: boolean;
}

/**
 * The partition below what is mounted at /usr, or else at /; what is merged lies over that.
 *
 * @param mounts the table of mounts
 * @param sys where sysfs is mounted
 * @returns null where that is no partition of a disk, or none of a pair; both stand in sysfs, which everybody may read
 */
export function runningPartition(mounts = ownMounts(), sys = '/sys'): Running | null {
  const isBase = ({ mountPoint, fileSystem }: Mount, point: string) => mountPoint === point && fileSystem !== 'overlay';
  const [mount] = ['/usr', '/'].flatMap((point) => mounts.findLast((one) => isBase(one, point)) ?? []);
  if (mount === undefined) return null;
  try {
    let place = realpathSync(join(sys, 'dev/block', mount.device));
    for (let depth = 0; depth < MOST_LAYERS; depth++) {
      const number = Number(textAt(join(place, 'partition')));
      if (number > 0)
        return isOneOfTwo(place) ? { disk: `/dev/${basename(dirname(place)).replaceAll('!', '/')}`, number } : null;
      // Of dm-verity, data and hashes lie on one partition, or the data on the one before.
      const [below] = readdirSync(join(place, 'slaves')).sort();
      if (below === undefined) return null;
      place = realpathSync(join(place, 'slaves', below));
    }
  } catch {
    // It is no block device, or what the kernel has of it may not be seen.
  }
  return null;
}

/** The label of a partition as the kernel tells it; empty where it has none. */
const labelAt = (place: string): string => /^PARTNAME=(.*)$/m.exec(textAt(join(place, 'uevent')))?.[1] ?? '';

function isOneOfTwo(place: string): boolean {
  const wanted = otherLabel(labelAt(place));
  const disk = dirname(place);
  return wanted !== null && readdirSync(disk).some((name) => labelAt(join(disk, name)) === wanted);
}

const ownMounts = (): readonly Mount[] => parseMountinfo(readFileSync('/proc/self/mountinfo', 'utf8'));

function textAt(path: string): string {
  try {
    return readFileSync(path, 'utf8').trim();
  } catch {
    return '';
  }
}

/** `USR-A` for `USR-B`, `root_b` for `root_a`; null for what is neither. */
export function otherLabel(label: string): string | null {
  const [, head = '', letter = ''] = /^(.*[-_.])([abAB])$/.exec(label) ?? [];
  const others: Readonly<Record<string, string>> = { a: 'b', b: 'a', A: 'B', B: 'A' };
  return letter === '' ? null : `${head}${others[letter]}`;
}

/**
 * @param version of the OS that runs
 * @param systemdVersion by whose rules an os-release is read
 * @returns null where the partition that runs is none of a pair
 * @throws {VeneerError} `not-authorized` where the disk may not be read, `unsupported` where the other one cannot be without
 *   being mounted, or says nothing
 */
export async function readOtherPartition(
  { disk, number }: Running,
  version: string,
  systemdVersion: number,
): Promise<OtherPartition | null> {
  let label = '';
  try {
    const source = openFile(disk);
    try {
      const table = await readPartitionTable(source);
      const own = table.find((one) => one.number === number);
      const wanted = own === undefined ? null : otherLabel(own.label);
      const other = table.find((one) => one.label === wanted);
      if (own === undefined || other === undefined) return null;
      label = other.label;
      const opened = await openImage(sliceOf(source, other.offset, other.size));
      if (opened.kind !== 'tree')
        throw new ImageError('unsupported', opened.kind === 'unreadable-form' ? `it is ${opened.name}` : 'it is empty');
      const read = await readTree(opened.tree, systemdVersion);
      opened.tree.close();
      const newer = compareVersions(read.fields.get('VERSION_ID') ?? '', version) > 0;
      return { label, ...read, isNext: priorityOf(other) === priorityOf(own) ? newer : isPreferred(other, own) };
    } finally {
      source.close();
    }
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    if (code === 'EACCES' || code === 'EPERM')
      throw new VeneerError('not-authorized', messageOf('core.other-partition-needs-root', { disk }), {
        nextStep: messageOf('core.run-as-root-or-name-tree'),
      });
    if (!(error instanceof ImageError)) throw error;
    const values = { label: label === '' ? disk : label, reason: error.said };
    throw new VeneerError('unsupported', messageOf('core.other-partition-cannot-be-read', values), {
      nextStep: messageOf('core.mount-it-and-name-tree'),
    });
  }
}

/** Bits 48 to 51 of the flags, as ChromeOS and Flatcar keep it; 0 on others, which have none. */
const priorityOf = ({ flags }: Partition): number => Number((flags >> 48n) & 0xfn);

/** What was never booted has tries left (52 to 55), and what was booted well says so (56). */
function isPreferred(other: Partition, own: Partition): boolean {
  const mayBoot = ((other.flags >> 52n) & 0xfn) > 0n || ((other.flags >> 56n) & 1n) === 1n;
  return mayBoot && priorityOf(other) > priorityOf(own);
}

async function readTree(
  tree: ImageTree,
  ownVersion: number,
): Promise<Pick<OtherPartition, 'fields' | 'systemdVersion'>> {
  for (const top of TOPS) {
    const file = await resolvePath(tree, `${top}/os-release`);
    if (file?.type !== 'file' || file.size > MAX_RELEASE) continue;
    const folder = await resolvePath(tree, `${top}/systemd`);
    const names = folder?.type === 'directory' ? await tree.list(folder) : [];
    const systemdVersion = names.map(({ name }) => versionOfLibrary(name)).find((one) => one !== null) ?? null;
    const text = (await tree.read(file, 0, file.size)).toString('latin1');
    return { fields: parseEnvironmentFile(text, systemdVersion ?? ownVersion), systemdVersion };
  }
  throw new ImageError('unsupported', 'it has no os-release');
}
