/** A machine that is restarted while a change of /etc is on trial goes back as it boots. */
import { spawn } from 'node:child_process';
import { expect } from 'playwright/test';
import { makeScratch } from '../harness/scratch.ts';
import { ALL_ACTIONS, SYSTEMD_ACTIONS, test } from './bed.ts';
import { asUser, boot, bootAgain } from './machine.ts';

const CLI = '/usr/lib/veneer/cli.cjs';

test('a restart within the minute takes back what nobody has kept', async ({ suite }) => {
  const scratch = makeScratch(`keep-boot-${suite}`);
  let machine = await boot(suite, scratch);
  const sh = (script: string) => machine.run('sh', '-c', script).stdout;
  const veneer = (...args: string[]) => machine.runAsUser('node', CLI, ...args);
  const confexts = () => sh('cat /etc/good.conf /etc/bad.conf 2> /dev/null');
  try {
    machine.allow(...ALL_ACTIONS, ...SYSTEMD_ACTIONS);
    for (const name of ['good', 'bad']) {
      const release = `$d/extension-release.d/extension-release.${name}`;
      sh(
        `d=/usr/lib/confexts/${name}/etc && mkdir -p $d/extension-release.d && echo ID=_any > ${release} && echo ${name} > $d/${name}.conf`,
      );
    }
    expect(veneer('disable', 'bad', '--class=confext')).toMatchObject({ status: 0 });
    sh('systemctl enable systemd-confext.service');
    expect(veneer('merge', '--class=confext')).toMatchObject({ status: 0 });
    expect(confexts()).toBe('good\n');

    const command = asUser('node', [CLI, 'enable', 'bad', '--now', '--class=confext']);
    // The terminal is this machine's, for the system has none.
    const terminal = ['-c', 'import pty, sys; pty.spawn(sys.argv[1:])', ...machine.enter, ...command];
    const child = spawn('python3', terminal, { stdio: ['pipe', 'pipe', 'inherit'] });
    let screen = '';
    child.stdout.on('data', (chunk: Buffer) => {
      screen += chunk.toString('utf8');
    });
    await expect.poll(() => screen, { timeout: 30_000 }).toContain('Keep this change?');
    expect(confexts()).toBe('good\nbad\n');
    expect(sh('findmnt --noheadings --output=TARGET | grep veneer'), 'nothing of ours stays mounted').toBe('');
    await machine.stop();

    machine = await bootAgain(suite, scratch);
    expect(confexts()).toBe('good\n');
    expect(sh('ls /var/lib/confexts')).toBe('bad\n');
    expect(sh('ls /etc/systemd/system /etc/systemd/system/sysinit.target.wants /var/lib/veneer | grep go-back')).toBe(
      '',
    );
  } finally {
    await machine.stop();
    scratch.remove();
  }
});
