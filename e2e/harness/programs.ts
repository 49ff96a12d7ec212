/** Runs the programs of this machine that tests ask for the truth. */
import { spawnSync } from 'node:child_process';

/** Runs a program and gives what it printed; a failure fails the test with all of its output. */
export function run(
  program: string,
  args: readonly string[],
  options: { readonly cwd?: string; readonly input?: string } = {},
): string {
  const { status, stdout, stderr, error } = spawnSync(program, args, {
    ...options,
    encoding: 'utf8',
    maxBuffer: 64 << 20,
  });
  if (error !== undefined) throw error;
  if (status !== 0) throw new Error(`${program} ${args.join(' ')} ended with ${status}:\n${stdout}${stderr}`);
  return stdout;
}
