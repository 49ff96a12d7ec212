/** A whole system with systemd as PID 1, D-Bus and polkit, booted in a container over a root that stays as it was. */
import { type ChildProcess, spawn, spawnSync } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { chmodSync, cpSync, existsSync, mkdirSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { INSTALLED_HELPER } from '../../shared/changes/installed-helper.ts';
import type { Scratch } from '../harness/scratch.ts';
import { programs } from '../shells/server.ts';
import { rootfsOf, type Suite } from './rootfs.ts';

const TIMEOUT_MS = 180_000;
const POLICY = fileURLToPath(new URL('../../assets/polkit/org.veneer.helper.policy', import.meta.url));
/** An account of the system, in no group that may do anything. */
export const USER = { name: 'tester', id: 1000 };

export interface Ran {
  readonly status: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

export interface Machine {
  /** Put before a command so that it runs inside, as root. */
  readonly enter: readonly string[];
  /** The system's files, as they are seen from outside. */
  readonly root: string;
  run(program: string, ...args: string[]): Ran;
  /** The same as the ordinary user. */
  runAsUser(program: string, ...args: string[]): Ran;
  /** Lets the ordinary user do what these polkit actions cover, and nothing else. */
  allow(...actions: string[]): void;
  /** Refuses the ordinary user what these cover, without asking. */
  forbid(...actions: string[]): void;
  stop(): Promise<void>;
}

/** A whole system of Debian, or this machine's own /usr, which is only read, with nothing set up beside it. */
export type Booted = Suite | 'own';

/**
 * Boots a suite, with what a package of Veneer would bring unless it is to be bare.
 *
 * @param prepare puts into the folder what shall be there at boot
 */
export async function boot(
  suite: Booted,
  scratch: Scratch,
  isBare = false,
  prepare: (upper: string) => void = () => {},
): Promise<Machine> {
  const upper = join(scratch.path, 'upper');
  for (const layer of ['upper', 'work', 'root']) mkdirSync(join(scratch.path, layer));
  furnish(upper, isBare);
  prepare(upper);
  return bootAgain(suite, scratch);
}

/** Boots what was booted there before and has ended, with its files as they were then. */
export async function bootAgain(suite: Booted, scratch: Scratch): Promise<Machine> {
  const upper = join(scratch.path, 'upper');
  const root = join(scratch.path, 'root');
  // cat ends when our end of the pipe does, however this process ends; the system then ends with its PID 1.
  const script = `
    umount -R -l /sys/fs/cgroup
    mount -t cgroup2 none /sys/fs/cgroup
    # Else systems that are booted at once would have the groups of their services in common.
    group="/sys/fs/cgroup/veneer-testbed-$$"
    mkdir "$group"
    echo $$ > "$group/cgroup.procs"
    mount -t overlay overlay -o "lowerdir=$1,upperdir=$2,workdir=$3" "$4"
    [ -z "$5" ] || mount --bind -o ro "$5" "$4/usr"
    systemd-nspawn --quiet --register=no --keep-unit --directory="$4" --boot --capability=all \\
      --bind=/dev/loop-control --resolv-conf=off --timezone=off --link-journal=no &
    cat > /dev/null
    kill -KILL $(cat "/proc/$!/task/$!/children")
    wait
    echo $$ > /sys/fs/cgroup/cgroup.procs
    find "$group" -depth -type d -exec rmdir {} +`;
  const nspawn = spawn(
    'unshare',
    [
      '--mount',
      '--propagation',
      'private',
      'sh',
      '-c',
      script,
      'sh',
      suite === 'own' ? emptyTree(scratch) : rootfsOf(suite),
      upper,
      join(scratch.path, 'work'),
      root,
      suite === 'own' ? '/usr' : '',
    ],
    { env: { ...process.env, SYSTEMD_NSPAWN_UNIFIED_HIERARCHY: '1' }, stdio: ['pipe', 'pipe', 'pipe'] },
  );
  let said = '';
  for (const stream of [nspawn.stdout, nspawn.stderr]) {
    stream?.on('data', (chunk: Buffer) => {
      said = (said + chunk.toString('utf8')).slice(-20_000);
    });
  }
  try {
    const leader = await waitFor(
      nspawn,
      () => leaderOf(nspawn),
      () => said,
    );
    const enter = ['nsenter', '--target', String(leader), '--all', '--', 'env', '--chdir=/'];
    const run = (program: string, ...args: string[]): Ran => call([...enter, program, ...args]);
    await waitFor(
      nspawn,
      () => isUp(run),
      () => said,
    );
    // There is no udev in a container; the kernel's own nodes come and go with loop devices and their partitions.
    run('mount', '-t', 'devtmpfs', 'devtmpfs', '/dev');
    const decide = (decisions: string) => writeFileSync(`/proc/${leader}/root${DECISIONS}`, decisions);
    return {
      enter,
      root: `/proc/${leader}/root`,
      run,
      runAsUser: (program, ...args) => run(...asUser(program, args)),
      allow: (...actions) => decide(decisionsOf(actions, 'YES')),
      forbid: (...actions) => decide(decisionsOf(actions, 'NO')),
      stop: () => stop(nspawn, run),
    };
  } catch (error) {
    await letGo(nspawn);
    throw error;
  }
}

/** What stands beside a /usr that is not there yet. @returns its path */
function emptyTree({ path }: Scratch): string {
  const tree = join(path, 'lower');
  mkdirSync(join(tree, 'etc'), { recursive: true });
  if (existsSync(join(tree, 'usr'))) return tree;
  mkdirSync(join(tree, 'usr'));
  for (const name of ['bin', 'sbin', 'lib', 'lib64']) symlinkSync(`usr/${name}`, join(tree, name));
  symlinkSync('../usr/lib/os-release', join(tree, 'etc/os-release'));
  // Without one systemd enables every unit that this machine has, as it does at the first boot of a system.
  writeFileSync(join(tree, 'etc/machine-id'), `${randomBytes(16).toString('hex')}\n`);
  return tree;
}

/** What polkit is to answer, read by the rule at each question, so that polkit never has to be started again. */
const DECISIONS = '/etc/veneer-test-decisions';
const RULE = `polkit.addRule(function (action, subject) {
  if (subject.user != "${USER.name}") return;
  var decisions = JSON.parse(polkit.spawn(["/usr/bin/cat", "${DECISIONS}"]));
  return polkit.Result[decisions[action.id]];
});
`;

function decisionsOf(actions: readonly string[], result: 'YES' | 'NO'): string {
  return JSON.stringify(Object.fromEntries(actions.map((action) => [action, result])));
}

/** The command that runs a program as the ordinary user. */
export function asUser(program: string, args: readonly string[]): [string, ...string[]] {
  const drop = [`--reuid=${USER.id}`, `--regid=${USER.id}`, '--clear-groups'];
  return ['setpriv', ...drop, 'env', '-i', `HOME=/home/${USER.name}`, 'PATH=/usr/bin:/bin', program, ...args];
}

/** The same from an active session at the machine's seat, as a person has who sits there; it ends with the program. */
export function asSeated(program: string, args: readonly string[]): [string, ...string[]] {
  const session = ['XDG_SEAT=seat0', 'XDG_SESSION_TYPE=x11', 'XDG_SESSION_CLASS=user', `HOME=/home/${USER.name}`];
  const given = [...session, 'PATH=/usr/bin:/bin'].map((one) => `--setenv=${one}`);
  const service = ['--quiet', '--pipe', '--wait', '--collect', '--property=PAMName=login', `--uid=${USER.name}`];
  return ['systemd-run', ...service, ...given, '--', program, ...args];
}

/**
 * There is no udev in a container, so nobody makes the nodes of loop devices; with these systemd-sysext.service merges images
 * at boot, as on a machine (systemd-tmpfiles-setup-dev.service comes before local-fs.target). The kernel makes a device when
 * its node is opened.
 */
const LOOP_NODES = Array.from({ length: 64 }, (_, at) => `b+ /dev/loop${at} 0660 root disk - 7:${at}\n`).join('');

/** What a package of Veneer would bring, and an account. */
function furnish(upper: string, isBare: boolean): void {
  const put = (path: string, content: string, mode = 0o644) => {
    mkdirSync(join(upper, path, '..'), { recursive: true });
    writeFileSync(join(upper, path), content, { mode });
  };
  const copy = (from: string, to: string) => {
    mkdirSync(join(upper, to, '..'), { recursive: true });
    cpSync(from, join(upper, to), { recursive: true });
  };
  if (!isBare) {
    copy(join(programs(), 'node'), 'usr/bin/node');
    copy(join(programs(), 'dist'), 'usr/lib/veneer');
    copy(join(programs(), 'dist/helper.cjs'), INSTALLED_HELPER.slice(1));
    chmodSync(join(upper, INSTALLED_HELPER), 0o755);
    copy(POLICY, 'usr/share/polkit-1/actions/org.veneer.helper.policy');
  }
  put('etc/hostname', 'testbed\n');
  put('etc/polkit-1/rules.d/10-veneer-test.rules', RULE);
  put(DECISIONS.slice(1), '{}');
  put('etc/tmpfiles.d/loop-devices.conf', LOOP_NODES);
  put('etc/sysusers.d/tester.conf', `u ${USER.name} ${USER.id} - /home/${USER.name} /bin/sh\n`);
  put('etc/tmpfiles.d/tester.conf', `d /home/${USER.name} 0755 ${USER.id} ${USER.id}\n`);
}

/** PID 1 of the container, a child of systemd-nspawn, which is a child of the script. */
function leaderOf({ pid }: ChildProcess): number | null {
  const leader = childrenOf(String(pid))
    .flatMap(childrenOf)
    .find((child) => commandOf(child) === 'systemd');
  return leader === undefined ? null : Number(leader);
}

function childrenOf(pid: string): string[] {
  try {
    return readFileSync(`/proc/${pid}/task/${pid}/children`, 'utf8')
      .trim()
      .split(' ')
      .filter((child) => child !== '');
  } catch {
    // It ended between the two looks.
    return [];
  }
}

function commandOf(pid: string): string | null {
  try {
    return readFileSync(`/proc/${pid}/comm`, 'utf8').trim();
  } catch {
    // It ended between the two looks.
    return null;
  }
}

function isUp(run: Machine['run']): true | null {
  const { stdout } = run('systemctl', 'is-system-running');
  return ['running', 'degraded'].includes(stdout.trim()) ? true : null;
}

function call([program = '', ...args]: readonly string[]): Ran {
  const { status, stdout, stderr, error } = spawnSync(program, args, { encoding: 'utf8', timeout: TIMEOUT_MS });
  if (error !== undefined) throw error;
  return { status, stdout, stderr };
}

async function waitFor<T>(child: ChildProcess, look: () => T | null, said: () => string): Promise<T> {
  for (const end = Date.now() + TIMEOUT_MS; Date.now() < end; ) {
    if (child.exitCode !== null) break;
    const found = look();
    if (found !== null) return found;
    await sleep(100);
  }
  throw new Error(`the system did not boot:\n${said()}`);
}

async function stop(nspawn: ChildProcess, run: Machine['run']): Promise<void> {
  // Loop devices belong to the whole machine: what is merged has to be let go before the system ends.
  for (const program of ['systemd-sysext', 'systemd-confext']) run(program, 'unmerge');
  await letGo(nspawn);
}

async function letGo(nspawn: ChildProcess): Promise<void> {
  if (nspawn.exitCode !== null) return;
  const gone = new Promise((settle) => nspawn.once('close', settle));
  nspawn.stdin?.end();
  await gone;
}
