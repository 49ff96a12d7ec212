/** Extensions that are bound to a release of the OS, over an update of it and back, with a boot each time. */
import { createHash } from 'node:crypto';
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect } from 'playwright/test';
import { contentOfAnswer } from '../harness/answers.ts';
import { makeScratch } from '../harness/scratch.ts';
import { ALL_ACTIONS, test } from './bed.ts';
import { makeImage } from './images.ts';
import { boot, bootAgain, type Machine } from './machine.ts';

const REMOTE = '/srv/remote';
const LINK = '/var/lib/extensions/tool.raw';
const UNIT = 'veneer-sysext-for-os@tool.service';

test('each OS has the build that was made for it, through updates of both and back', async ({ suite }) => {
  const scratch = makeScratch(`next-os-${suite}`);
  let machine = await boot(suite, scratch);
  const sh = (script: string) => machine.run('sh', '-c', script);
  const veneer = (...args: string[]) => machine.runAsUser('node', '/usr/lib/veneer/cli.cjs', ...args);
  const link = () => sh(`readlink ${LINK}`).stdout.trim().split('/').at(-1);
  /** Of what is merged: by a boot, or by the last change that asked for it. */
  const tool = () => sh('/usr/bin/tool').stdout.trim();
  const reboot = async (version: string): Promise<void> => {
    await machine.stop();
    // Between two boots, as an update of the OS brings it: /usr can be written to by nobody while something is merged.
    writeFileSync(join(scratch.path, 'upper/usr/lib/os-release'), `ID=debian\nVERSION_ID=${version}\n`);
    machine = await bootAgain(suite, scratch);
    expect(sh('. /etc/os-release; echo $VERSION_ID').stdout.trim()).toBe(version);
  };
  try {
    sh(`printf 'ID=debian\\nVERSION_ID=13\\n' > /tmp/os && cp /tmp/os /usr/lib/os-release`);
    publish(machine, [image('1.0', '13'), image('1.1', '13'), image('2.0', '14'), image('2.1', '14')]);
    function image(version: string, osVersion: string): string {
      return makeImage(scratch, { name: 'tool', version, release: `ID=debian\nVERSION_ID=${osVersion}\n` });
    }
    machine.allow(...ALL_ACTIONS);
    const install = (version: string) => {
      const path = `/home/tester/tool-${version}.raw`;
      sh(`cp ${REMOTE}/tool-${version}-x86-64.raw ${path}`);
      expect(veneer('install', '--now', path)).toMatchObject({ status: 0 });
    };
    install('1.0');
    sh(`rm ${REMOTE}/tool-2.1-x86-64.raw`);
    expect(veneer('at-boot', 'on')).toMatchObject({ status: 0 });
    expect(tool()).toBe('tool 1.0');

    const url = `file://${REMOTE}/`;
    expect(veneer('remote', 'add', 'local', url, '--unsigned')).toMatchObject({ status: 0 });
    const asked = ['plan', '--for', 'debian=14'];
    const told = veneer(...asked, '--json');
    expect(told.status).toBe(4);
    expect(contentOfAnswer(told.stdout)).toMatchObject({
      isSame: false,
      rows: [{ name: 'tool', state: 'elsewhere', nextVersion: '2.0' }],
    });
    const prepare = ['prepare', 'tool', '--for', 'debian=14', '--remote', 'local'];
    expect(veneer(...prepare, '--dry-run').stdout).toContain('Make tool 2.0 current from when debian 14 runs');
    expect(sh('ls /var/lib/extensions.d/tool').stdout).toBe('tool-1.0.raw\n');
    expect(veneer(...prepare)).toMatchObject({ status: 0 });
    expect([link(), tool()]).toEqual(['tool-1.0.raw', 'tool 1.0']);
    expect(veneer(...asked)).toMatchObject({ status: 0, stdout: expect.stringMatching(/tool .* prepared +2\.0/) });
    expect(sh(`systemd-analyze verify ${UNIT}`)).toMatchObject({ stdout: '', stderr: '' });

    await reboot('13');
    expect([link(), tool()]).toEqual(['tool-1.0.raw', 'tool 1.0']);
    expect(sh(`systemctl show --value --property=ConditionResult ${UNIT}`).stdout.trim()).toBe('no');
    // An update on the old OS is what going back to it goes back to.
    machine.allow(...ALL_ACTIONS);
    install('1.1');
    expect(tool()).toBe('tool 1.1');

    await reboot('14');
    expect([link(), tool()]).toEqual(['tool-2.0-x86-64.raw', 'tool 2.0']);
    expect(sh(`systemctl show --value --property=Result,ConditionResult ${UNIT}`).stdout).toContain('yes');
    const at = (unit: string, property: string) =>
      Number(sh(`systemctl show --value --property=${property} ${unit}`).stdout.trim());
    expect(at(UNIT, 'ExecMainExitTimestampMonotonic')).toBeGreaterThan(0);
    expect(at('systemd-sysext.service', 'ExecMainStartTimestampMonotonic')).toBeGreaterThanOrEqual(
      at(UNIT, 'ExecMainExitTimestampMonotonic'),
    );
    machine.allow(...ALL_ACTIONS);
    expect(veneer('vacuum', 'tool', '--keep=0')).toMatchObject({ status: 0 });
    // 1.0 may stay: loop devices are the whole machine's, and one of the size of it counts as in use.
    expect(sh('ls /var/lib/extensions.d/tool').stdout).toMatch(/tool-1\.1\.raw\ntool-2\.0-x86-64\.raw\n$/);

    await reboot('13');
    expect([link(), tool()]).toEqual(['tool-1.1.raw', 'tool 1.1']);

    // What somebody put there by hand is no link, and stays.
    sh(`rm ${LINK}; cp ${REMOTE}/tool-1.0-x86-64.raw ${LINK}`);
    await reboot('14');
    expect(sh(`test -L ${LINK}`).status).toBe(1);
    expect(sh(`cmp ${LINK} ${REMOTE}/tool-1.0-x86-64.raw`).status).toBe(0);
    sh(`ln -sf ../extensions.d/tool/tool-1.1.raw ${LINK}`);
    await reboot('14');
    expect([link(), tool()]).toEqual(['tool-2.0-x86-64.raw', 'tool 2.0']);

    machine.allow(...ALL_ACTIONS);
    expect(veneer('remove', 'tool')).toMatchObject({ status: 0 });
    expect(sh('ls /etc/systemd/system | grep veneer; ls -A /var/lib/veneer').stdout).toBe('');

    // An OS without VERSION_ID is named by its ID alone.
    sh("printf '[Service]\\nExecStart=/bin/echo %%o:%%w\\n' > /etc/systemd/system/specifiers.service");
    sh('systemd-sysext unmerge');
    sh("printf 'ID=debian\\n' > /usr/lib/os-release; systemctl daemon-reload");
    expect(sh('systemctl show --property=ExecStart specifiers.service').stdout).toContain('/bin/echo debian: ;');
  } finally {
    await machine.stop();
    scratch.remove();
  }
});

/** A folder of images with their hashes, as a publisher has it. */
function publish(machine: Machine, images: readonly string[]): void {
  const folder = join(machine.root, REMOTE);
  mkdirSync(folder, { recursive: true });
  const lines = images.map((path) => {
    const content = readFileSync(path);
    const fileName = `${path.slice(path.lastIndexOf('/') + 1, -'.raw'.length)}-x86-64.raw`;
    writeFileSync(join(folder, fileName), content);
    return `${createHash('sha256').update(content).digest('hex')}  ${fileName}\n`;
  });
  writeFileSync(join(folder, 'SHA256SUMS'), lines.join(''));
}
