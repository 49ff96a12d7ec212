/**
 * Snapshots of snapper on btrfs, of which the transactional systems of openSUSE boot another after each update:
 * `/.snapshots/N/snapshot` (snapper(8), "filesystems"), a subvolume each, the one that runs among them. That one is the root of
 * what is mounted at `/` (proc_pid_mountinfo(5), field 4). Only root may look into /.snapshots, unless snapper was told to let others.
 */

import type { Mount } from '../../shared/systemd/mount-table.ts';
import { compareVersions } from '../../shared/systemd/version.ts';
import { type OsTree, type OtherOs, readOsTree } from './os-tree.ts';
import { namesIn } from './rooted.ts';

const FOLDER = '/.snapshots';
const NUMBER = /^[1-9]\d{0,8}$/;
/** Of what is mounted at `/`: in whatever subvolume the snapshots are, such as `@`. */
const BOOTED = /\/\.snapshots\/([1-9]\d{0,8})\/snapshot$/;
/** snapper keeps tens, of which all but a few are backups of one release. */
const MOST = 128;

/**
 * Those beside the one that runs, the newest first; none where `/` is no snapshot.
 *
 * @param mounts the mount table, in which `root` is a mount point
 * @param systemdVersion by whose rules an os-release is read
 */
export function readSnapshots(root: string, mounts: readonly Mount[], systemdVersion: number): OtherOs[] {
  const mounted = mounts.findLast(({ mountPoint }) => mountPoint === root);
  const booted = mounted?.fileSystem === 'btrfs' ? BOOTED.exec(mounted.root)?.[1] : undefined;
  if (booted === undefined) return [];
  const own = readOsTree(root, '/', systemdVersion);
  return namesIn(root, FOLDER)
    .filter((name) => NUMBER.test(name) && name !== booted)
    .map(Number)
    .sort((a, b) => b - a)
    .slice(0, MOST)
    .map((number): OtherOs => {
      const path = `${FOLDER}/${number}/snapshot`;
      const tree = readOsTree(root, path, systemdVersion);
      return { kind: number > Number(booted) && isAhead(tree, own) ? 'newer' : 'older', path, ...tree };
    });
}

/** A later snapshot of the same release, or of one before, is a backup, which no update made. */
function isAhead(tree: OsTree, own: OsTree): boolean {
  const version = ({ release }: OsTree) => release.fields.get('VERSION_ID') ?? '';
  return compareVersions(version(tree), version(own)) > 0;
}
