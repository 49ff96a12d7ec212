/** A service that multi-user.target wants, and that was not there when the system got there. */
import { copyFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect } from 'playwright/test';
import { makeScratch } from '../harness/scratch.ts';
import { ALL_ACTIONS, test } from './bed.ts';
import { makeImage } from './images.ts';
import { boot, bootAgain } from './machine.ts';

test('a service that was enabled, and dropped when the system was booted', async ({ suite }) => {
  const scratch = makeScratch(`services-${suite}`);
  let machine = await boot(suite, scratch);
  try {
    machine.allow(...ALL_ACTIONS);
    const path = makeImage(scratch, {
      name: 'tool',
      files: {
        'usr/lib/systemd/system/late.service':
          '[Service]\nExecStart=/usr/bin/sleep infinity\n[Install]\nWantedBy=multi-user.target\n',
      },
    });
    copyFileSync(path, join(machine.root, 'home/tester/tool.raw'));
    const veneer = (...args: string[]) => machine.runAsUser('node', '/usr/lib/veneer/cli.cjs', ...args);
    expect(veneer('install', '--now', '/home/tester/tool.raw')).toMatchObject({ status: 0 });
    expect(veneer('at-boot', 'on')).toMatchObject({ status: 0 });
    machine.run('systemctl', 'enable', 'late.service');
    await machine.stop();
    machine = await bootAgain(suite, scratch);
    expect(machine.run('/usr/bin/tool').stdout, 'merged at boot').toBe('tool 1\n');
    expect(machine.run('systemctl', 'is-enabled', 'late.service').stdout).toBe('enabled\n');
    expect(machine.run('systemctl', 'is-active', 'late.service').stdout).toBe('inactive\n');
    const told = veneer('services', 'tool')
      .stdout.split('\n')
      .find((line) => line.startsWith('late.service'));
    expect(told).toMatch(/multi-user\.target (?:wants it, but was reached before the extension was merged|wants it)$/);
    machine.run('systemctl', 'daemon-reload');
    expect(veneer('services', 'tool').stdout).toMatch(/^late\.service .*was reached before the extension was merged$/m);
  } finally {
    await machine.stop();
    scratch.remove();
  }
});
