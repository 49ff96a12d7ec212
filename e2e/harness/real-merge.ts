/**
 * Asks a real systemd-sysext or systemd-confext what comes of a tree that is its `/`: the tree lies over the runtime
 * in an overlay, in a private mount namespace, and systemd runs there by chroot. With the last process the namespace
 * ends, and with it every mount and every loop device; nothing is merged anywhere else.
 *
 * Two things of the overlay are not as on a machine: it takes a whiteout in a folder extension for its own (which
 * hides that file, and changes nothing of what is merged), and no overlay can write into it, so the directories that
 * systemd writes to are bound from a disk.
 */
import { execFile } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { isRoot } from './mount-namespace.ts';
import type { Runtime } from './runtime.ts';
import type { ExtensionClass } from './trees/description.ts';

export type Outcome = 'merged' | 'nothing' | 'fails';

export interface MergeAnswer {
  /** Name and type of each entry that `list` names; null where it fails. */
  readonly listed: readonly (readonly [string, string])[] | null;
  /** `nothing`: no extension is there, or none that fits; `fails`: an error, and nothing is merged. */
  readonly outcome: Outcome;
  /** Names in the order of the layers, the lowest first; null where nothing is merged. */
  readonly merged: readonly string[] | null;
  /** The reason, in systemd's or Veneer's own words; null where there is none. */
  readonly error: string | null;
}

export interface RealMerge extends MergeAnswer {
  /** Of the merge; 252 gives 0 for many failures too. */
  readonly status: number;
  /** What the merge said, each line with its priority, for who looks into a difference. */
  readonly log: string;
}

export interface MergeQuestion {
  readonly class: ExtensionClass;
  readonly force?: boolean;
  /** Folders of the runtime that this host lacks. */
  readonly without?: readonly string[];
}

const TIMEOUT_MS = 120_000;
/** How the folders of the runner are called, before the number of the process. */
export const OUT = 'veneer-merge-';
/** What the tree of a host must not take from the runtime below it. */
const OWN_RELEASE = ['etc/os-release', 'usr/lib/os-release'];
/** Bound from a real disk: /run has to be a mount of its own, and overlayfs takes no overlay as its upper layer. */
const PLAIN = ['run', 'var/lib/extensions.mutable'];

// Positional: the runtime, the tree, a folder for the answer, the program, "force" or "", then what to hide.
const SCRIPT = `set -eu
base=$1; tree=$2; out=$3; program=$4; force=$5; shift 5
# Whatever the root's own propagation is, nothing may leave this namespace.
mount --make-rprivate /
space="$out/space"
mount -t tmpfs tmpfs "$space"
mkdir "$space/upper" "$space/work" "$space/hidden" "$space/root"
for path in "$@"; do
  mkdir -p "$space/hidden/$(dirname "$path")"
  mknod "$space/hidden/$path" c 0 0
done
root="$space/root"
mount -t overlay overlay -o "lowerdir=$tree:$space/hidden:$base,upperdir=$space/upper,workdir=$space/work" "$root"
mount --make-shared "$root"
for path in dev proc sys; do mkdir -p "$root/$path"; mount --rbind "/$path" "$root/$path"; done
mkdir -p "$root/tmp"; mount -t tmpfs -o mode=1777 tmpfs "$root/tmp"
for path in ${PLAIN.join(' ')}; do
  mkdir -p "$root/$path"
  mount --bind "$out/plain/$path" "$root/$path"
done
mount --make-rshared "$root"
ask() {
  name=$1; shift
  status=0
  SYSTEMD_LOG_TARGET=console-prefixed SYSTEMD_LOG_COLOR=0 SYSTEMD_PAGER= chroot "$root" "/usr/bin/$program" "$@" \\
    > "$out/$name.out" 2> "$out/$name.log" < /dev/null || status=$?
  echo "$status" > "$out/$name.status"
}
ask list list --json=short
ask merge merge $force
# Which hierarchies are overlaid, the kernel says; what is in them, systemd wrote into each.
: > "$out/names"
while read -r id parent device from at options; do
  case "$options" in
    *" - overlay sysext "*|*" - overlay confext "*)
      for file in extensions confexts; do
        found="$(printf %b "$at")/.systemd-\${program#systemd-}/$file"
        if [ -e "$found" ]; then cat "$found" > "$out/names"; fi
      done ;;
  esac
done < /proc/self/mountinfo
`;

/**
 * Merges a tree; for an ordinary user in a user namespace, where folders merge but images do not, for they need loop
 * devices. The tree itself is left as it is.
 *
 * @throws {Error} where the namespace could not be made or systemd could not be run at all
 */
export async function mergeForReal(runtime: Runtime, tree: string, question: MergeQuestion): Promise<RealMerge> {
  const out = mkdtempSync(join(tmpdir(), `${OUT}${process.pid}-`));
  try {
    mkdirSync(join(out, 'space'));
    for (const path of PLAIN) await copyFolder(join(tree, path), join(out, 'plain', path));
    const program = `systemd-${question.class}`;
    const hidden = [...OWN_RELEASE, ...(question.without ?? [])].filter((path) => existsSync(join(runtime.base, path)));
    const own = isRoot ? ['--mount'] : ['--user', '--map-root-user', '--mount'];
    const force = question.force === true ? '--force' : '';
    const words = [runtime.base, tree, out, program, force, ...hidden];
    await exec('unshare', [...own, '--propagation', 'private', 'sh', '-c', SCRIPT, 'sh', ...words]);
    return readAnswer(out);
  } finally {
    rmSync(out, { recursive: true, force: true });
  }
}

async function copyFolder(from: string, to: string): Promise<void> {
  mkdirSync(to, { recursive: true });
  // Node's own copying leaves xattrs behind.
  if (existsSync(from)) await exec('cp', ['--archive', '--no-target-directory', from, to]);
}

function exec(program: string, args: readonly string[]): Promise<void> {
  return new Promise((settle, fail) => {
    // Nothing of this process's own settings for systemd may go in.
    const env = { PATH: process.env['PATH'] };
    execFile(program, args, { timeout: TIMEOUT_MS, env }, (error, stdout, stderr) => {
      if (error === null) settle();
      else fail(new Error(`${program} ended with ${error.code}:\n${stdout}${stderr}`));
    });
  });
}

function readAnswer(out: string): RealMerge {
  const read = (name: string) => readFileSync(join(out, name), 'utf8');
  const status = Number(read('merge.status'));
  const log = read('merge.log');
  if (status === 127 || status === 126) throw new Error(`systemd does not run there: ${log}`);
  const names = linesOf(read('names'));
  const lines = linesOf(log);
  const errors = lines.filter(isError);
  // The last line of 257 and 262 only says that it failed; the reason stands before it, where there is one.
  const reason = errors.findLast((line) => !line.endsWith('Failed to merge hierarchies')) ?? errors.at(-1);
  // With a mutable directory a hierarchy may be overlaid without any extension in it, so the names decide.
  const isMerged = status === 0 && names.length > 0;
  // Where there is nothing to merge, the last line says so; 252 exits with 0 after an error too.
  const isFailure = status !== 0 || isError(lines.at(-1) ?? '');
  const outcome = isMerged ? 'merged' : isFailure ? 'fails' : 'nothing';
  return {
    listed: Number(read('list.status')) === 0 ? listOf(read('list.out')) : null,
    outcome,
    merged: isMerged ? names : null,
    error: reason?.replace(/^<\d+>/, '') ?? null,
    status,
    log,
  };
}

const linesOf = (text: string) => text.split('\n').filter((line) => line !== '');

/** Of syslog's number the lowest three bits are the priority; 3 is an error. */
function isError(line: string): boolean {
  const number = /^<(\d+)>/.exec(line)?.[1];
  return number !== undefined && (Number(number) & 7) <= 3;
}

/** Where there is nothing, systemd prints a sentence or an empty list, by version. */
function listOf(text: string): [string, string][] {
  if (!text.trim().startsWith('[')) return [];
  return (JSON.parse(text) as { name: string; type: string }[]).map(({ name, type }) => [name, type]);
}
