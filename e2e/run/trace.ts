/** What `veneer serve` and its guarded readers opened, by what strace wrote of them. */
import { readFileSync } from 'node:fs';

/** Follows all that a program starts, which stays the child of who starts it; goes before it, with `-o FILE` between. */
export const STRACE = ['strace', '-D', '-f', '--seccomp-bpf', '-s', '400', '-e', 'trace=openat,execve,clone,clone3'];

export interface Opened {
  /** Of the whole host. */
  readonly readings: number;
  /** Image files, by any thread of the server. */
  readonly server: number;
  /** Image files, by its guarded readers. */
  readonly readers: number;
  /** All that counts, to see whether more comes. */
  readonly lines: number;
}

export interface Trace {
  /** Now, as a place in what was written. */
  mark(): number;
  since(mark: number): Opened;
}

type Role = 'server' | 'reader' | 'other';

/** A reading lists the search directory that every version has; see `opensPerReading`. */
const LISTED = '/var/lib/extensions';

/**
 * @param tree the root that the host is read below
 * @param opensPerReading how often one reading opens the search directory
 */
export function createTrace(file: string, tree: string, opensPerReading: number): Trace {
  const lines = () => wholeCalls(readFileSync(file, 'latin1').split('\n').slice(0, -1));
  const listing = `"${tree}${LISTED}", O_RDONLY|O_NONBLOCK|O_CLOEXEC|O_DIRECTORY)`;
  return {
    mark: () => lines().length,
    since(mark) {
      const all = lines();
      const roleOf = rolesIn(all);
      const listed = { server: 0, reader: 0 };
      const opened = { server: 0, reader: 0 };
      for (const [at, line] of all.entries()) {
        if (at < mark || !line.includes(' openat(')) continue;
        const role = roleOf(line);
        if (role === 'other') continue;
        if (line.includes(listing)) listed[role]++;
        else if (isImage(line)) opened[role]++;
      }
      return {
        // Less than a whole one looked for something else there.
        readings: Math.floor(listed.server / opensPerReading) + Math.floor(listed.reader / opensPerReading),
        server: opened.server,
        readers: opened.reader,
        lines: listed.server + listed.reader + opened.server + opened.reader,
      };
    },
  };
}

/**
 * A call during which another thread did something is written in two parts: `openat(... <unfinished ...>`, and later
 * `<... openat resumed>) = 3`. @returns as many lines, with the whole call where it began and nothing where it went on
 */
function wholeCalls(lines: readonly string[]): string[] {
  const whole = [...lines];
  const begun = new Map<string, number>();
  for (const [at, line] of lines.entries()) {
    const pid = /^\d+/.exec(line)?.[0] ?? '';
    if (line.endsWith(UNFINISHED)) {
      begun.set(pid, at);
      continue;
    }
    const rest = /^\d+ +<\.\.\. \w+ resumed>(.*)$/.exec(line)?.[1];
    const start = begun.get(pid);
    if (rest === undefined || start === undefined) continue;
    whole[start] = `${lines[start]?.slice(0, -UNFINISHED.length)}${rest}`;
    whole[at] = '';
    begun.delete(pid);
  }
  return whole;
}

const UNFINISHED = ' <unfinished ...>';

/** An image that was opened to be read; a path alone (O_PATH) reads nothing, and a sandbox's samples are copied unread. */
const isImage = (line: string): boolean =>
  /openat\([^"]*"[^"]*\.raw"/.test(line) && !/O_PATH|O_DIRECTORY|O_CREAT|\/dist\/sandbox\/| = -1 /.test(line);

/** What runs in each thread: what its process executed last. */
function rolesIn(lines: readonly string[]): (line: string) => Role {
  const roles = new Map<string, Role>();
  const owners = new Map<string, string>();
  for (const line of lines) {
    const pid = /^\d+/.exec(line)?.[0] ?? '';
    const started = /clone3?\(.*CLONE_THREAD.* = (\d+)/.exec(line)?.[1];
    if (started !== undefined) owners.set(started, owners.get(pid) ?? pid);
    if (!line.includes(' execve(') || / = -1 /.test(line)) continue;
    if (line.includes('guarded-reader.cjs')) roles.set(pid, 'reader');
    else roles.set(pid, /cli\.cjs"/.test(line) ? 'server' : 'other');
  }
  return (line) => {
    const pid = /^\d+/.exec(line)?.[0] ?? '';
    return roles.get(owners.get(pid) ?? pid) ?? 'other';
  };
}
