/** Runs systemd-sysext or systemd-confext for one verb, by its absolute path and without a shell. */
import { spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { VeneerError } from '../../shared/errors.ts';
import type { HelperRequest } from './request.ts';

const DIRECTORIES = ['/usr/bin', '/bin', '/usr/sbin'];
const OUTPUT_LIMIT = 16 * 1024;
/** `--always-refresh=` came with this version; before it every refresh merges again. */
const ALWAYS_REFRESH_SINCE = 260;

/**
 * @returns what systemd said, or a sentence that it said nothing
 * @throws {VeneerError} `systemd-failed` with its last lines, `unsupported` where the program is missing
 */
export async function runMerge({ verb, class: extensionClass, force, root }: HelperRequest): Promise<string> {
  const name = `systemd-${extensionClass}`;
  const program = DIRECTORIES.map((directory) => `${directory}/${name}`).find((path) => existsSync(path));
  if (program === undefined) {
    throw new VeneerError('unsupported', `${name} is not installed, so nothing can be merged.`, {
      nextStep: `Install the package that brings ${name}.`,
    });
  }
  const args = ['--no-pager'];
  if (root !== '/') args.push(`--root=${root}`);
  if (force && verb !== 'unmerge') args.push('--force');
  if (verb === 'refresh' && (await versionOf(program)) >= ALWAYS_REFRESH_SINCE) args.push('--always-refresh=yes');
  args.push(verb);
  const { status, output } = await run(program, args);
  if (status === 0) return output === '' ? `${name} ${verb} is done.` : output;
  throw new VeneerError('systemd-failed', `${name} ${verb} failed: ${lastLine(output) || `exit status ${status}`}`, {
    nextStep: 'What was merged before is still merged. Look at the entries marked broken, mask them and try again.',
    detail: output,
  });
}

async function versionOf(program: string): Promise<number> {
  const { output } = await run(program, ['--version']);
  return Number(/^systemd (\d+)/.exec(output)?.[1] ?? 0);
}

function run(program: string, args: readonly string[]): Promise<{ status: number | null; output: string }> {
  return new Promise((settle, fail) => {
    const child = spawn(program, args, {
      stdio: ['ignore', 'pipe', 'pipe'],
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
  });
}

function lastLine(output: string): string {
  return output.split('\n').at(-1)?.trim() ?? '';
}
