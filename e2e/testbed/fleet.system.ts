/**
 * A whole system read over SSH by an ordinary user there: the same list as Veneer gives on it. The server is this machine's own,
 * and what it runs for the key of a host enters the booted system.
 */
import { chmodSync, copyFileSync, cpSync, mkdirSync, symlinkSync } from 'node:fs';
import { join } from 'node:path';
import { expect } from 'playwright/test';
import type { Extension } from '../../shared/model/extension.ts';
import type { FleetHost } from '../../shared/model/fleet.ts';
import { onePerName } from '../../shared/systemd/one-per-name.ts';
import { contentOfAnswer } from '../harness/answers.ts';
import { putExtension } from '../harness/scratch.ts';
import { serveSsh } from '../harness/ssh-hosts.ts';
import { runVeneer } from '../shells/server.ts';
import { test } from './bed.ts';
import { makeImage } from './images.ts';

const shortly = (rows: readonly Pick<Extension, 'name' | 'version' | 'state' | 'size'>[]) =>
  rows.map(({ name, version, state, size }) => `${name} ${version} ${state} ${size}`).sort();

test('reads merged, blocked, masked and closed extensions as Veneer does there', async ({ bed }) => {
  const { machine, scratch } = bed;
  const at = (path: string) => join(machine.root, path);
  mkdirSync(at('var/lib/extensions'), { recursive: true });
  mkdirSync(at('opt/images'), { recursive: true });
  copyFileSync(makeImage(scratch, { name: 'tool', version: '2' }), at('opt/images/tool-2.raw'));
  symlinkSync('../../../opt/images/tool-2.raw', at('var/lib/extensions/tool.raw'));
  copyFileSync(makeImage(scratch, { name: 'disk', form: 'disk' }), at('var/lib/extensions/disk.raw'));
  copyFileSync(makeImage(scratch, { name: 'masked', form: 'erofs' }), at('var/lib/extensions/masked.raw'));
  mkdirSync(at('etc/extensions/masked'), { recursive: true });
  expect(machine.run('systemd-sysext', 'merge')).toMatchObject({ status: 0 });
  // What came after the merge does not fit it.
  for (const [name, release] of [
    ['other', 'ID=fedora\nVERSION_ID=44\n'],
    ['folder', 'ID=_any\n'],
  ] as const) {
    putExtension(scratch, 'folders', name, release);
    cpSync(join(scratch.path, 'folders', name), at(`var/lib/extensions/${name}`), { recursive: true });
  }
  copyFileSync(makeImage(scratch, { name: 'secret' }), at('var/lib/extensions/secret.raw'));
  chmodSync(at('var/lib/extensions/secret.raw'), 0o600);
  const inside = `${machine.enter.join(' ')} runuser --user tester -- sh -c "$SSH_ORIGINAL_COMMAND"`;
  const ssh = await serveSsh(scratch, { booted: `exec ${inside}` });
  try {
    const env = { VENEER_SSH_CONFIG: ssh.config };
    const fleet = (...args: string[]) => runVeneer(scratch, { user: 'own', args: ['fleet', ...args, '--json'], env });
    expect(fleet('add', 'booted').status).toBe(0);
    const read = fleet('read');
    expect(read.status, read.stdout + read.stderr).toBe(0);
    const [host] = (contentOfAnswer(read.stdout) as { readonly hosts: readonly FleetHost[] }).hosts;
    const list = contentOfAnswer(bed.veneer('list', '--json').stdout) as { readonly extensions: readonly Extension[] };
    expect(shortly(host?.rows ?? [])).toEqual(shortly(onePerName(list.extensions)));
    expect(host?.rows.map(({ name, state }) => `${name} ${state}`)).toEqual([
      'disk active',
      'folder ready',
      'masked masked',
      'other blocked',
      'secret unknown',
      'tool active',
    ]);
  } finally {
    await ssh.stop();
  }
});
