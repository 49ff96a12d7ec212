import { expect, test } from 'vitest';
import { openMountNamespace } from '../../e2e/harness/mount-namespace.ts';
import { makeScratch } from '../../e2e/harness/scratch.ts';
import { parseMountinfo } from '../../shared/systemd/mount-table.ts';
import { readSnapshots } from './snapshots.ts';

const isRoot = process.getuid?.() === 0;

/** A root as openSUSE's installer makes it: the subvolumes `@` and `@/.snapshots`, and `/` a snapshot itself. What follows is snapper's. */
const SCRIPT = `set -e
mkfs.btrfs --quiet disk
mount -o loop disk top
DISK=$(findmnt --noheadings --output SOURCE top)
btrfs subvolume create top/@
btrfs subvolume create top/@/.snapshots
mkdir top/@/.snapshots/1
btrfs subvolume create top/@/.snapshots/1/snapshot
cd top/@/.snapshots/1/snapshot
mkdir -p usr/lib/systemd .snapshots etc/snapper/configs etc/default
printf 'ID=opensuse-microos\\nVERSION_ID=20260101\\n' >usr/lib/os-release
printf 'SUBVOLUME="/"\\nFSTYPE="btrfs"\\n' >etc/snapper/configs/root
printf 'SNAPPER_CONFIGS="root"\\n' >etc/default/snapper
cd - >/dev/null
mount -o subvol=@/.snapshots/1/snapshot "$DISK" root
mount -o subvol=@/.snapshots "$DISK" root/.snapshots
for description in backup update; do
  snapper --no-dbus --root "$PWD/root" --config root create --read-write --description $description
done
printf 'ID=opensuse-microos\\nVERSION_ID=20260201\\n' >root/.snapshots/3/snapshot/usr/lib/os-release
touch root/.snapshots/3/snapshot/usr/lib/systemd/libsystemd-shared-258.so
`;
const READ = `const { readOtherOses } = await import(process.argv[1]);
const found = readOtherOses(process.argv[2], 257);
console.log(JSON.stringify(found.map(({ kind, path, release, systemdVersion }) => [kind, path, release.fields.get('VERSION_ID'), systemdVersion])));`;

test.skipIf(!isRoot)('an update that snapper made is newer, its backups are not', async () => {
  const scratch = makeScratch('snapshots');
  const namespace = await openMountNamespace();
  try {
    scratch.put('disk', '');
    for (const folder of ['top', 'root']) scratch.put(`${folder}/.keep`, '');
    const made = namespace.run('sh', '-c', `cd ${scratch.path}; truncate --size=256M disk; ${SCRIPT}`);
    expect(made.status, made.output).toBe(0);
    const node = ['--no-warnings', '--experimental-strip-types', '--input-type=module', '-e', READ];
    const read = (root: string) =>
      namespace.run(process.execPath, ...node, new URL('other-os.ts', import.meta.url).href, root).output.trim();
    expect(JSON.parse(read(`${scratch.path}/root`))).toEqual([
      ['newer', '/.snapshots/3/snapshot', '20260201', 258],
      ['older', '/.snapshots/2/snapshot', '20260101', null],
    ]);
    // From the update, once it was booted.
    const booted = 'umount root/.snapshots root; mount -o subvol=@/.snapshots/3/snapshot "$DISK" root';
    const again = `cd ${scratch.path}; DISK=$(findmnt --noheadings --output SOURCE top); ${booted}; mount -o subvol=@/.snapshots "$DISK" root/.snapshots`;
    expect(namespace.run('sh', '-c', again)).toMatchObject({ status: 0 });
    expect(JSON.parse(read(`${scratch.path}/root`)).map(([kind, path]: string[]) => [kind, path])).toEqual([
      ['older', '/.snapshots/2/snapshot'],
      ['older', '/.snapshots/1/snapshot'],
    ]);
  } finally {
    namespace.close();
    scratch.remove();
  }
});

test('a root that is no snapshot has none, whatever stands in its /.snapshots', () => {
  const scratch = makeScratch('no-snapshots');
  try {
    scratch.put('.snapshots/2/snapshot/usr/lib/os-release', 'ID=arch\nVERSION_ID=9\n');
    const mountedAs = (fileSystem: string, root: string) =>
      parseMountinfo(`64 42 0:38 ${root} ${scratch.path} rw - ${fileSystem} /dev/loop0 rw\n`);
    expect(readSnapshots(scratch.path, mountedAs('btrfs', '/@'), 257)).toEqual([]);
    expect(readSnapshots(scratch.path, mountedAs('ext4', '/.snapshots/1/snapshot'), 257)).toEqual([]);
    expect(readSnapshots(scratch.path, [], 257)).toEqual([]);
    expect(readSnapshots(scratch.path, mountedAs('btrfs', '/@/.snapshots/1/snapshot'), 257)).toHaveLength(1);
  } finally {
    scratch.remove();
  }
});

test('a snapshot that is damaged hides no other', () => {
  const scratch = makeScratch('damaged-snapshots');
  try {
    scratch.put('usr/lib/os-release', 'ID=microos\nVERSION_ID=1\n');
    scratch.put('.snapshots/2', 'a file');
    scratch.put('.snapshots/3/snapshot/usr/lib/os-release/folder', '');
    scratch.put('.snapshots/4/snapshot/usr/lib/os-release', 'ID=microos\nVERSION_ID=2\n');
    scratch.put('.snapshots/05/snapshot/usr/lib/os-release', 'ID=microos\nVERSION_ID=3\n');
    scratch.put('.snapshots/grub-snapshot.cfg', '');
    const mounts = parseMountinfo(`64 42 0:38 /@/.snapshots/1/snapshot ${scratch.path} rw - btrfs /dev/loop0 rw\n`);
    const found = readSnapshots(scratch.path, mounts, 257);
    expect(found.map(({ kind, path }) => [kind, path])).toEqual([
      ['newer', '/.snapshots/4/snapshot'],
      ['older', '/.snapshots/3/snapshot'],
      ['older', '/.snapshots/2/snapshot'],
    ]);
  } finally {
    scratch.remove();
  }
});
