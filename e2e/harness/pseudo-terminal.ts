/** Programs as a person sees them: on a terminal of a certain size. */
import { spawnSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';

const RUN = fileURLToPath(new URL('pseudo-terminal.py', import.meta.url));

export interface Seen {
  /** What was written to it, stdout and stderr alike, with line breaks as in files. */
  readonly screen: string;
  readonly status: number | null;
}

/** @param env all that the program gets; without TERM it has no colours */
export function runOnTerminal(
  command: readonly string[],
  size: { readonly columns: number; readonly lines?: number },
  env: NodeJS.ProcessEnv,
): Seen {
  const args = [RUN, `${size.columns}`, `${size.lines ?? 500}`, ...command];
  const { stdout, stderr, status, error } = spawnSync('python3', args, { env, encoding: 'utf8', timeout: 60_000 });
  if (error !== undefined) throw error;
  if (stderr !== '') throw new Error(stderr);
  return { screen: stdout.replaceAll('\r\n', '\n'), status };
}
