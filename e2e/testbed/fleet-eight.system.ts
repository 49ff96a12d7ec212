/**
 * Eight booted systems, each with an sshd of its own, read at once: 257, 262 and 252, and of them one hangs, one refuses our key,
 * one dies half-way, one has no /var/lib/extensions, one answers slowly, one has a sudo that wants a password.
 */
import { copyFileSync, cpSync, mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { expect } from 'playwright/test';
import type { FleetHost } from '../../shared/model/fleet.ts';
import { contentOfAnswer } from '../harness/answers.ts';
import { freePort } from '../harness/nginx.ts';
import { run } from '../harness/programs.ts';
import { ownVersion } from '../harness/runtime.ts';
import { makeScratch, putExtension } from '../harness/scratch.ts';
import { runVeneer } from '../shells/server.ts';
import { test } from './bed.ts';
import { makeImage } from './images.ts';
import { type Booted, boot, type Machine, USER } from './machine.ts';
import { SUITES } from './rootfs.ts';
import { makeSshdInside, type ServedSystem } from './sshd-inside.ts';

/** Three pauses, in all longer than the silence that is waited through. */
const SLOW = `sh -c "$SSH_ORIGINAL_COMMAND" | { for bytes in 100 1500 1500; do head -c $bytes; sleep 7; done; cat; }\n`;
/** The power goes: no process of it says goodbye. */
const DYING = `sh -c "$SSH_ORIGINAL_COMMAND" | { head -c 1500; systemctl poweroff --force --force; }\n`;

const SYSTEMS: Readonly<Record<string, Omit<ServedSystem, 'name' | 'port'> & { readonly system: Booted }>> = {
  debian13: { system: 'trixie' },
  debiansid: { system: 'sid' },
  // Its sudo is this machine's, and wants the password of who asks.
  debian12: { system: 'own' },
  hangs: { system: 'trixie' },
  refuses: { system: 'sid', isOpen: false },
  dies: { system: 'trixie', user: 'root', command: DYING },
  bare: { system: 'sid' },
  slow: { system: 'trixie', command: SLOW },
};

test('eight systems are read at once, and each of six troubles is told of the one that has it', async ({ suite }) => {
  test.skip(suite !== 'trixie', 'these are systems of all versions, and once is enough');
  const before = keptConnections();
  const scratch = makeScratch('eight');
  const sshd = makeSshdInside(scratch);
  const machines = new Map<string, Machine>();
  const at = (name: string) => machines.get(name) as Machine;
  try {
    const image = makeImage(scratch, { name: 'tool', version: '2' });
    putExtension(scratch, 'folders', 'folder', 'ID=_any\n');
    putExtension(scratch, 'folders', 'other', 'ID=fedora\nVERSION_ID=44\n');
    const ports = new Set<number>();
    while (ports.size < Object.keys(SYSTEMS).length) ports.add(await freePort());
    const booting = Object.entries(SYSTEMS).map(async ([name, { system, ...served }], index) => {
      const own = { ...scratch, path: join(scratch.path, name) };
      mkdirSync(own.path);
      const machine = await boot(system, own, true, (upper) => {
        sshd.put(upper, { ...served, name, port: [...ports][index] ?? 0 });
        scratch.put(`${name}/upper/etc/pam.d/sudo`, 'auth required pam_unix.so\naccount required pam_unix.so\n');
        scratch.put(`${name}/upper/etc/sudoers`, `${USER.name} ALL=(ALL) ALL\n`, 0o440);
        if (name === 'bare') return;
        const extensions = join(upper, 'var/lib/extensions');
        mkdirSync(extensions, { recursive: true });
        copyFileSync(image, join(extensions, 'tool.raw'));
        cpSync(join(scratch.path, 'folders/folder'), join(extensions, 'folder'), { recursive: true });
      });
      machines.set(name, machine);
    });
    await settled(booting);
    for (const name of ['debian13', 'debiansid', 'debian12', 'slow']) {
      expect(at(name).run('systemd-sysext', 'merge')).toMatchObject({ status: 0 });
      // What came after the merge does not fit it.
      cpSync(join(scratch.path, 'folders/other'), join(at(name).root, 'var/lib/extensions/other'), { recursive: true });
    }
    // A file system whose server does not answer, as one over the network.
    copyFileSync(image, join(at('hangs').root, 'opt/files'));
    const mounted = at('hangs').run('squashfuse', '-o', 'allow_other', '/opt/files', '/var/lib/extensions');
    expect(mounted).toMatchObject({ status: 0 });
    expect(at('hangs').run('pkill', '-STOP', 'squashfuse')).toMatchObject({ status: 0 });

    // In a session connections are kept, as the one to the system that hangs, which nobody may have to wait for.
    const session = join(scratch.path, 'run');
    mkdirSync(session, { mode: 0o700 });
    const fleet = (args: readonly string[], more: NodeJS.ProcessEnv = {}) =>
      runVeneer(scratch, { user: 'own', args, env: { VENEER_SSH_CONFIG: sshd.config, ...more } });
    expect(fleet(['fleet', 'add', '--ssh-config']).status).toBe(0);
    const started = Date.now();
    const read = fleet(['fleet', 'read', '--json'], { XDG_RUNTIME_DIR: session });
    expect(Date.now() - started).toBeLessThan(60_000);
    expect(read.status, read.stderr).toBe(24);
    const hosts = hostsOf(read.stdout).map(({ id, systemd, error, notes, rows }) => ({
      id,
      told: error === null ? systemd : `${error.code}: ${error.message}`,
      rows: rows.map(({ name, state, version }) => `${name} ${state} ${version}`),
      notes,
    }));
    const merged = ['folder active null', 'other blocked null', 'tool active 2'];
    expect(hosts).toEqual([
      { id: 'debian13', told: SUITES.trixie, rows: merged, notes: [] },
      { id: 'debiansid', told: SUITES.sid, rows: merged, notes: [] },
      { id: 'debian12', told: ownVersion(), rows: merged, notes: [] },
      { id: 'hangs', told: 'unreachable: hangs did not answer in 20 s.', rows: [], notes: [] },
      { id: 'refuses', told: 'not-authorized: refuses lets none of the keys in.', rows: [], notes: [] },
      {
        id: 'dies',
        told: 'connection-lost: The connection to dies ended before everything had come.',
        rows: [],
        notes: [],
      },
      { id: 'bare', told: SUITES.sid, rows: [], notes: [] },
      { id: 'slow', told: SUITES.trixie, rows: merged, notes: [] },
    ]);

    const asRoot = fleet(['fleet', 'read', 'debian12', '--sudo', '--json']);
    // Of one host that was named, the exit code is that of its error.
    expect(asRoot.status, asRoot.stderr).toBe(9);
    const [one] = hostsOf(asRoot.stdout).filter(({ error }) => error !== null);
    expect(one).toMatchObject({
      id: 'debian12',
      error: { code: 'not-authorized', detail: expect.stringMatching(/^sudo: a password is required$/m) },
    });
    // What was read before stays.
    expect(one?.rows.map(({ name }) => name)).toEqual(['folder', 'other', 'tool']);

    // On the systems nothing of it is left, also where it hung once that goes on; here nothing but what the session keeps.
    const running = (machine: Machine) => machine.run('pgrep', '--full', '--list-full', 'eval "').stdout;
    expect(running(at('hangs'))).toContain('dd bs=1');
    at('hangs').run('pkill', '-CONT', 'squashfuse');
    for (const [name, machine] of machines) {
      if (name === 'dies') continue;
      await expect.poll(() => running(machine), name).toBe('');
      expect(machine.run('find', '/tmp', `/home/${USER.name}`, '-user', USER.name, '-type', 'f').stdout).toBe('');
    }
    expect(keptConnections().filter((line) => !line.includes(session))).toEqual(before);
  } finally {
    machines.get('hangs')?.run('pkill', '-CONT', 'squashfuse');
    await Promise.all([...machines.values()].map((machine) => machine.stop()));
    scratch.remove();
  }
});

/** All of them have ended, also where one fails. */
async function settled(all: readonly Promise<void>[]): Promise<void> {
  const failed = (await Promise.allSettled(all)).find((one) => one.status === 'rejected');
  if (failed !== undefined) throw failed.reason;
}

const hostsOf = (stdout: string) => (contentOfAnswer(stdout) as { readonly hosts: readonly FleetHost[] }).hosts;

/** Processes of ssh that stay for a later connection, by their sockets. */
function keptConnections(): string[] {
  const lines = run('ps', ['-eo', 'args']).split('\n');
  return lines.filter((line) => /^ssh: .*\[mux\]/.test(line));
}
