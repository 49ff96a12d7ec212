/** What a person learns on the command line of what is still to come: after each change, in status and in list. */
import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'playwright/test';
import { openMountNamespace } from '../harness/mount-namespace.ts';
import { makeScratch, putExtension } from '../harness/scratch.ts';
import { runVeneer } from '../shells/server.ts';

test('what a refresh changes is told until it is done', async () => {
  const scratch = makeScratch('pending');
  const tree = join(scratch.path, 'tree');
  scratch.put('tree/usr/lib/os-release', 'ID=debian\nVERSION_ID=12\n');
  scratch.put('tree/opt/.keep', '');
  for (const name of ['alpha', 'beta', 'gamma']) {
    putExtension(scratch, 'tree/var/lib/extensions', name, 'ID=_any\n', { [`usr/bin/${name}`]: name });
  }
  const namespace = await openMountNamespace();
  const veneer = (...args: string[]) =>
    runVeneer(scratch, { user: 'own', args: [...args, '--root', tree], enter: namespace.enter });
  try {
    const refresh = `veneer refresh --root ${tree}`;
    expect(veneer('status').stdout).toContain(`Pending:\n  comes in with ${refresh}: alpha, beta, gamma\n`);
    expect(veneer('disable', 'gamma')).toMatchObject({ status: 0, stderr: '' });
    expect(veneer('merge')).toMatchObject({ status: 0 });
    expect(veneer('status').stdout).not.toContain('Pending:');

    const hint = `This takes effect with ${refresh} (or --now).\n`;
    expect(veneer('disable', 'alpha')).toMatchObject({ status: 0, stderr: hint });
    expect(veneer('disable', 'alpha')).toMatchObject({
      status: 0,
      stdout: 'alpha is disabled already.\nNothing to do.\n',
    });
    expect(veneer('enable', 'gamma', '--quiet')).toMatchObject({ status: 0, stderr: '' });
    rmSync(join(tree, 'var/lib/extensions/beta'), { recursive: true });
    const { stdout } = veneer('status');
    expect(stdout).toContain(`Pending:\n  comes in with ${refresh}: gamma\n  goes with ${refresh}: alpha, beta\n`);
    expect(stdout).not.toContain('Not merged:');
    expect(JSON.parse(veneer('status', '--json').stdout)).toMatchObject({
      pending: [{ class: 'sysext', comes: ['gamma'], goes: ['alpha', 'beta'] }],
    });
    const listed = veneer('list').stdout;
    expect(listed).toMatch(/^alpha .* disabled \(merged\) /m);
    expect(listed).toMatch(/^beta .* gone \(merged\) .* Its file is gone: the next refresh takes it out\.$/m);

    expect(veneer('refresh')).toMatchObject({ status: 0 });
    expect(veneer('status').stdout).not.toContain('Pending:');
    expect(veneer('list').stdout).not.toContain('beta');
  } finally {
    namespace.close();
    scratch.remove();
  }
});

test('a plan of nothing says so', async () => {
  const scratch = makeScratch('pending-nothing');
  scratch.put('tree/usr/lib/os-release', 'ID=debian\nVERSION_ID=12\n');
  const args = ['plan', '--root', join(scratch.path, 'tree')];
  expect(runVeneer(scratch, { user: 'own', args })).toMatchObject({ status: 0, stdout: 'Nothing to do.\n' });
  scratch.remove();
});
