/** What Veneer says of a call of systemd's own suite before it, and reads after it: the one place that asks it. */

import { readSystem, type System } from '../../electron/extensions/system.ts';
import { ownMounts } from '../../electron/extensions/target.ts';
import { makePlan } from '../../electron/operations/plan.ts';
import { EMPTY_REQUEST } from '../../shared/changes/empty-request.ts';
import type { Hierarchy } from '../../shared/model/host.ts';
import { parseImagePolicy } from '../../shared/systemd/image-policy.ts';
import type { Call } from './suite-call.ts';

/** What a call would do; null is what Veneer does not say, which is never counted as right. */
export interface Prediction {
  readonly status: number | null;
  /** The names that are merged afterwards, over all hierarchies of the class, lowest first. */
  readonly layers: readonly string[] | null;
  /** The hierarchies, below the root of the call, that are merged and can be written to afterwards. */
  readonly writable: readonly string[] | null;
  /** What is in the way, in Veneer's words. */
  readonly because: readonly string[];
}

async function systemOf({ root, class: extensionClass, imagePolicy }: Call): Promise<System> {
  const system = await readSystem({ root, asSystemd: null, mounts: ownMounts(root) }, null);
  const merge = system.merge[extensionClass];
  if (imagePolicy === null || merge === undefined) return system;
  // Veneer never passes --image-policy= on, so only this suite has one that is not the configuration's.
  return {
    ...system,
    merge: { ...system.merge, [extensionClass]: { ...merge, policy: parseImagePolicy(imagePolicy) } },
  };
}

/**
 * Asks as the window and the command line do.
 * Not passed on, for a plan has no place for it: the environment but for the mutable mode.
 */
export async function predict(call: Call): Promise<Prediction> {
  const { class: extensionClass, verb: action, force, mutable } = call;
  const system = await systemOf(call);
  // A mutable mode that comes with an unmerge, by the environment, means nothing.
  const asked = action === 'unmerge' ? null : mutable;
  const plan = makePlan(system, { ...EMPTY_REQUEST, action, classes: [extensionClass], force, mutable: asked });
  const because = plan.blockers.map(({ message }) => message.text);
  const outcome = plan.outcomes.find((one) => one.class === extensionClass);
  if (because.length > 0 || outcome === undefined) return { status: 1, layers: null, writable: null, because };
  const layers = outcome.uncertain.length > 0 ? null : outcome.after;
  // A plan says nothing of what can be written to; nothing that is not merged is, though.
  return { status: 0, layers, writable: layers?.length === 0 ? [] : null, because };
}

/** What Veneer says is merged now. */
export async function readMerged(call: Call): Promise<Hierarchy[]> {
  const { hierarchies } = await systemOf(call);
  return hierarchies.filter((one) => one.class === call.class && one.merged);
}
