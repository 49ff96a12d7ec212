/** Starts the shipped programs, as the user that a test is about, and stops them. */
import { type ChildProcess, spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { chmodSync, chownSync, mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { holdEnding } from '../harness/endings.ts';
import { isRoot } from '../harness/mount-namespace.ts';
import type { Scratch } from '../harness/scratch.ts';

/** An ordinary user; none of this needs an account. */
export const ORDINARY_USER = 61_000;

export interface Server {
  readonly url: string;
  /** The process of the server, to look at the system with its eyes. */
  readonly pid: number;
  readonly home: string;
  /** The end of what it printed. */
  said(): string;
  /**
   * @returns its exit status, or the signal that ended it
   * @throws Error where it had ended before, with its last words
   */
  stop(): Promise<number | string>;
  /** For a run that is broken off. */
  kill(): void;
}

export interface Start {
  /** `ordinary` drops root where the tests run as root. */
  readonly user: 'ordinary' | 'own';
  readonly args: readonly string[];
  /** Put before the command, to run it inside a namespace. */
  readonly enter?: readonly string[];
  /** Beside what a login gives. */
  readonly env?: NodeJS.ProcessEnv;
  /** Which Node runs it; the one beside the built programs unless given. */
  readonly node?: string;
  /** Is told what it says. */
  readonly hear?: (text: string) => void;
}

/** The folder with the built programs, which every user may read. */
export function programs(): string {
  const folder = process.env['VENEER_PROGRAMS'];
  if (folder === undefined) throw new Error('the programs were not copied: see programs.ts');
  return folder;
}

/** The command line that runs `veneer ARGS` as a user. */
export function veneerCommand(user: Start['user'], args: readonly string[], node = join(programs(), 'node')): string[] {
  const drop = ['setpriv', `--reuid=${ORDINARY_USER}`, `--regid=${ORDINARY_USER}`, '--clear-groups'];
  return [...(user === 'ordinary' && isRoot ? drop : []), node, join(programs(), 'dist/cli.cjs'), ...args];
}

/** A home of its own in a test's folder, owned by the user. */
export function makeHome(scratch: Scratch, user: Start['user']): NodeJS.ProcessEnv {
  const home = join(scratch.path, 'home');
  mkdirSync(home, { recursive: true });
  chmodSync(scratch.path, 0o755);
  if (isRoot && user === 'ordinary') chownSync(home, ORDINARY_USER, ORDINARY_USER);
  return { HOME: home, PATH: '/usr/sbin:/usr/bin:/sbin:/bin', LANG: 'C.UTF-8' };
}

/** Starts `veneer serve` on a free port and waits for its address. */
export async function startServer(
  scratch: Scratch,
  { user, args, enter = [], env: more = {}, node, hear }: Start,
): Promise<Server> {
  const env = { ...makeHome(scratch, user), ...more };
  const [program = '', ...rest] = [...enter, ...veneerCommand(user, ['serve', '--port', '0', ...args], node)];
  const child = spawn(program, rest, { env, cwd: '/', stdio: ['ignore', 'pipe', 'pipe'] });
  if (hear !== undefined)
    for (const stream of [child.stdout, child.stderr]) stream.on('data', (text) => hear(`${text}`));
  let said = '';
  for (const stream of [child.stdout, child.stderr])
    stream.on('data', (text) => {
      said = `${said}${text}`.slice(-4096);
    });
  const url = await addressOf(child);
  const how = () => child.exitCode ?? child.signalCode ?? 'lost';
  let isAsked = false;
  // Else a window that waits in vain is all that a run tells of a server that died under it.
  const early = new Promise<Error>((settle) =>
    child.once('close', () => {
      if (isAsked) return;
      const error = new Error(`veneer serve ended by itself with ${how()}, having said:\n${said}`);
      process.stderr.write(`${error.message}\n`);
      settle(error);
    }),
  );
  return {
    url,
    pid: child.pid ?? 0,
    home: String(env['HOME']),
    said: () => said,
    kill: () => {
      isAsked = true;
      child.kill('SIGKILL');
    },
    stop: async () => {
      if (child.exitCode !== null || child.signalCode !== null) {
        if (!isAsked) throw await early;
        return how();
      }
      isAsked = true;
      const closed = once(child, 'close');
      child.kill('SIGTERM');
      await closed;
      return how();
    },
  };
}

/** The address that `veneer serve` prints once it answers. */
export function addressOf(child: ChildProcess): Promise<string> {
  return new Promise((settle, fail) => {
    let said = '';
    const take = (chunk: Buffer) => {
      said += chunk.toString('utf8');
      const address = /http:\/\/\S+/.exec(said)?.[0];
      if (address !== undefined && said.endsWith('\n')) settle(address);
    };
    child.stdout?.on('data', take);
    child.stderr?.on('data', take);
    child.once('error', fail);
    child.once('close', (status) => fail(new Error(`veneer serve ended with ${status}:\n${said}`)));
  });
}

/** Runs one command of the command line to its end, which is one of those that the manual page has of it. */
export function runVeneer(
  scratch: Scratch,
  { user, args, enter = [], env: more = {}, node }: Start,
): { readonly status: number | null; readonly stdout: string; readonly stderr: string } {
  const [program = '', ...rest] = [...enter, ...veneerCommand(user, args, node)];
  const { status, stdout, stderr, error } = spawnSync(program, rest, {
    env: { ...makeHome(scratch, user), ...more },
    cwd: '/',
    encoding: 'utf8',
  });
  if (error !== undefined) throw error;
  holdEnding(args, status);
  return { status, stdout, stderr };
}
