/** What is merged after a call of systemd's own suite: by the kernel, and by systemd's own word for it. */
import { spawnSync } from 'node:child_process';
import { accessSync, constants, readFileSync } from 'node:fs';
import type { Call } from './suite-call.ts';

export interface MergedHierarchy {
  /** Below the root of the call. */
  readonly path: string;
  /** Lowest first. */
  readonly layers: readonly string[];
  readonly writable: boolean;
}

export interface Truth {
  readonly kernel: readonly MergedHierarchy[];
  /** Hierarchies that are merged and their extensions, by `status --json`; null where that ended with an error. */
  readonly status: Readonly<Record<string, readonly string[]>> | null;
}

export function readTruth(call: Call): Truth {
  return { kernel: readKernel(call), status: readStatus(call) };
}

/** Read with nothing of Veneer's own reader, which is what is tested. */
function readKernel({ class: extensionClass, root }: Call): MergedHierarchy[] {
  const seen = new Map<string, string>();
  for (const line of readFileSync('/proc/self/mountinfo', 'utf8').split('\n')) {
    const [, , , , mountPoint] = line.split(' ');
    // The last mount on a place is the one that is seen there.
    if (mountPoint !== undefined) seen.set(mountPoint, line);
  }
  const prefix = root === '/' ? '' : root;
  return [...seen].flatMap(([mountPoint, line]) => {
    const lower = new RegExp(` - overlay ${extensionClass} .*?lowerdir=([^, ]+)`).exec(line)?.[1];
    // systemd binds its own folder of the overlay over itself, to protect it.
    if (lower === undefined || !mountPoint.startsWith(`${prefix}/`) || mountPoint.includes('/.systemd-')) return [];
    const layers = lower.split(':').flatMap((layer) => /\/(?:extensions|confexts)\/([^/]+)\//.exec(layer)?.[1] ?? []);
    return [{ path: mountPoint.slice(prefix.length), layers: layers.reverse(), writable: isWritable(mountPoint) }];
  });
}

/** For root this is refused by a read-only mount alone. */
function isWritable(path: string): boolean {
  try {
    accessSync(path, constants.W_OK);
    return true;
  } catch {
    return false;
  }
}

function readStatus({ class: extensionClass, root, environment }: Call): Truth['status'] {
  const where = root === '/' ? [] : [`--root=${root}`];
  const { status, stdout } = spawnSync(`/usr/bin/systemd-${extensionClass}`, [...where, '--json=short', 'status'], {
    encoding: 'utf8',
    env: { ...process.env, ...environment },
  });
  if (status !== 0) return null;
  const answer = JSON.parse(stdout) as { hierarchy: string; extensions: string[]; since: number | null }[];
  return Object.fromEntries(
    answer.filter(({ since }) => since !== null).map(({ hierarchy, extensions }) => [hierarchy, extensions]),
  );
}
