/** Runs systemd's own suite over a copy of a root file system, in namespaces that end with it, and brings the events. */
import { spawn } from 'node:child_process';
import { cpSync, existsSync, mkdirSync, readFileSync, symlinkSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { run } from '../harness/programs.ts';
import type { Scratch } from '../harness/scratch.ts';
import { rootfsOf, type Suite } from './rootfs.ts';
import { edited } from './suite-edits.ts';
import { SCRIPTS, TREE } from './suite-package.ts';
import { ENDED, EVENTS, OUTPUT, PROGRAMS, PROJECT, REPLAY, SCRIPT, TRACE } from './suite-places.ts';
import type { Event } from './suite-recorder.ts';

const project = fileURLToPath(new URL('../..', import.meta.url));
const NODE = `${REPLAY}/node`;
const WRAPPER = fileURLToPath(new URL('./suite-wrapper.py', import.meta.url));

export interface Replay {
  readonly events: readonly Event[];
  /** How many calls that change something bash has traced: each has to be an event. */
  readonly calls: number;
  /** With what the script ended: 0 where every test of its own was fine, null where it did not come to its end. */
  readonly ended: string | null;
  /** The end of what it printed. */
  readonly output: string;
  /** Of the recorder, or of the clock. */
  readonly complaints: string;
  /** The script as it ran. */
  readonly script: string;
}

/**
 * The root is a copy, not an overlay: systemd lays its own overlays over it, whose upper directories may not stand in
 * another one.
 *
 * @param packages what `suitePackages()` gave
 * @param patienceMs after this everything in there is killed
 * @throws {Error} where the script is another one than was edited here
 */
export async function replay(suite: Suite, packages: string, scratch: Scratch, timeoutMs: number): Promise<Replay> {
  const root = join(scratch.path, 'root');
  run('cp', ['--archive', rootfsOf(suite), root]);
  cpSync(join(packages, TREE), root, { recursive: true, verbatimSymlinks: true });
  for (const folder of [PROJECT, PROGRAMS]) mkdirSync(join(root, folder), { recursive: true });
  for (const file of ['util.sh', SCRIPT]) {
    scratch.put(`root${REPLAY}/${file}`, edited(suite, file, readFileSync(join(packages, SCRIPTS, file), 'utf8')));
  }
  scratch.put(`root${REPLAY}/trace.sh`, TRACING);
  scratch.put(`root${REPLAY}/wrapper`, readFileSync(WRAPPER), 0o755);
  scratch.put(`root${NODE}`, '');
  for (const name of ['systemd-sysext', 'systemd-confext']) symlinkSync('../wrapper', join(root, PROGRAMS, name));
  const complaints = await runInside(root, timeoutMs);
  const read = (path: string) => (existsSync(join(root, path)) ? readFileSync(join(root, path), 'utf8') : '');
  return {
    events: read(EVENTS)
      .split('\n')
      .filter((line) => line !== '')
      .map((line) => JSON.parse(line) as Event),
    calls: read(TRACE).match(CALL)?.length ?? 0,
    ended: read(ENDED) || null,
    output: read(OUTPUT).slice(-4000),
    complaints,
    script: read(`${REPLAY}/${SCRIPT}`),
  };
}

const CALL = /^\++ \w*:\d*:\d+: systemd-(?:sys|conf)ext .*\b(?:un)?(?:merge|refresh)\b/gm;

/** bash reads it before the script: as root it takes no PS4 from its environment. */
const TRACING = `unset BASH_ENV
exec 19>> ${TRACE}
BASH_XTRACEFD=19
PS4='+ \${FUNCNAME[0]-}:\${BASH_LINENO[0]-}:\${LINENO}: '
`;

/** /sys is read-only so that systemd does not wait for a udev that is not there. */
const INSIDE = `set -e
mount --bind "$1" "$1"
mount --make-private "$1"
mount -t proc proc "$1/proc"
mount -t sysfs -o ro sysfs "$1/sys"
mount -t devtmpfs devtmpfs "$1/dev"
mount -t tmpfs -o mode=755 tmpfs "$1/run"
mount --bind -o ro "$2" "$1${PROJECT}"
mount --bind -o ro "$3" "$1${NODE}"
mount --make-rshared "$1"
exec chroot "$1" ${NODE} --no-warnings ${PROJECT}/e2e/testbed/suite-recorder.ts
`;

/**
 * All mounts, loop devices and processes go with the first process of the namespaces, however it ends.
 *
 * @returns what it complained of
 */
async function runInside(root: string, timeoutMs: number): Promise<string> {
  const namespaces = ['--mount', '--propagation', 'private', '--pid', '--fork', '--kill-child'];
  const inside = spawn('unshare', [...namespaces, 'sh', '-c', INSIDE, 'sh', root, project, process.execPath], {
    stdio: ['pipe', 'ignore', 'pipe'],
  });
  let said = '';
  inside.stderr.on('data', (chunk: Buffer) => {
    said += chunk.toString('utf8');
  });
  const clock = setTimeout(() => {
    said += `\nIt was ended after ${timeoutMs / 1000} s.\n`;
    inside.kill('SIGKILL');
  }, timeoutMs);
  // It closes when all that have its output are gone, and so what was inside.
  await new Promise((settle) => inside.once('close', settle));
  clearTimeout(clock);
  return said;
}
