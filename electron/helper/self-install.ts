/**
 * Puts the helper itself, with its polkit actions, where they last: for a Veneer that no package brought, such as an
 * AppImage, whose files root cannot read.
 */

import { createHash } from 'node:crypto';
import { existsSync, lstatSync, readFileSync, rmdirSync, unlinkSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { HELPER_PLACES, type HelperPlace, INSTALLED_HELPER } from '../../shared/changes/installed-helper.ts';
import { isRootsOwn } from '../../shared/changes/roots-own.ts';
import { type Message, messageOf } from '../../shared/messages/message.ts';
import { VeneerError } from '../../shared/model/errors.ts';
import { safeJoin } from './directories.ts';
import { orNull } from './fields.ts';
import { makeDirectory, sweepDirectory, syncDirectory, writeWhole } from './files.ts';
import { isHash } from './parameters.ts';
import { needProgram, runProgram } from './programs.ts';
import { runSystemctl } from './services.ts';
import { type Common, noParameters, verb } from './verb.ts';

interface AddHelperRequest extends Common {
  /** Of the helper's file, as the release names it and the question shows it; null takes a file that is root's alone. */
  readonly sha256: string | null;
}

/** The text of the policy file, put in by the build. */
declare const VENEER_POLICY: string | undefined;

/** Stands in the actions that we put there ourselves; what a package brought is not ours to change. */
const MARK = '<!-- Put here by the helper itself. -->';
/** polkit reads new actions a moment later. */
const ASK_AGAIN_MS = 100;
const TIMEOUTS = 15;

/**
 * @returns what was done
 * @throws {VeneerError} `not-authorized` for a helper that is neither root's own nor the one that was asked for, `unsupported`
 *   where a package brought one, where Node stands at a place that others can change,
 *   or where polkit does not read the actions
 */
async function addHelper({ root, sha256 }: AddHelperRequest): Promise<Message> {
  refuseOtherRoot(root);
  const theirs = HELPER_PLACES.find((place) => existsSync(place.helper) && !isOurs(place));
  if (theirs !== undefined) {
    throw new VeneerError('unsupported', messageOf('helper.came-with-package-so-it-is', { path: theirs.helper }), {
      nextStep: messageOf('helper.update-package'),
    });
  }
  const program = ownText(sha256);
  for (const place of HELPER_PLACES) {
    try {
      // The actions first: by their mark a helper that is killed here is known as ours the next time.
      putFile(place.actions, actionsFor(place), 0o644);
      putFile(place.helper, program, 0o755);
      await needPolkit(place);
      return messageOf('helper.wrote-both', { path: place.helper, other: place.actions });
    } catch (error) {
      takeAway(place);
      // An image-based system has its /usr sealed.
      if ((error as NodeJS.ErrnoException).code !== 'EROFS' || place === HELPER_PLACES.at(-1)) throw error;
    }
  }
  throw new VeneerError('internal', messageOf('helper.there-is-no-place-for-helper'));
}

/** @returns what was done @throws {VeneerError} `not-found` where we put none, or a package did */
async function removeHelper({ root }: Common): Promise<Message> {
  refuseOtherRoot(root);
  const ours = HELPER_PLACES.filter(isOurs);
  if (ours.length === 0) throw new VeneerError('not-found', messageOf('helper.veneer-has-not-installed-helper-here'));
  for (const place of ours) takeAway(place);
  return messageOf('helper.removed', { path: ours.map(({ helper }) => helper).join(', ') });
}

function refuseOtherRoot(root: string): void {
  if (root !== '/') throw new VeneerError('unsupported', messageOf('helper.only-running-system-has-helper'));
}

/**
 * The file that runs, for the Node that runs it. What becomes the root program of everybody must be root's already, or the one
 * that the release names, as the question said it: else whoever owns the file chooses what others run.
 */
function ownText(wanted: string | null): string {
  const path = process.argv[1] ?? '';
  const text = readFileSync(path, 'utf8');
  const [first = ''] = text.split('\n', 1);
  // The first line names the Node of a package, and is written anew below: tail --lines=+2 helper.cjs | sha256sum
  const found = createHash('sha256')
    .update(text.slice(first.length + 1))
    .digest('hex');
  if (wanted === null ? !isRootsOwn(path, statAt) : found !== wanted) {
    throw new VeneerError('not-authorized', messageOf('helper.helper-that-runs-is-not-one'), {
      nextStep: messageOf('helper.install-package-of-veneer-or-download'),
      detail: `${path}\nfound    ${found}\nexpected ${wanted ?? 'a file that only root can change'}`,
    });
  }
  if (!first.startsWith('#!'))
    throw new VeneerError('unsupported', messageOf('helper.only-built-helper-can-be-installed'));
  // Whoever can change the Node that root starts is root.
  if (!isRootsOwn(process.execPath, statAt)) {
    throw new VeneerError(
      'unsupported',
      messageOf('helper.others-than-root-can-change-so', { path: process.execPath }),
      {
        nextStep: messageOf('helper.install-node-from-package-so-that'),
      },
    );
  }
  return `#!${process.execPath}${text.slice(first.length)}`;
}

const statAt = (path: string) => lstatSync(path, { throwIfNoEntry: false });

function actionsFor({ helper }: HelperPlace): string {
  if (typeof VENEER_POLICY === 'undefined') {
    throw new VeneerError('unsupported', messageOf('helper.only-built-helper-can-be-installed'));
  }
  return VENEER_POLICY.replaceAll(`>${INSTALLED_HELPER}<`, `>${helper}<`).replace(
    '<policyconfig>',
    `${MARK}\n<policyconfig>`,
  );
}

function isOurs({ actions }: HelperPlace): boolean {
  return (
    lstatSync(actions, { throwIfNoEntry: false })?.isFile() === true && readFileSync(actions, 'utf8').includes(MARK)
  );
}

function putFile(path: string, content: string, mode: number): void {
  const directory = safeJoin('/', dirname(path));
  makeDirectory(directory);
  sweepDirectory(directory);
  writeWhole(directory, basename(path), content, mode);
}

/** The actions last, for their mark says that the helper is ours. */
function takeAway({ actions, helper }: HelperPlace): void {
  for (const path of [helper, actions]) {
    if (lstatSync(path, { throwIfNoEntry: false }) === undefined) continue;
    const directory = safeJoin('/', dirname(path));
    unlinkSync(join(directory, basename(path)));
    syncDirectory(directory);
  }
  try {
    rmdirSync(dirname(helper));
  } catch {
    // Something else is in it, or it is not there, or it lies in a sealed /usr and was never ours.
  }
}

/** @throws {VeneerError} `unsupported` where polkit does not read the actions */
async function needPolkit({ actions, helper }: HelperPlace): Promise<void> {
  if (await polkitKnows(helper)) return;
  // A folder that was not there when polkit started is not watched by it (measured on polkit 126).
  await runSystemctl('/', ['try-reload-or-restart', 'polkit.service']);
  if (await polkitKnows(helper)) return;
  throw new VeneerError('unsupported', messageOf('helper.polkit-does-not-read-here', { path: dirname(actions) }), {
    nextStep: messageOf('helper.go-on-without-polkit-asks-at'),
  });
}

/** By the program that it is for: what polkit read before it noticed a change may be of another place. */
async function polkitKnows(helper: string): Promise<boolean> {
  const pkaction = needProgram('pkaction');
  for (let left = TIMEOUTS; left > 0; left--) {
    const { status, output } = await runProgram(pkaction, ['--verbose', '--action-id', 'org.veneer.helper.add-helper']);
    if (status === 0 && output.includes(` ${helper}`)) return true;
    await new Promise((settle) => setTimeout(settle, ASK_AGAIN_MS));
  }
  return false;
}

export const HELPER_VERBS = {
  'add-helper': verb({
    check: (fields) => ({ sha256: fields.take('sha256', orNull(isHash), 'the hash is no SHA-256') }),
    run: async (request) => [await addHelper(request)],
  }),
  'remove-helper': verb({ check: noParameters, run: async (request) => [await removeHelper(request)] }),
};
