/**
 * This machine's real polkit, in a mount namespace of its own: a system bus and polkitd beside the machine's, an /etc
 * that takes writes without keeping them, and one ordinary user whom polkit knows nothing good of.
 */
import { type ChildProcess, spawn } from 'node:child_process';
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { INSTALLED_HELPER } from '../../shared/changes/installed-helper.ts';
import { type MountNamespace, openMountNamespace } from '../harness/mount-namespace.ts';
import type { Scratch } from '../harness/scratch.ts';
import { ORDINARY_USER, programs } from './server.ts';

const USER = 'veneer-test';
const policy = fileURLToPath(new URL('../../assets/polkit/org.veneer.helper.policy', import.meta.url));
const POLKITD = '/usr/lib/polkit-1/polkitd';

export interface PolkitHost {
  readonly namespace: MountNamespace;
  /** Lets the ordinary user do what an action covers, from now on; the default is polkit's general one for pkexec. */
  allow(action?: string): Promise<void>;
  /** Puts the built helper and its polkit actions to where a package puts them, in this namespace alone. */
  installHelper(): void;
  close(): void;
}

export async function openPolkitHost(scratch: Scratch): Promise<PolkitHost> {
  const namespace = await openMountNamespace();
  const daemons: ChildProcess[] = [];
  const must = (program: string, ...args: string[]) => {
    const { status, output } = namespace.run(program, ...args);
    if (status !== 0) throw new Error(`${program} ${args.join(' ')}: ${output}`);
  };
  const start = (program: string, ...args: string[]) => {
    const [first = '', ...rest] = [...namespace.enter, program, ...args];
    const daemon = spawn(first, rest, { stdio: 'ignore' });
    daemons.push(daemon);
    return daemon;
  };
  /** Lets a directory take writes without keeping them. */
  const cover = (directory: string) => {
    const [upper = '', work = ''] = ['upper', 'work'].map((layer) => join(scratch.path, 'covers', directory, layer));
    for (const layer of [upper, work]) mkdirSync(layer, { recursive: true });
    const options = `lowerdir=${directory},upperdir=${upper},workdir=${work}`;
    must('mount', '-t', 'overlay', 'overlay', '-o', options, directory);
  };
  const close = () => {
    for (const daemon of daemons) daemon.kill();
    namespace.close();
  };
  try {
    for (const directory of ['/etc', '/var/lib']) cover(directory);
    const account = `${USER}:x:${ORDINARY_USER}:${ORDINARY_USER}::/:/bin/sh`;
    must('sed', '--in-place', `$a ${account}`, '/etc/passwd');
    must('mkdir', '--parents', '/run/dbus', '/etc/polkit-1/rules.d');
    // What leaves no line in the journal is not done.
    start('/usr/lib/systemd/systemd-journald');
    await until(() => namespace.run('test', '-S', '/run/systemd/journal/socket').status === 0);
    start('dbus-daemon', '--system', '--nofork', '--nopidfile');
    await until(() => namespace.run('test', '-S', '/run/dbus/system_bus_socket').status === 0);
    let polkitd = start(POLKITD, '--no-debug');
    // Only asks who has the name: a call to the name itself would have the bus start a second polkitd, and ours would go.
    const ready = () =>
      until(
        () =>
          namespace.run(
            'dbus-send',
            '--system',
            '--print-reply',
            '--dest=org.freedesktop.DBus',
            '/org/freedesktop/DBus',
            'org.freedesktop.DBus.GetNameOwner',
            'string:org.freedesktop.PolicyKit1',
          ).status === 0,
      );
    await ready();
    return {
      namespace,
      installHelper() {
        for (const directory of ['/usr/libexec', '/usr/share/polkit-1/actions', '/usr/bin']) cover(directory);
        must('install', '-D', '--mode=0755', join(programs(), 'dist/helper.cjs'), INSTALLED_HELPER);
        must('install', '-D', '--mode=0755', join(programs(), 'node'), '/usr/bin/node');
        must('install', '--mode=0644', policy, '/usr/share/polkit-1/actions/');
      },
      async allow(action = 'org.freedesktop.policykit.exec') {
        const rule = join(scratch.path, 'allow.rules');
        writeFileSync(
          rule,
          `polkit.addRule(function (action, subject) {
             if (action.id == "${action}" && subject.user == "${USER}") return polkit.Result.YES;
           });`,
        );
        must('install', '--mode=0644', rule, '/etc/polkit-1/rules.d/10-veneer-test.rules');
        polkitd.kill();
        await new Promise((settle) => polkitd.once('close', settle));
        polkitd = start(POLKITD, '--no-debug');
        await ready();
      },
      close,
    };
  } catch (error) {
    close();
    throw error;
  }
}

async function until(isTrue: () => boolean): Promise<void> {
  for (let attempt = 0; attempt < 100; attempt++) {
    if (isTrue()) return;
    await sleep(50);
  }
  throw new Error('a daemon of this test did not come up');
}
