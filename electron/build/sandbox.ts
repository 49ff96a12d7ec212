/**
 * Runs a command of a recipe where it sees the programs of this machine, read-only, and the extension that is being made, and
 * nothing else: no network, no file of the person's, no process of this machine. By bubblewrap, else by unshare(1) and mount(8).
 */
import { existsSync, lstatSync, mkdirSync, readlinkSync } from 'node:fs';
import { totalmem } from 'node:os';
import { join } from 'node:path';
import { messageOf } from '../../shared/messages/message.ts';
import { VeneerError } from '../../shared/model/errors.ts';
import { findProgram } from '../host/systemd-version.ts';
import { type Ended, PLAIN_ENVIRONMENT, runProgram } from '../node/run-program.ts';
import { BUILD_TIME } from './lay-out.ts';
import { boundMemory } from './memory-bound.ts';

/** Where the extension is in it. */
export const INSIDE = '/extension';
const TIMEOUT_MS = 10 * 60 * 1000;
const PROBE_TIMEOUT_MS = 20_000;
/** Whoever says more is ended. */
const MOST_SAID = 16 * 1024 ** 2;
/** Bytes that may be in its /tmp. */
const TEMPORARY = 512 * 1024 ** 2;
/** Bytes that all of its processes may have together: no recipe takes a small machine whole. */
const MEMORY = Math.min(4 * 1024 ** 3, totalmem() / 2);
/** Of each of its processes: bytes of memory and of address space, bytes of a file, and how many there may be. */
const LIMITS = [
  `--data=${2 * 1024 ** 3}`,
  `--as=${16 * 1024 ** 3}`,
  `--fsize=${8 * 1024 ** 3}`,
  '--nproc=256',
  '--core=0',
];
const ENVIRONMENT = { ...PLAIN_ENVIRONMENT, HOME: '/tmp', TZ: 'UTC', SOURCE_DATE_EPOCH: String(BUILD_TIME) };
/** Beside /usr: where programs and libraries are looked for, and what leads there. */
const TOPS = ['bin', 'sbin', 'lib', 'lib32', 'lib64', 'libx32'];
const SETTINGS = ['/etc/alternatives', '/etc/ld.so.cache'];
const DEVICES = ['null', 'zero', 'full', 'random', 'urandom'];

export interface Bounds {
  readonly timeoutMs?: number;
  /** Bytes that all of its processes may have together. */
  readonly memory?: number;
  /** Once it aborts all of it is killed. */
  readonly signal?: AbortSignal | null;
}

export interface EndedApart extends Omit<Ended, 'broken'> {
  readonly broken: Ended['broken'] | 'too-big';
}

export interface Sandbox {
  readonly name: 'bubblewrap' | 'unshare';
  /** @param folder is seen at `INSIDE`, and the one place beside /tmp that can be written to */
  run(folder: string, command: readonly string[], bounds?: Bounds): Promise<EndedApart>;
}

/**
 * The first that works here.
 *
 * @param scratch an own folder
 * @throws {VeneerError} `unsupported` where none does
 */
export async function findSandbox(scratch: string, names: readonly Sandbox['name'][] = ['bubblewrap', 'unshare']) {
  const said: string[] = [];
  const folder = join(scratch, 'sandbox-probe');
  mkdirSync(folder, { recursive: true });
  for (const name of names) {
    const sandbox = name === 'bubblewrap' ? bubblewrap() : unshare(scratch);
    if (sandbox === null) continue;
    const { status, stderr } = await sandbox.run(folder, ['true'], { timeoutMs: PROBE_TIMEOUT_MS });
    if (status === 0) return sandbox;
    said.push(`${name}: ${stderr.trim()}`);
  }
  throw new VeneerError('unsupported', messageOf('build.no-sandbox'), {
    nextStep: messageOf('build.install-program', { package: 'bubblewrap' }),
    detail: said.join('\n'),
  });
}

async function runBounded(
  program: string,
  args: readonly string[],
  { timeoutMs = TIMEOUT_MS, memory = MEMORY, signal = null }: Bounds = {},
): Promise<EndedApart> {
  const bound = boundMemory(memory);
  try {
    const running = { timeoutMs, mostBytes: MOST_SAID, env: ENVIRONMENT, signal, onStart: bound.watch };
    const ended = await runProgram(program, args, running);
    return bound.wasPassed() ? { ...ended, status: null, broken: 'too-big' } : ended;
  } finally {
    bound.stop();
  }
}

function bubblewrap(): Sandbox | null {
  const program = findProgram('bwrap');
  if (program === null) return null;
  const tops = TOPS.flatMap((name) => {
    const path = `/${name}`;
    const target = linkAt(path);
    if (target !== null) return ['--symlink', target, path];
    return existsSync(path) ? ['--ro-bind', path, path] : [];
  });
  const args = [
    ...['--unshare-all', '--uid', '0', '--gid', '0', '--hostname', 'veneer', '--cap-drop', 'ALL'],
    ...['--die-with-parent', '--new-session', '--ro-bind', '/usr', '/usr', ...tops],
    ...SETTINGS.flatMap((path) => ['--ro-bind-try', path, path]),
    ...['--dev', '/dev', '--size', String(TEMPORARY), '--tmpfs', '/tmp'],
  ];
  const readOnly = ['--remount-ro', '/dev', '--remount-ro', '/'];
  // It has no option for the umask, by which a command decides who may run what it makes.
  const bounded = ['sh', '-c', 'umask 022; exec prlimit "$@"', 'sh', ...LIMITS, '--'];
  return {
    name: 'bubblewrap',
    run: (folder, command, bounds) => {
      const whole = [...args, '--bind', folder, INSIDE, ...readOnly, '--chdir', INSIDE, '--', ...bounded, ...command];
      return runBounded(program, whole, bounds);
    },
  };
}

/**
 * Arguments: the folder that becomes the root, the one of the extension, then names of devices, paths of settings and links, each
 * list with its end, and the command. Its text is the same for all: what a recipe says is never part of it.
 */
const SCRIPT = `set -e
root=$1 folder=$2; shift 2
mount -t tmpfs -o mode=755,size=16m veneer "$root"
cd "$root"
mkdir usr dev etc tmp extension old
mount --bind /usr usr
mount -o remount,bind,ro usr
while [ "$1" != . ]; do : >"dev/$1"; mount --bind "/dev/$1" "dev/$1"; shift; done; shift
while [ "$1" != . ]; do
  if [ -d "$1" ]; then mkdir -p ".$1"; else : >".$1"; fi
  mount --bind "$1" ".$1"; mount -o remount,bind,ro ".$1"; shift
done; shift
while [ "$1" != . ]; do ln -s "$2" ".$1"; shift 2; done; shift
mount -t tmpfs -o mode=1777,size=${TEMPORARY} veneer tmp
mount --bind "$folder" extension
if command -v hostname >/dev/null; then hostname veneer; fi
ln -s old/proc proc
pivot_root . old
umount -l /old
rm /proc
rmdir /old
mount -o remount,bind,ro /
cd ${INSIDE}
umask 022
exec setpriv --bounding-set=-all --inh-caps=-all --no-new-privs -- prlimit ${LIMITS.join(' ')} -- "$@"`;

function unshare(scratch: string): Sandbox | null {
  const program = findProgram('unshare');
  if (program === null) return null;
  const spaces = ['--user', '--map-root-user', '--mount', '--net', '--ipc', '--uts', '--pid', '--fork', '--kill-child'];
  const found = TOPS.map((name) => `/${name}`).filter((path) => existsSync(path));
  const settings = [...SETTINGS.filter((path) => existsSync(path)), ...found.filter((path) => linkAt(path) === null)];
  const links = found.flatMap((path) => {
    const target = linkAt(path);
    return target === null ? [] : [path, target];
  });
  const root = join(scratch, 'sandbox-root');
  return {
    name: 'unshare',
    run: (folder, command, bounds) => {
      mkdirSync(root, { recursive: true });
      const given = [root, folder, ...DEVICES, '.', ...settings, '.', ...links, '.', ...command];
      const whole = [...spaces, '--', 'sh', '-c', SCRIPT, 'sh', ...given];
      return runBounded(program, whole, bounds);
    },
  };
}

const linkAt = (path: string): string | null =>
  lstatSync(path, { throwIfNoEntry: false })?.isSymbolicLink() === true ? readlinkSync(path) : null;
