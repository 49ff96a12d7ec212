/** Runs systemd-sysext or systemd-confext for one verb. */

import * as disk from 'node:fs';
import { realpathSync } from 'node:fs';
import { foreignText, joinTexts, type Message, messageOf } from '../../shared/messages/message.ts';
import { VeneerError } from '../../shared/model/errors.ts';
import { type ExtensionClass, type MutableMode, rulesFor } from '../../shared/systemd/classes.ts';
import { isImagePolicy } from '../../shared/systemd/image-policy.ts';
import { refuseAboveLimit } from '../../shared/systemd/merge-bound.ts';
import {
  type MergeOptions,
  stopsEveryProgram,
  unknownOptions,
  wordsOfOptions,
} from '../../shared/systemd/merge-options.ts';
import { type MergedAt, mergedSentence, nextStepFor, readWords, type Words } from '../../shared/systemd/words.ts';
import { type Fields, isBoolean, isText, orNull, parseInner, refusedField } from './fields.ts';
import { readMerged, resolveBelow } from './hierarchies.ts';
import { takeFlag, takeMode } from './parameters.ts';
import { type Ended, needProgram, runProgram, versionOf } from './programs.ts';
import { type Common, verb } from './verb.ts';

export interface MergeRequest extends Common {
  /** null leaves it to systemd's configuration. */
  readonly mutable: MutableMode | null;
  /** null for none. */
  readonly options?: MergeOptions | null;
}

/** As systemd's programs call them. */
type MergeVerb = 'merge' | 'unmerge' | 'refresh';

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
async function runMerge(request: MergeRequest, verb: MergeVerb, force: boolean): Promise<Message> {
  const { class: extensionClass, root, mutable, options = null } = request;
  const name = `systemd-${extensionClass}`;
  const program = needProgram(name);
  const args = ['--no-pager'];
  if (root !== '/') args.push(`--root=${root}`);
  if (force) args.push('--force');
  if (mutable !== null && verb !== 'unmerge') args.push(`--mutable=${mutable}`);
  if (options !== null) args.push(...wordsOfOptions(options));
  args.push(verb);
  if (options !== null) refuseUnknown(options, await versionOf(program));
  const version = verb === 'unmerge' ? null : await refuseTooMany(program, request);
  const before = readMerged(root, extensionClass);
  const mergedNow = () => mergedSentence(before, readMerged(root, extensionClass));
  const { status, output } = await withState(
    () => (options?.alwaysRefresh === false ? runProgram(program, args) : runRefreshing(program, args, verb)),
    mergedNow,
  );
  const words = readWords(output);
  // What a later one says after its merge is a warning.
  const failedSilently =
    words.ended && version !== null && (version < TRUE_STATUS_SINCE || words.mergedInto.length === 0);
  if (status === 0 && !failedSilently) {
    refuseInvisible(name, words, root, extensionClass, output);
    return output === '' ? messageOf('helper.is-done', { name, verb }) : foreignText(output);
  }
  throw new VeneerError(
    'systemd-failed',
    messageOf('helper.failed', {
      name,
      verb,
      reason:
        words.reason ??
        (status === null
          ? messageOf('helper.it-was-killed')
          : messageOf('helper.exit-status', { status: String(status) })),
      left: mergedNow(),
    }),
    { nextStep: nextStepFor(words), detail: output },
  );
}

/** Takes out what is merged; see `runMerge`. */
export const takeOut = (request: MergeRequest): Promise<Message> => runMerge(request, 'unmerge', false);

/** Lays over what is there and fits; see `runMerge`. */
export const layOver = (request: MergeRequest): Promise<Message> => runMerge(request, 'merge', false);

/** Merges again; see `runMerge`. */
export const layOverAgain = (request: MergeRequest): Promise<Message> => runMerge(request, 'refresh', false);

/** A refresh that merges again whatever changed. */
async function runRefreshing(program: string, args: readonly string[], verb: MergeVerb): Promise<Ended> {
  if (verb !== 'refresh') return runProgram(program, args);
  const always = await runProgram(program, ['--always-refresh=yes', ...args]);
  return UNKNOWN_OPTION.test(always.output) ? runProgram(program, args) : always;
}

/** What is merged stands beside the error of a program that did not end as well. */
async function withState(run: () => Promise<Ended>, state: () => Message): Promise<Ended> {
  try {
    return await run();
  } catch (error) {
    if (!(error instanceof VeneerError)) throw error;
    const { code, message, nextStep, detail } = error.report();
    throw VeneerError.of({ code, message: joinTexts([message, state()], ' '), nextStep, detail });
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
    messageOf('helper.says-that-it-merged-into-but', { program: name, path: mergedInto.join(' and ') }),
    { nextStep: messageOf('helper.mounts-must-propagate-for-it-mount'), detail },
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

/** Nothing is done then, not even what it has options for. @throws {VeneerError} `unsupported` */
function refuseUnknown(options: MergeOptions, version: number): void {
  const [unknown] = unknownOptions(options, version);
  if (unknown === undefined) return;
  throw new VeneerError(
    'unsupported',
    messageOf('change.systemd-has-no-option', { version: String(version), option: unknown.option }),
    { nextStep: messageOf('change.it-needs-systemd-or-newer', { version: String(unknown.since) }) },
  );
}

const mergeVerb = (name: MergeVerb, force = false) =>
  verb({
    check: (fields, common) => ({ mutable: takeMode(fields), options: takeOptions(fields, common, false) }),
    goesBack: true,
    run: async (request) => [await runMerge(request, name, force)],
  });

/** With an image policy, which is a leave of its own: it need not be the one of the host. */
const policyVerb = (name: MergeVerb) =>
  verb({
    check: (fields, common) => ({
      mutable: takeMode(fields),
      options: takeOptions(fields, common, true),
      force: takeFlag(fields, 'force'),
    }),
    goesBack: true,
    run: async (request) => [await runMerge(request, name, request.force)],
  });

/** @param withPolicy whether one has to be among them, else none may */
function takeOptions(fields: Fields, { class: extensionClass }: Common, withPolicy: boolean): MergeOptions | null {
  const options = fields.has('options')
    ? parseInner('options', fields, (inner) => ({
        noexec: inner.take('noexec', orNull(isBoolean), 'a flag is not true or false'),
        imagePolicy: inner.take('imagePolicy', orNull(isText(isImagePolicy)), 'the image policy is none'),
        noReload: takeFlag(inner, 'noReload'),
        alwaysRefresh: inner.take('alwaysRefresh', orNull(isBoolean), 'a flag is not true or false'),
      }))
    : null;
  if (((options?.imagePolicy ?? null) !== null) !== withPolicy)
    throw refusedField('an image policy is for the verbs that are named after it, and they need one');
  if (options !== null && stopsEveryProgram(extensionClass, options))
    throw refusedField('no program could be started any more');
  return options;
}

export const MERGE_VERBS = {
  merge: mergeVerb('merge'),
  unmerge: mergeVerb('unmerge'),
  refresh: mergeVerb('refresh'),
  'merge-force': mergeVerb('merge', true),
  'refresh-force': mergeVerb('refresh', true),
  'merge-policy': policyVerb('merge'),
  'refresh-policy': policyVerb('refresh'),
};
