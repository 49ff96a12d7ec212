/** Which images of a request would be left out by systemd, or make every merge fail: they are not made current unasked. */

import { type InstallChange, isInstall } from '../../shared/changes/install.ts';
import { updateMisfit } from '../../shared/diagnosis/updates/update-misfit.ts';
import type { Change } from '../../shared/model/change.ts';
import type { Diagnosis } from '../../shared/model/diagnosis.ts';
import type { PlanRequest } from '../../shared/model/plan.ts';
import type { Misfit, SiftedUpdates } from '../../shared/model/update.ts';
import type { LocalReader } from '../extensions/local-reader.ts';
import type { System, Target } from '../extensions/system.ts';
import { withFileChanges } from './file-changes.ts';
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
    const diagnosis = isInstall(change) ? diagnoseInstall(system, request, kept, change, known) : null;
    if (diagnosis === null) kept.push(change);
    else misfits.push({ change, diagnosis });
  }
  return { request: { ...request, changes: kept }, misfits };
}

/** @param kept the changes that come with it: what blocks may be the number of them */
function diagnoseInstall(
  system: System,
  request: PlanRequest,
  kept: readonly Change[],
  change: InstallChange,
  { inspections = new Map(), adoptions = new Map() }: Known,
): Diagnosis | null {
  const { class: extensionClass, name, image } = change;
  const predictionAfter = (changes: readonly Change[]) => {
    const later = withFileChanges(system, changes, inspections, adoptions);
    return predictAfter(later, extensionClass, entriesAfter(later, extensionClass, []), request);
  };
  const known = predictionAfter(kept).fails;
  const failure = predictionAfter([...kept, change]).fails.find((one) => !failsAsWell(known, one));
  const verdict = inspections.get(`${extensionClass}:${name}`)?.verdict;
  const entry = system.extensions.find((one) => one.class === extensionClass && one.name === name && one.listed);
  const [found = null] = updateMisfit.find({
    class: extensionClass,
    name,
    version: image.version,
    old: currentVersion(system, extensionClass, name)?.stored.version ?? entry?.version ?? null,
    failure: failure?.message ?? null,
    unfit: verdict?.compatible === false ? verdict.message : null,
  });
  return found;
}
