/**
 * Writing below /etc while configuration extensions are merged over it, which makes it read-only: they are taken out for it and
 * merged again in the same call, so that nobody who goes away meanwhile leaves /etc without them.
 */
import { type Message, messageOf } from '../../shared/messages/message.ts';
import { reportOf, VeneerError } from '../../shared/model/errors.ts';
import { readMerged } from './hierarchies.ts';
import { layOver, type MergeRequest, takeOut } from './merge.ts';
import type { Around, Common } from './verb.ts';

/**
 * Does the work of a verb; also where it fails, what was merged over /etc is merged again.
 *
 * @returns what was done, a sentence each
 * @throws {VeneerError} what the work or the unmerge failed with, and `systemd-failed` where merging again failed
 */
export async function aroundConfext(
  { root, aroundConfext: around }: Around & Pick<Common, 'root'>,
  work: () => Promise<readonly Message[]>,
): Promise<readonly Message[]> {
  // What was merged when it was planned may be gone.
  if (around === null || !readMerged(root, 'confext').some(({ merged }) => merged)) return work();
  const merging: MergeRequest = { class: 'confext', root, mutable: around.mutable };
  const unmerged = await takeOut(merging);
  let done: readonly Message[];
  try {
    done = await work();
  } catch (error) {
    await mergeAgain(merging, messageOf('helper.it-failed', { reason: reasonOf(error) }));
    throw error;
  }
  return [unmerged, ...done, await mergeAgain(merging, messageOf('helper.change-itself-is-made'))];
}

/** @param state what is told beside that it failed */
async function mergeAgain(merging: MergeRequest, state: Message): Promise<Message> {
  try {
    return await layOver(merging);
  } catch (error) {
    const { nextStep, detail } = reportOf(error);
    throw new VeneerError(
      'systemd-failed',
      messageOf('helper.etc-not-merged-again', { state, reason: reasonOf(error) }),
      {
        ...(nextStep === null ? {} : { nextStep }),
        ...(detail === null ? {} : { detail }),
      },
    );
  }
}

const reasonOf = (error: unknown): Message | string =>
  error instanceof VeneerError ? error.report().message : String(error);
