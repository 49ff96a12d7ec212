/** That what is said of a merge comes true on booted systems, and that nothing is said of what they do right. */
import { chmodSync, mkdirSync, symlinkSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { expect } from 'playwright/test';
import { BOOT_REFRESH_UNIT } from '../../shared/systemd/boot-refresh-unit.ts';
import { run } from '../harness/programs.ts';
import { makeScratch, putExtension, type Scratch } from '../harness/scratch.ts';
import { makeSquashfs } from '../harness/squashfs.ts';
import { type Bed, test } from './bed.ts';
import { boot, type Machine } from './machine.ts';
import { SUITES, type Suite } from './rootfs.ts';

/** Installs nothing, only puts an image where systemd finds it. */
function place(bed: Bed, name: string, release: string, make: (source: string) => void): void {
  putExtension(bed.scratch, 'sources', name, `ID=_any\n${release}`);
  const source = join(bed.scratch.path, 'sources', name);
  make(source);
  const image = join(bed.scratch.path, `${name}.raw`);
  makeSquashfs(source, image);
  const given = bed.give(image);
  bed.machine.run('mkdir', '--parents', '/var/lib/extensions');
  expect(bed.machine.run('mv', given, `/var/lib/extensions/${name}.raw`).status).toBe(0);
}

function put(top: string, path: string, mode = 0o644): void {
  mkdirSync(dirname(join(top, path)), { recursive: true });
  writeFileSync(join(top, path), '', { mode });
}

function warningsOf(bed: Bed, verb: string, ...options: string[]): string[] {
  const { status, stdout, stderr } = bed.veneer('plan', verb, '--json', ...options);
  expect(status, stderr).toBe(0);
  const { warnings } = JSON.parse(stdout) as { readonly warnings: readonly { readonly message: string }[] };
  return warnings.map(({ message }) => message);
}

test('marks, links and rights do on every systemd what is said of them', async ({ bed }) => {
  const sh = (command: string) => bed.machine.run('sh', '-c', command);
  sh(
    'mkdir -p /usr/danger/opaque /usr/danger/user /usr/danger/top && cd /usr/danger && touch opaque/gone user/stays deleted && ln -s top link',
  );
  place(bed, 'marked', '', (source) => {
    for (const folder of ['opaque', 'user']) put(source, `usr/danger/${folder}/own`);
    run('setfattr', ['-n', 'trusted.overlay.opaque', '-v', 'y', join(source, 'usr/danger/opaque')]);
    run('setfattr', ['-n', 'user.overlay.opaque', '-v', 'y', join(source, 'usr/danger/user')]);
    // On a hierarchy itself it means nothing, or /usr would be gone.
    run('setfattr', ['-n', 'trusted.overlay.opaque', '-v', 'y', join(source, 'usr')]);
    run('mknod', [join(source, 'usr/danger/deleted'), 'c', '0', '0']);
    put(source, 'usr/danger/link/own');
    put(source, 'usr/danger/top/own');
    chmodSync(join(source, 'usr/danger/top'), 0o700);
  });
  try {
    const said = warningsOf(bed, 'merge');
    const paths = said.map((warning) => /^Danger in marked at (\S+):/.exec(warning)?.[1] ?? warning);
    expect(paths.sort()).toEqual(['deleted', 'link', 'opaque', 'top'].map((name) => `/usr/danger/${name}`));
    expect(bed.machine.run('systemd-sysext', 'merge')).toMatchObject({ status: 0 });
    const there = sh('cd /usr/danger && find . -mindepth 1 | sort').stdout.trim().split('\n');
    expect(there).toEqual([
      './link',
      './link/own',
      './opaque',
      './opaque/own',
      './top',
      './top/own',
      './user',
      './user/own',
      './user/stays',
    ]);
    expect(sh('stat -c %a /usr/danger/top').stdout.trim()).toBe('700');
    expect(bed.machine.runAsUser('ls', '/usr/danger/top').status).not.toBe(0);
  } finally {
    bed.machine.run('systemd-sysext', 'unmerge');
    sh('rm -rf /usr/danger');
  }
});

test('mounts in mounts below /opt end the merge of 257, and are carried along by 262', async ({ bed, suite }) => {
  const sh = (command: string) => bed.machine.run('sh', '-c', command);
  place(bed, 'opt', '', (source) => put(source, 'opt/tool/run'));
  sh('mkdir -p /opt/outer && mount -t tmpfs tmpfs /opt/outer && touch /opt/outer/kept');
  try {
    expect(warningsOf(bed, 'merge'), 'a single mount is carried along').toEqual([]);
    expect(bed.machine.run('systemd-sysext', 'merge')).toMatchObject({ status: 0 });
    expect(sh('test -e /opt/outer/kept').status).toBe(0);
    expect(bed.machine.run('systemd-sysext', 'unmerge')).toMatchObject({ status: 0 });
    sh('mkdir -p /opt/outer/inner && mount -t tmpfs tmpfs /opt/outer/inner && touch /opt/outer/inner/kept');
    const said = warningsOf(bed, 'merge');
    const { status } = bed.machine.run('systemd-sysext', 'merge');
    if (SUITES[suite] < 262) {
      expect(said).toEqual([expect.stringMatching(/^Danger for this host: .*\/opt\/outer\/inner/)]);
      expect(status).not.toBe(0);
    } else {
      expect(said).toEqual([]);
      expect(status).toBe(0);
      expect(sh('test -e /opt/outer/inner/kept').status).toBe(0);
    }
  } finally {
    bed.machine.run('systemd-sysext', 'unmerge');
    sh('umount --recursive --lazy /opt/outer; rm -rf /opt/outer');
  }
});

test('units that an extension has restarted are named before', async ({ bed, suite }) => {
  const service = '[Service]\nExecStart=/bin/sleep infinity\n';
  writeFileSync(join(bed.machine.root, 'run/probe.service'), service);
  bed.machine.run('mv', '/run/probe.service', '/run/systemd/system/probe.service');
  bed.machine.run('systemctl', 'daemon-reload');
  bed.machine.run('systemctl', 'start', 'probe.service');
  const pid = () =>
    bed.machine.run('systemctl', 'show', '--property=MainPID', '--value', 'probe.service').stdout.trim();
  const before = pid();
  expect(before).toMatch(/^[1-9]/);
  try {
    place(bed, 'restarts', 'EXTENSION_RESTART_UNITS=probe.service\n', (source) => put(source, 'usr/share/restarts'));
    const said = warningsOf(bed, 'merge').join('\n');
    expect(bed.veneer('merge')).toMatchObject({ status: 0 });
    if (SUITES[suite] >= 262) {
      expect(said).toContain('systemd restarts probe.service');
      await expect.poll(pid).not.toBe(before);
    } else {
      expect(said).not.toContain('probe.service');
      expect(bed.veneer('inspect', 'restarts').stdout).toContain('EXTENSION_RESTART_UNITS');
      expect(pid()).toBe(before);
    }
  } finally {
    bed.machine.run('systemctl', 'stop', 'probe.service');
    bed.machine.run('rm', '/run/systemd/system/probe.service');
  }
});

test('all of /etc turns read-only with configuration extensions', async ({ bed }) => {
  const sh = (command: string) => bed.machine.run('sh', '-c', command);
  sh(
    'd=/var/lib/confexts/net/etc && mkdir -p $d/extension-release.d && echo ID=_any > $d/extension-release.d/extension-release.net && touch $d/net.conf',
  );
  expect(warningsOf(bed, 'merge', '--class=confext')).toEqual([
    expect.stringMatching(/^All of \/etc is read-only while/),
  ]);
  expect(sh('touch /etc/before').status).toBe(0);
  expect(bed.veneer('merge', '--class=confext')).toMatchObject({ status: 0 });
  expect(sh('touch /etc/after').stderr).toContain('Read-only file system');
  expect(warningsOf(bed, 'refresh', '--class=confext'), 'it is so already').toEqual([]);
  bed.machine.run('systemd-confext', 'unmerge');
  sh('rm /etc/before');
});

const HOW = ['wants', 'upholds', 'drop-in', 'enabled'] as const;

/** A system that merges at boot, with one service for each way to hook it in. */
async function bootWith(suite: Suite, scratch: Scratch, release: string): Promise<Machine> {
  return boot(suite, scratch, false, (upper) => {
    const at = (path: string) => {
      mkdirSync(dirname(join(upper, path)), { recursive: true });
      return join(upper, path);
    };
    const service = 'systemd-sysext.service';
    symlinkSync(`/usr/lib/systemd/system/${service}`, at(`etc/systemd/system/sysinit.target.wants/${service}`));
    const confexts = 'systemd-confext.service';
    symlinkSync(`/usr/lib/systemd/system/${confexts}`, at(`etc/systemd/system/sysinit.target.wants/${confexts}`));
    writeFileSync(at('var/lib/extensions/carrier/usr/lib/extension-release.d/extension-release.carrier'), 'ID=_any\n');
    const inner = 'var/lib/extensions/carrier/usr/lib/confexts/inner/etc';
    writeFileSync(at(`${inner}/extension-release.d/extension-release.inner`), 'ID=_any\n');
    writeFileSync(at(`${inner}/inner.conf`), '');
    for (const how of HOW) {
      const own = `var/lib/extensions/${how}/usr/lib`;
      writeFileSync(at(`${own}/extension-release.d/extension-release.${how}`), `ID=_any\n${release}`);
      const unit = `x-${how}.service`;
      writeFileSync(at(`${own}/systemd/system/${unit}`), '[Service]\nExecStart=/bin/sleep infinity\n');
      const target = `${own}/systemd/system/multi-user.target`;
      if (how === 'drop-in') writeFileSync(at(`${target}.d/10-x.conf`), `[Unit]\nUpholds=${unit}\n`);
      else if (how === 'enabled')
        symlinkSync(`/usr/lib/systemd/system/${unit}`, at(`etc/systemd/system/multi-user.target.wants/${unit}`));
      else symlinkSync(`../${unit}`, at(`${target}.${how}/${unit}`));
    }
  });
}

for (const [title, release, started] of [
  ['no service of an extension is started at boot where none has systemd read its units again', '', []],
  [
    'what is upheld is started at boot where an extension has systemd read its units again, what is wanted is not',
    'EXTENSION_RELOAD_MANAGER=yes\n',
    ['upholds', 'drop-in'],
  ],
] as const) {
  test(title, async ({ suite }) => {
    const scratch = makeScratch(`boot-${suite}`);
    try {
      const machine = await bootWith(suite, scratch, release);
      try {
        const inspect = (how: string) => machine.runAsUser('node', '/usr/lib/veneer/cli.cjs', 'inspect', how).stdout;
        const isActive = (how: string) => machine.run('systemctl', 'is-active', `x-${how}.service`).stdout.trim();
        for (const how of started) await expect.poll(() => isActive(how), how).toBe('active');
        const lists = (...args: string[]) => machine.run('systemd-confext', ...args, '--json=short').stdout;
        expect(lists('list'), 'a confext in a sysext').toContain('"inner"');
        expect(lists('status'), 'is not merged at boot').not.toContain('"inner"');
        expect(inspect('carrier')).toContain('The configuration extension inner in it is listed');
        for (const how of HOW) {
          const isStarted = (started as readonly string[]).includes(how);
          expect(isActive(how), how).toBe(isStarted ? 'active' : 'inactive');
          const stdout = inspect(how);
          for (const sentence of ['will not be started at boot', 'never ran since this system was booted']) {
            if (isStarted) expect(stdout, how).not.toContain(sentence);
            else expect(stdout, how).toContain(sentence);
          }
        }
        // The way out that is named, as it runs after the merge at the next boot.
        expect(machine.run('node', '/usr/lib/veneer/cli.cjs', 'boot-refresh', 'on')).toMatchObject({ status: 0 });
        for (const how of HOW) expect(inspect(how)).not.toContain('will not be started at boot');
        machine.run('systemctl', 'start', BOOT_REFRESH_UNIT);
        for (const how of HOW) await expect.poll(() => isActive(how), how).toBe('active');
        expect(inspect('wants')).not.toContain('never ran');
      } finally {
        await machine.stop();
      }
    } finally {
      scratch.remove();
    }
  });
}
