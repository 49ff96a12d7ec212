/** Runs systemd-sysext or systemd-confext for one verb. */
import { VeneerError } from '../../shared/errors.ts';
import { lastLine, needProgram, runProgram, versionOf } from './programs.ts';
import type { MergeRequest } from './request.ts';

/** `--always-refresh=` came with this version; before it every refresh merges again. */
const ALWAYS_REFRESH_SINCE = 260;

/**
 * @returns what systemd said, or a sentence that it said nothing
 * @throws {VeneerError} `systemd-failed` with its last lines, `unsupported` where the program is missing
 */
export async function runMerge({ verb: asked, class: extensionClass, root, mutable }: MergeRequest): Promise<string> {
  const name = `systemd-${extensionClass}`;
  const program = needProgram(name);
  const force = asked === 'merge-force' || asked === 'refresh-force';
  const verb = force ? asked.slice(0, -'-force'.length) : asked;
  const args = ['--no-pager'];
  if (root !== '/') args.push(`--root=${root}`);
  if (force) args.push('--force');
  if (mutable !== null && verb !== 'unmerge') args.push(`--mutable=${mutable}`);
  if (verb === 'refresh' && (await versionOf(program)) >= ALWAYS_REFRESH_SINCE) args.push('--always-refresh=yes');
  args.push(verb);
  const { status, output } = await runProgram(program, args);
  if (status === 0) return output === '' ? `${name} ${verb} is done.` : output;
  throw new VeneerError('systemd-failed', `${name} ${verb} failed: ${lastLine(output) || `exit status ${status}`}`, {
    nextStep: 'What was merged before is still merged. Look at the entries marked broken, mask them and try again.',
    detail: output,
  });
}
