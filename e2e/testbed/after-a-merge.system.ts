/** What Veneer says of a merge of a booted system is what is merged there, by the helper and by Varlink. */
import { expect } from 'playwright/test';
import { HELPER_PROTOCOL, INSTALLED_HELPER } from '../../shared/changes/installed-helper.ts';
import type { MutableMode } from '../../shared/systemd/classes.ts';
import { OVERLAY_OPTIONS_LIMIT, overlayOptionBytes } from '../../shared/systemd/overlay-options.ts';
import { namesOf } from '../harness/names-at-limit.ts';
import { type Bed, test } from './bed.ts';
import { makeImage } from './images.ts';

const KEPT = '/var/lib/extensions.mutable';
const CONFIGURATION = '/etc/systemd/sysext.conf';
const CLI = ['node', '/usr/lib/veneer/cli.cjs'] as const;

/** Puts folder extensions there. */
function put({ machine }: Bed, ...names: readonly string[]): void {
  const script = `
    for name; do
      at="/var/lib/extensions/$name"
      mkdir -p "$at/usr/lib/extension-release.d" "$at/usr/share" "$at/opt/of-$name"
      echo ID=_any > "$at/usr/lib/extension-release.d/extension-release.$name"
    done`;
  const { status, stderr } = machine.run('sh', '-c', script, 'sh', ...names);
  if (status !== 0) throw new Error(stderr);
}

/** The helper as the ordinary user starts it, without the plan before it. @returns all that it said */
function helper({ machine }: Bed, verb: string, mutable: MutableMode | null = null): string {
  const parameters = JSON.stringify({ protocol: HELPER_PROTOCOL, root: '/', class: 'sysext', mutable });
  // pkexec looks at its parent, which must be of the same system.
  const call = `pkexec --disable-internal-agent ${INSTALLED_HELPER} "$1" "$2"; exit $?`;
  return machine.runAsUser('sh', '-c', call, 'sh', verb, parameters).stdout;
}

/** When systemd last merged, to the nanosecond. */
const mergedAt = ({ machine }: Bed) =>
  machine.run('stat', '--format=%y', '/usr/.systemd-sysext/extensions').stdout.trim();

test('a refresh merges again whatever changed, by the helper, by Varlink and as root', async ({ bed, suite }) => {
  put(bed, 'folder');
  expect(bed.veneer('merge')).toMatchObject({ status: 0 });
  const ways = {
    'as the user': () => bed.veneer('refresh').status,
    'by the helper': () => (helper(bed, 'refresh').includes('Merged extensions into') ? 0 : 1),
    'as root': () => bed.machine.run(...CLI, 'refresh').status,
  };
  for (const [how, refresh] of Object.entries(ways)) {
    const before = mergedAt(bed);
    bed.machine.run('touch', `/var/lib/extensions/folder/usr/share/${how}`);
    if (suite === 'sid') {
      const lazy = bed.machine.run('systemd-sysext', 'refresh');
      expect(lazy.stderr, 'by itself it sees no change').toContain('Skipping extension refresh');
      expect(mergedAt(bed)).toBe(before);
    }
    expect(refresh(), how).toBe(0);
    expect(mergedAt(bed), how).not.toBe(before);
    expect(bed.machine.run('test', '-e', `/usr/share/${how}`).status, how).toBe(0);
  }
});

/** Of `/etc`, as the kernel has it. */
const mountOptions = ({ machine }: Bed) => machine.run('findmnt', '--noheadings', '--output=OPTIONS', '/etc').stdout;

test('what holds for one merge is told to systemd, and refused where it does not know it', async ({ bed, suite }) => {
  const confext = (...args: string[]) => bed.veneer(...args, '--class', 'confext');
  bed.machine.run(
    'sh',
    '-c',
    `at=/var/lib/confexts/c/etc && mkdir -p $at/extension-release.d && touch $at/of-c &&
      echo ID=_any > $at/extension-release.d/extension-release.c`,
  );
  expect(bed.veneer('merge', '--noexec=yes').stderr).toContain('every program of this host');
  expect(confext('merge', '--noexec=no', '--no-reload')).toMatchObject({ status: 0 });
  expect(mountOptions(bed)).not.toContain('noexec');
  const lazy = confext('refresh', '--always-refresh=no');
  expect(lazy.status).toBe(suite === 'sid' ? 0 : 12);
  if (suite !== 'sid') expect(lazy.stderr).toContain('does not know --always-refresh=no, so nothing was done');
  expect(mountOptions(bed), 'nothing changed, or nothing was done').not.toContain('noexec');
  // A folder is no image, so that no policy stops it.
  expect(confext('refresh', '--image-policy=root=signed')).toMatchObject({ status: 0 });
  expect(mountOptions(bed), 'the next merge is without it').toContain('noexec');
  expect(confext('unmerge', '--no-reload')).toMatchObject({ status: 0 });
});

test('says that nothing is merged where systemd had unmerged before it failed', async ({ bed, suite }) => {
  put(bed, 'folder');
  expect(bed.veneer('merge')).toMatchObject({ status: 0 });
  // The upper layer would lie on the overlay that this system's root is, which the kernel refuses.
  const failed = bed.veneer('refresh', '--mutable=yes');
  expect(failed.status).toBe(16);
  expect(failed.stderr).toMatch(/Failed to mount sysext .*\. Nothing is merged into \/usr and \/opt now\./);
  expect(failed.stderr).toContain("Unmerged '/usr'.");
  expect(bed.merged()).toEqual([]);
  if (suite !== 'sid') return;

  // The same by Varlink, which has no parameter for it.
  bed.machine.run('sh', '-c', `printf '[SysExt]\\nMutable=yes\\n' > ${CONFIGURATION}`);
  try {
    const byUser = bed.veneer('merge');
    expect(byUser.status).toBe(16);
    expect(byUser.stderr).toMatch(/Protocol error\. Nothing is merged into \/usr and \/opt now\./);
    expect(byUser.stderr, 'who may not read the journal is told where it is').toContain('sudo journalctl');
    const byRoot = bed.machine.run(...CLI, 'merge');
    expect(byRoot.status).toBe(16);
    expect(byRoot.stderr).toMatch(/Failed to mount sysext .*\. Nothing is merged into \/usr and \/opt now\./);
  } finally {
    bed.machine.run('rm', '--recursive', '--force', CONFIGURATION, KEPT);
  }
});

test('says what is still merged where systemd failed before it began', async ({ bed }) => {
  expect(bed.veneer('install', '--now', bed.give(makeImage(bed.scratch, { name: 'tool' })))).toMatchObject({
    status: 0,
  });
  // systemd needs a folder there for its work.
  bed.machine.run('sh', '-c', 'rm -rf /run/systemd/sysext && touch /run/systemd/sysext');
  try {
    const failed = bed.veneer('refresh');
    expect(failed.status).toBe(16);
    expect(failed.stderr).toContain('Still merged: tool.');
    const byHelper = helper(bed, 'refresh');
    expect(byHelper).toContain('Still merged: tool.');
    expect(byHelper).toMatch(/systemd-sysext refresh failed: Failed to [^"]*\/run\/systemd\/sysext/);
    expect(bed.merged()).toEqual(['tool']);
  } finally {
    bed.machine.run('rm', '/run/systemd/sysext');
  }
});

interface Status {
  readonly hierarchies: readonly { path: string; merged: boolean; writable: boolean; mutable: string | null }[];
}

test('tells the mode that it was merged with, of every one', async ({ bed, suite }) => {
  put(bed, 'folder');
  bed.machine.run('mkdir', KEPT);
  bed.machine.run('mount', '-t', 'tmpfs', '-o', 'mode=755', 'tmpfs', KEPT);
  // What 262 writes down tells apart what looks alike in the mount table.
  const written = suite === 'sid';
  const cases: [mode: string, directories: string[], told: string, writable: boolean[]][] = [
    ['no', [], 'no', [false, false]],
    ['no', ['usr', 'opt'], 'no', [false, false]],
    ['auto', [], written ? 'auto' : 'no', [false, false]],
    ['auto', ['usr'], 'auto', [true, false]],
    ['auto', ['usr', 'opt'], written ? 'auto' : 'yes', [true, true]],
    ['yes', [], 'yes', [true, true]],
    ['import', [], written ? 'import' : 'no', [false, false]],
    ['import', ['usr'], 'import', [false, false]],
    ['ephemeral', ['usr', 'opt'], 'ephemeral', [true, true]],
    ['ephemeral-import', [], written ? 'ephemeral-import' : 'ephemeral', [true, true]],
    ['ephemeral-import', ['usr', 'opt'], 'ephemeral-import', [true, true]],
  ];
  const hierarchiesNow = () =>
    (JSON.parse(bed.veneer('status', '--json', '--class=sysext').stdout) as Status).hierarchies;
  try {
    for (const [mode, directories, told, writable] of cases) {
      const what = `${mode} with ${directories.join()}`;
      bed.machine.run('sh', '-c', `rm -rf ${KEPT}/* ${KEPT}/.[!.]*`);
      for (const one of directories) bed.machine.run('mkdir', '--mode=755', `${KEPT}/${one}`);
      expect(bed.machine.run('systemd-sysext', 'merge', `--mutable=${mode}`).status, what).toBe(0);
      const hierarchies = hierarchiesNow();
      expect(
        hierarchies.map((one) => one.mutable),
        what,
      ).toEqual([told, told]);
      expect(
        hierarchies.map((one) => one.writable),
        what,
      ).toEqual(writable);
      bed.machine.run('systemd-sysext', 'unmerge');
    }
    expect(hierarchiesNow().map((one) => one.mutable)).toEqual([null, null]);

    // 262 merges /opt in a mutable mode also where no extension has it.
    bed.machine.run('rm', '--recursive', '/var/lib/extensions/folder/opt');
    bed.machine.run('touch', '/opt/base');
    for (const mode of ['yes', 'import', 'ephemeral', 'ephemeral-import']) {
      bed.machine.run('sh', '-c', `rm -rf ${KEPT}/* ${KEPT}/.[!.]*; mkdir --mode=755 ${KEPT}/usr ${KEPT}/opt`);
      expect(bed.machine.run('systemd-sysext', 'merge', `--mutable=${mode}`).status, mode).toBe(0);
      const told = hierarchiesNow().map((one) => one.mutable);
      expect(told, mode).toEqual([mode, suite === 'sid' ? mode : null]);
      bed.machine.run('systemd-sysext', 'unmerge');
    }
  } finally {
    bed.machine.run('systemd-sysext', 'unmerge');
    bed.machine.run('rm', '--force', '/opt/base');
    bed.machine.run('umount', KEPT);
    bed.machine.run('rmdir', KEPT);
  }
});

const namesAtLimit = (mutable: MutableMode) =>
  namesOf(OVERLAY_OPTIONS_LIMIT, (names) =>
    overlayOptionBytes({ class: 'sysext', hierarchy: '/usr', names, root: '/', mutable }),
  );

test('above the limit of the option string systemd is not started, whoever asks', async ({ bed }) => {
  const names = namesAtLimit('no');
  put(bed, ...names);
  expect(helper(bed, 'merge')).toContain('"type":"result"');
  expect(bed.merged()).toHaveLength(names.length);
  expect(bed.machine.run('cat', '/usr/lib/os-release').stdout, 'the base is among the layers').toContain('ID=debian');
  const before = mergedAt(bed);

  put(bed, 'x');
  for (const verb of ['refresh', 'refresh-force', 'merge', 'merge-force']) {
    expect(helper(bed, verb), verb).toContain('"code":"blocks-merge"');
  }
  expect(bed.veneer('refresh').status).toBe(5);
  expect(bed.machine.run(...CLI, 'refresh').status, 'as root').toBe(5);
  expect(mergedAt(bed)).toBe(before);
  bed.machine.run('mkdir', '--parents', '/etc/extensions/x');
  expect(helper(bed, 'refresh'), 'a mask makes room').toContain('"type":"result"');
});

test('a merge at the limit of the option string is a whole one in every mode', async ({ bed }) => {
  bed.machine.run('mkdir', KEPT);
  bed.machine.run('mount', '-t', 'tmpfs', '-o', 'mode=755', 'tmpfs', KEPT);
  bed.machine.run('mkdir', '--mode=755', `${KEPT}/usr`);
  try {
    for (const mode of ['yes', 'import', 'ephemeral', 'ephemeral-import'] as const) {
      const names = namesAtLimit(mode);
      put(bed, ...names);
      expect(helper(bed, 'merge', mode), mode).toContain('"type":"result"');
      expect(bed.merged(), mode).toHaveLength(names.length);
      expect(bed.machine.run('cat', '/usr/lib/os-release').stdout, mode).toContain('ID=debian');
      put(bed, 'x');
      expect(helper(bed, 'refresh', mode), mode).toContain('"code":"blocks-merge"');
      bed.machine.run('systemd-sysext', 'unmerge');
      bed.machine.run('sh', '-c', 'rm -rf /var/lib/extensions/*');
    }
  } finally {
    bed.machine.run('systemd-sysext', 'unmerge');
    bed.machine.run('umount', KEPT);
    bed.machine.run('rmdir', KEPT);
  }
});
