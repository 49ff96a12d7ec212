/** What a runner printed, of which the end of the whole run says what tells why it failed. */
import { spawn } from 'node:child_process';
import type { Writable } from 'node:stream';
import { stripVTControlCharacters } from 'node:util';

export interface Ended {
  readonly ok: boolean;
  /** `status 1`, or the signal that ended it. */
  readonly how: string;
  /** The end of what it printed, both streams as they came. */
  readonly output: string;
}

const KEPT_BYTES = 256 * 1024;
/** What a runner left behind may hold its streams open for ever. */
const LEFT_MS = 2000;

/** Runs a program and shows what it prints as it comes, where `to` says. */
export function runShown(
  command: string,
  args: readonly string[],
  cwd: string,
  to: { readonly stdout: Writable; readonly stderr: Writable } = process,
): Promise<Ended> {
  const child = spawn(command, args, { cwd, stdio: ['ignore', 'pipe', 'pipe'] });
  let kept = Buffer.alloc(0);
  const keep = (chunk: Buffer) => {
    kept = Buffer.concat([kept, chunk]).subarray(-KEPT_BYTES);
  };
  child.stdout.on('data', keep).pipe(to.stdout, { end: false });
  child.stderr.on('data', keep).pipe(to.stderr, { end: false });
  return new Promise((settle) => {
    const end = (ok: boolean, how: string) => {
      child.stdout.destroy();
      child.stderr.destroy();
      settle({ ok, how, output: kept.toString('utf8') });
    };
    child.once('error', (error) => end(false, String(error)));
    child.once('exit', (status, signal) => {
      const finish = () => {
        clearTimeout(late);
        end(status === 0, signal ?? `status ${status}`);
      };
      const late = setTimeout(finish, LEFT_MS);
      child.once('close', finish);
    });
  });
}

/** Vitest's banner over what was thrown beside its tests. */
const UNHANDLED = /^\W*Unhandled Errors\W*$/;
/** An error that a runner itself came to; one further up was printed by a test that passed. */
const ERROR = /^(?:\W*(?:Unhandled Rejection|Uncaught Exception)\W*$|\w*Error: )/;
const ERROR_LINES = 60;
const MOST_TOLD = 25;
const MOST_WITHOUT = 15;

/** The lines of a runner's output that tell why it failed though no test did, without colours. */
export function tellingPart(output: string): string {
  const lines = stripVTControlCharacters(output).trimEnd().split('\n');
  const banner = lines.findLastIndex((line) => UNHANDLED.test(line));
  if (banner >= 0) return lines.slice(banner, banner + MOST_TOLD).join('\n');
  const last = lines.slice(-ERROR_LINES);
  const error = last.findIndex((line) => ERROR.test(line.trimStart()));
  return (error >= 0 ? last.slice(error, error + MOST_TOLD) : last.slice(-MOST_WITHOUT)).join('\n');
}
