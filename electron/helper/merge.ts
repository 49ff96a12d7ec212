/** Runs systemd-sysext or systemd-confext for one verb. */
import * as disk from 'node:fs';
import { realpathSync } from 'node:fs';
import { VeneerError } from '../../shared/model/errors.ts';
import { type ExtensionClass, rulesFor } from '../../shared/systemd/classes.ts';
import { refuseAboveLimit } from '../../shared/systemd/merge-bound.ts';
import { type MergedAt, mergedSentence, nextStepFor, readWords, type Words } from '../../shared/systemd/words.ts';
import { readMerged, resolveBelow } from './hierarchies.ts';
import { type Ended, needProgram, runProgram, versionOf } from './programs.ts';
import type { MergeRequest } from './request.ts';

/**
 * What getopt_long(3) says of `--always-refresh=` before 260, glibc and musl, where every refresh merges again. Since then
 * one does nothing where no image changed (NEWS), and a folder that was changed in place counts as unchanged (measured on
 * 262).
 */
const UNKNOWN_OPTION = /unrecognized option.*always-refresh/;

/** 252 ends with 0 when its child failed, 257 with 1. */
const TRUE_STATUS_SINCE = 257;

/**
 * @returns what systemd said, or a sentence that it said nothing
 * @throws {VeneerError} `systemd-failed` with the reason, what is merged now and all that it said, also where 252 ended with 0
 *   and did not do it; `blocks-merge` where the merge could go above the kernel's limit; `unsupported` where the program is
 *   missing
 */
export async function runMerge(request: MergeRequest): Promise<string> {
  const { verb: asked, class: extensionClass, root, mutable } = request;
  const name = `systemd-${extensionClass}`;
  const program = needProgram(name);
  const force = asked === 'merge-force' || asked === 'refresh-force';
  const verb = (force ? asked.slice(0, -'-force'.length) : asked) as 'merge' | 'unmerge' | 'refresh';
  const args = ['--no-pager'];
  if (root !== '/') args.push(`--root=${root}`);
  if (force) args.push('--force');
  if (mutable !== null && verb !== 'unmerge') args.push(`--mutable=${mutable}`);
  args.push(verb);
  const version = verb === 'unmerge' ? null : await refuseTooMany(program, request);
  const before = readMerged(root, extensionClass);
  const state = () => mergedSentence(before, readMerged(root, extensionClass));
  const { status, output } = await withState(() => runRefreshing(program, args, verb), state);
  const words = readWords(output);
  // What a later one says after its merge is a warning.
  const failedSilently =
    words.ended && version !== null && (version < TRUE_STATUS_SINCE || words.mergedInto.length === 0);
  if (status === 0 && !failedSilently) {
    refuseInvisible(name, words, root, extensionClass, output);
    return output === '' ? `${name} ${verb} is done.` : output;
  }
  throw new VeneerError(
    'systemd-failed',
    `${name} ${verb} failed: ${words.reason ?? (status === null ? 'it was killed' : `exit status ${status}`)}. ${state()}`,
    { nextStep: nextStepFor(words), detail: output },
  );
}

/** A refresh that merges again whatever changed. */
async function runRefreshing(program: string, args: readonly string[], verb: string): Promise<Ended> {
  if (verb !== 'refresh') return runProgram(program, args);
  const always = await runProgram(program, ['--always-refresh=yes', ...args]);
  return UNKNOWN_OPTION.test(always.output) ? runProgram(program, args) : always;
}

/** What is merged stands beside the error of a program that did not end as well. */
async function withState(run: () => Promise<Ended>, state: () => string): Promise<Ended> {
  try {
    return await run();
  } catch (error) {
    if (!(error instanceof VeneerError)) throw error;
    const { code, message, nextStep, detail } = error.report();
    throw VeneerError.of({ code, message: `${message} ${state()}`, nextStep, detail });
  }
}

/**
 * systemd mounts in a namespace of its own first, and where mounts of `/` do not propagate they stay there: it ends with 0, and
 * says that it merged (measured on 257 and 262 in a chroot).
 */
function refuseInvisible(
  name: string,
  { mergedInto }: Words,
  root: string,
  extensionClass: ExtensionClass,
  detail: string,
): void {
  if (mergedInto.length === 0) return;
  const now: readonly MergedAt[] = readMerged(root, extensionClass);
  if (now.some(({ merged }) => merged)) return;
  throw new VeneerError(
    'systemd-failed',
    `${name} says that it merged into ${mergedInto.join(' and ')}, but the kernel has no mount there.`,
    { nextStep: 'Mounts must propagate for it: mount --make-rshared / and try again.', detail },
  );
}

/**
 * Whoever asks, also with `--force`: above the limit systemd may succeed and take the host's own /usr away.
 *
 * @returns the version of the program
 */
async function refuseTooMany(program: string, { class: extensionClass, root, mutable }: MergeRequest): Promise<number> {
  const version = await versionOf(program);
  const real = realpathSync(root);
  refuseAboveLimit(disk, {
    class: extensionClass,
    // Which of the two systemd puts in, it says nowhere.
    root: real.length > root.length ? real : root,
    rules: rulesFor(version),
    mutable,
    resolve: (path) => resolveBelow(root, path),
  });
  return version;
}
