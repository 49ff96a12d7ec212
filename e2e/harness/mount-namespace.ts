/**
 * A mount namespace of a test, in which the machine's systemd-sysext merges over a tree and never over the machine.
 * For root it can loop-mount images; for an ordinary user it is a user namespace, which merges folders alone.
 */
import { type ChildProcess, spawn, spawnSync } from 'node:child_process';

export interface MountNamespace {
  readonly pid: number;
  /** What to put before a command so that it runs inside. */
  readonly enter: readonly string[];
  /** Runs inside and gives exit status and output; a failure is for the caller to judge. */
  run(program: string, ...args: string[]): { readonly status: number | null; readonly output: string };
  close(): void;
}

export const isRoot = process.getuid?.() === 0;

export async function openMountNamespace(): Promise<MountNamespace> {
  const own = isRoot ? ['--mount'] : ['--user', '--map-root-user', '--mount'];
  const holder: ChildProcess = spawn('unshare', [...own, 'cat'], { stdio: ['pipe', 'pipe', 'inherit'] });
  await new Promise<void>((settle, fail) => {
    holder.once('error', fail);
    holder.once('close', () => fail(new Error('no namespace could be made for this test')));
    holder.stdout?.once('data', () => settle());
    // Where unshare is refused, its end is what is told.
    holder.stdin?.on('error', () => {});
    holder.stdin?.write('.');
  });
  const { pid } = holder;
  if (pid === undefined) throw new Error('unshare has no process');
  const ways = isRoot ? ['--mount'] : ['--user', '--mount', '--preserve-credentials'];
  const enter = ['nsenter', '--target', String(pid), ...ways, '--'];
  const namespace: MountNamespace = {
    pid,
    enter,
    run(program, ...args) {
      const [first = '', ...rest] = [...enter, program, ...args];
      const { status, stdout, stderr } = spawnSync(first, rest, { encoding: 'utf8', timeout: 60_000 });
      return { status, output: stdout + stderr };
    },
    close() {
      // Loop devices of images go with the last mount of them, which goes with the namespace.
      holder.stdin?.end();
      holder.kill();
    },
  };
  for (const command of [
    ['mount', '--make-rprivate', '/'],
    ['mount', '-t', 'tmpfs', '-o', 'mode=755', 'tmpfs', '/run'],
    ['mount', '--make-rshared', '/'],
  ]) {
    const [program = '', ...args] = command;
    const { status, output } = namespace.run(program, ...args);
    if (status !== 0) throw new Error(`${command.join(' ')}: ${output}`);
  }
  return namespace;
}
