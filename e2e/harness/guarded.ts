/** Runs a program of Node under a limit of memory and a clock, both from outside, as hostile bytes are to be read. */
import { type ChildProcess, spawn } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { buildSync } from 'esbuild';
import { cpuMsOf } from '../../electron/reader/process.ts';
import type { Scratch } from './scratch.ts';

/** How often memory and the clock are looked at. */
const LOOK_MS = 25;
/** Where others have the processor too, it goes by this much slower. */
const BUSY = 20;
/** What Node has writable before it does anything: stacks of threads and caches that are hardly used. */
const NODE_BYTES = 768 * 1024 * 1024;

export interface Guard {
  /** Bytes that may be resident. */
  readonly memory: number;
  /** Milliseconds of the processor's time from one line of the child to the next. */
  readonly timeouts: number;
}

export interface Ended {
  /** What it wrote, line by line. */
  readonly lines: readonly string[];
  readonly stderr: string;
  /** Why it was killed; null where it ended by itself. */
  readonly killed: string | null;
  readonly status: number | null;
  /** Most bytes that were resident. */
  readonly mostMemory: number;
}

/** The most bytes that were resident; zero where the process is gone. */
function mostMemoryOf(pid: number): number {
  try {
    return Number(/^VmHWM:\s+(\d+)/m.exec(readFileSync(`/proc/${pid}/status`, 'latin1'))?.[1] ?? 0) * 1024;
  } catch {
    return 0;
  }
}

/** Makes one file of a script and all that it imports, which starts in a tenth of the time. @returns its path */
export function bundleFor({ path }: Scratch, script: URL): string {
  const outfile = join(path, basename(script.pathname).replace(/\.ts$/, '.mjs'));
  const banner = { js: "import { createRequire } from 'node:module'; const require = createRequire(import.meta.url);" };
  const common = { bundle: true, platform: 'node', format: 'esm', target: 'node20', logLevel: 'error' } as const;
  buildSync({ ...common, entryPoints: [fileURLToPath(script)], outfile, banner });
  return outfile;
}

/**
 * Starts Node with a script and waits for its end. The kernel's own limit stands behind the one that is watched: a child
 * that takes memory faster than anybody looks gets none.
 *
 * @param nodeArgs options of Node itself
 * @param onLine hears of each line at once
 */
export function runGuarded(
  script: string,
  args: readonly string[],
  { memory, timeouts }: Guard,
  nodeArgs: readonly string[] = [],
  onLine: (line: string) => void = () => {},
): Promise<Ended> {
  const child: ChildProcess = spawn(
    'prlimit',
    [`--data=${memory + NODE_BYTES}`, process.execPath, '--no-warnings', ...nodeArgs, script, ...args],
    { stdio: ['ignore', 'pipe', 'pipe'] },
  );
  const lines: string[] = [];
  let rest = '';
  let stderr = '';
  let killed: string | null = null;
  let mostMemory = 0;
  let heard = { at: performance.now(), time: 0 };
  const kill = (why: string) => {
    killed ??= why;
    child.kill('SIGKILL');
  };
  const clock = setInterval(() => {
    mostMemory = Math.max(mostMemory, mostMemoryOf(child.pid ?? 0));
    if (mostMemory > memory) kill(`it took more than ${memory >> 20} MiB`);
    else if (cpuMsOf(child.pid ?? 0) - heard.time > timeouts) kill(`it worked for ${timeouts} ms`);
    else if (performance.now() - heard.at > timeouts * BUSY) kill(`it did nothing for ${timeouts * BUSY} ms`);
  }, LOOK_MS);
  child.stdout?.setEncoding('utf8').on('data', (text: string) => {
    heard = { at: performance.now(), time: cpuMsOf(child.pid ?? 0) };
    const parts = (rest + text).split('\n');
    rest = parts.pop() ?? '';
    for (const line of parts) {
      lines.push(line);
      onLine(line);
    }
  });
  child.stderr?.setEncoding('utf8').on('data', (text: string) => {
    stderr += text;
  });
  return new Promise((settle, fail) => {
    child.once('error', fail);
    child.once('close', (status) => {
      clearInterval(clock);
      settle({ lines, stderr, killed, status, mostMemory });
    });
  });
}
