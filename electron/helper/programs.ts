/** Runs a program of the system by its absolute path, without a shell and without the caller's environment. */
import { spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { VeneerError } from '../../shared/errors.ts';

/** Programs of systemd that are no commands stand in its own folder. */
const DIRECTORIES = ['/usr/bin', '/bin', '/usr/sbin', '/usr/lib/systemd', '/lib/systemd'];
const OUTPUT_LIMIT = 16 * 1024;

export interface Ended {
  readonly status: number | null;
  /** The end of what it said. */
  readonly output: string;
}

/** @returns null where it is not installed */
export function findProgram(name: string): string | null {
  return DIRECTORIES.map((directory) => `${directory}/${name}`).find((path) => existsSync(path)) ?? null;
}

/** @throws {VeneerError} `unsupported` where it is not installed */
export function needProgram(name: string): string {
  const program = findProgram(name);
  if (program !== null) return program;
  throw new VeneerError('unsupported', `${name} is not installed.`, {
    nextStep: `Install the package that brings ${name}.`,
  });
}

/** @param input what it reads from stdin */
export function runProgram(program: string, args: readonly string[], input = ''): Promise<Ended> {
  return new Promise((settle, fail) => {
    const child = spawn(program, args, {
      stdio: ['pipe', 'pipe', 'pipe'],
      cwd: '/',
      env: { PATH: '/usr/sbin:/usr/bin:/sbin:/bin', LC_ALL: 'C' },
    });
    let output = '';
    const take = (chunk: Buffer) => {
      output = (output + chunk.toString('utf8')).slice(-OUTPUT_LIMIT);
    };
    child.stdout.on('data', take);
    child.stderr.on('data', take);
    child.once('error', fail);
    child.once('close', (status) => settle({ status, output: output.trim() }));
    child.stdin.on('error', () => {});
    child.stdin.end(input);
  });
}

export function lastLine(output: string): string {
  return output.split('\n').at(-1)?.trim() ?? '';
}

/** The version of a program of systemd; 0 where it does not say. */
export async function versionOf(program: string): Promise<number> {
  const { output } = await runProgram(program, ['--version']);
  return Number(/^systemd (\d+)/.exec(output)?.[1] ?? 0);
}
