/** Which images of a request would be left out by systemd, or make every merge fail: they are not made current unasked. */
import { type Message, messageOf } from '../../shared/messages/message.ts';
import type { Change } from '../../shared/model/change.ts';
import type { PlanRequest } from '../../shared/model/plan.ts';
import type { Misfit, SiftedUpdates } from '../../shared/model/update.ts';
import type { LocalReader } from '../extensions/local-reader.ts';
import type { System, Target } from '../extensions/system.ts';
import { type InstallChange, withFileChanges } from './file-changes.ts';
import { lookInto } from './look-into.ts';
import type { Known } from './plan.ts';
import { entriesAfter, failsAsWell, predictAfter } from './predict.ts';
import { currentVersion } from './versions.ts';

/**
 * Takes out of a request what does not fit. What systemd-sysupdate fetches is not there yet to be looked at.
 *
 * @throws {VeneerError} `not-found` for an image that is not there
 */
export async function siftMisfits(
  reader: LocalReader,
  target: Target,
  system: System,
  request: PlanRequest,
): Promise<SiftedUpdates> {
  if (request.force) return { request, misfits: [] };
  const known = await lookInto(reader, target, system, request.changes);
  const kept: Change[] = [];
  const misfits: Misfit[] = [];
  for (const change of request.changes) {
    const reason = change.verb === 'install' ? whyNot(system, request, kept, change, known) : null;
    if (reason === null || change.verb !== 'install') kept.push(change);
    else misfits.push(misfitOf(system, change, reason));
  }
  return { request: { ...request, changes: kept }, misfits };
}

interface Reason {
  readonly blocks: boolean;
  readonly message: Message;
}

/** @param kept the changes that come with it: what blocks may be the number of them */
function whyNot(
  system: System,
  request: PlanRequest,
  kept: readonly Change[],
  change: InstallChange,
  { inspections = new Map(), adoptions = new Map() }: Known,
): Reason | null {
  const after = (changes: readonly Change[]) => {
    const later = withFileChanges(system, changes, inspections, adoptions);
    return predictAfter(later, change.class, entriesAfter(later, change.class, []), request);
  };
  const known = after(kept).fails;
  const failure = after([...kept, change]).fails.find((one) => !failsAsWell(known, one));
  if (failure !== undefined) return { blocks: true, message: failure.message };
  const verdict = inspections.get(`${change.class}:${change.name}`)?.verdict;
  return verdict?.compatible === false ? { blocks: false, message: verdict.message } : null;
}

function misfitOf(system: System, change: InstallChange, { blocks, message }: Reason): Misfit {
  const { class: extensionClass, name } = change;
  const { version } = change.image;
  const entry = system.extensions.find((one) => one.class === extensionClass && one.name === name && one.listed);
  const old = currentVersion(system, extensionClass, name)?.stored.version ?? entry?.version ?? null;
  const why = blocks
    ? messageOf('change.would-make-every-merge-fail-so-it-is', { name, version, reason: message })
    : messageOf('change.does-not-fit-so-it-is', { name, version, reason: message });
  return {
    change,
    blocks,
    message: why,
    nextStep:
      old === null
        ? messageOf('change.wait-for-one-that-fits')
        : messageOf('change.stays-wait-for-version-that-fits', { old }),
  };
}
