/** Runs systemd-sysext or systemd-confext for one verb. */
import { VeneerError } from '../../shared/errors.ts';
import { lastLine, needProgram, runProgram } from './programs.ts';
import type { MergeRequest } from './request.ts';

/**
 * What getopt_long(3) says of `--always-refresh=` before 260, where every refresh merges again. Since then one does nothing
 * where no image changed (NEWS); 262 sees another mode as a change (measured), for 260 and 261 it is asked for.
 */
const UNKNOWN_OPTION = /unrecognized option '--always-refresh/;

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
  args.push(verb);
  const always =
    verb === 'refresh' && mutable !== null ? await runProgram(program, ['--always-refresh=yes', ...args]) : null;
  const { status, output } =
    always === null || UNKNOWN_OPTION.test(always.output) ? await runProgram(program, args) : always;
  if (status === 0) return output === '' ? `${name} ${verb} is done.` : output;
  throw new VeneerError('systemd-failed', `${name} ${verb} failed: ${lastLine(output) || `exit status ${status}`}`, {
    nextStep: 'What was merged before is still merged. Look at the entries marked broken, mask them and try again.',
    detail: output,
  });
}
