/** Real OpenSSH servers at this machine: each name of the config is a host of its own, whose `/` is a tree of the test. */
import { spawn } from 'node:child_process';
import { copyFileSync, mkdirSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs';
import { userInfo } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { freePort, listens } from './nginx.ts';
import { run } from './programs.ts';
import type { Scratch } from './scratch.ts';

const TIMEOUT_MS = 60_000;

export interface SshHosts {
  /** For `ssh -F`. */
  readonly config: string;
  readonly port: number;
  stop(): Promise<void>;
}

/** What a name does with the command that is sent to it, as words of a shell; `$SSH_ORIGINAL_COMMAND` is that command. */
export type SshCommands = Readonly<Record<string, string>>;

/** Runs what is sent to it in a tree that stands for `/`, with a shell that stands in it. */
export function inTree(root: string, shell = '/bin/sh'): string {
  const asRoot = process.getuid?.() === 0 ? '' : 'unshare -r ';
  return `exec ${asRoot}/usr/sbin/chroot ${root} ${shell} -c "$SSH_ORIGINAL_COMMAND"`;
}

/** What the script needs, and nothing else that busybox has. */
const TOOLS = ['sh', 'cat', 'dd', 'head', 'id', 'readlink', 'stat', 'uname'];

/** Puts a static busybox into a tree, with the tools that a host needs. */
export function putBusybox(root: string): void {
  mkdirSync(join(root, 'bin'), { recursive: true });
  copyFileSync('/bin/busybox', join(root, 'bin/busybox'));
  // A device is root's to make; the script only writes to it.
  mkdirSync(join(root, 'dev'), { recursive: true });
  writeFileSync(join(root, 'dev/null'), '');
  for (const tool of TOOLS) symlinkSync('busybox', join(root, 'bin', tool));
}

/** @param commands by the name of the host */
export async function serveSsh(scratch: Scratch, commands: SshCommands): Promise<SshHosts> {
  const port = await freePort();
  const own = join(scratch.path, `sshd-${port}`);
  mkdirSync(own, { mode: 0o700 });
  if (process.getuid?.() === 0) mkdirSync('/run/sshd', { recursive: true, mode: 0o755 });
  const key = (name: string) => {
    const place = join(own, name);
    run('ssh-keygen', ['-q', '-t', 'ed25519', '-N', '', '-f', place]);
    return { place, line: readFileSync(`${place}.pub`, 'utf8').trim() };
  };
  const hostKey = key('host-key');
  const hosts = Object.entries(commands).map(([name, command], at) => {
    const script = `sshd-${port}/command-${at}`;
    scratch.put(script, `${command}\n`);
    return { name, ...key(`key-${at}`), script: join(scratch.path, script) };
  });
  const authorized = hosts.map(({ line, script }) => `restrict,command="sh ${script}" ${line}\n`).join('');
  scratch.put(`sshd-${port}/authorized`, authorized, 0o600);
  scratch.put(`sshd-${port}/known`, `[127.0.0.1]:${port} ${hostKey.line.split(' ').slice(0, 2).join(' ')}\n`);
  scratch.put(
    `sshd-${port}/sshd_config`,
    `Port ${port}
ListenAddress 127.0.0.1
HostKey ${hostKey.place}
AuthorizedKeysFile ${own}/authorized
PidFile ${own}/pid
UsePAM no
StrictModes no
PasswordAuthentication no
PermitRootLogin prohibit-password
MaxStartups 200
MaxSessions 50
LogLevel ERROR
`,
  );
  scratch.put(
    `sshd-${port}/config`,
    hosts
      .map(
        ({ name, place }) => `Host ${name}
  HostName 127.0.0.1
  Port ${port}
  User ${userInfo().username}
  IdentityFile ${place}
  IdentitiesOnly yes
  UserKnownHostsFile ${own}/known
  StrictHostKeyChecking yes
`,
      )
      .join(''),
    0o600,
  );
  const server = spawn('/usr/sbin/sshd', ['-D', '-e', '-f', join(own, 'sshd_config')], {
    stdio: ['ignore', 'ignore', 'pipe'],
    detached: true,
  });
  let said = '';
  server.stderr.on('data', (chunk: Buffer) => {
    said += chunk.toString('utf8');
  });
  const ended = new Promise<void>((settle) => server.once('exit', () => settle()));
  for (const end = Date.now() + TIMEOUT_MS; !(await listens(port)); await sleep(20)) {
    if (server.exitCode !== null || Date.now() > end) throw new Error(`sshd did not start:\n${said}`);
  }
  return {
    config: join(own, 'config'),
    port,
    async stop() {
      // Connections that are kept open are processes of their own.
      if (server.pid !== undefined && server.exitCode === null && server.signalCode === null)
        process.kill(-server.pid, 'SIGTERM');
      await ended;
      server.stderr.destroy();
    },
  };
}
