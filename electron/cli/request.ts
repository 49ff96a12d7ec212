/** Turns a verb of the command line into what the planner understands. */
import { VeneerError } from '../../shared/errors.ts';
import type { PlanRequest } from '../../shared/model/plan.ts';
import type { Invocation } from './arguments.ts';

export type ChangeVerb = 'enable' | 'disable' | 'merge' | 'unmerge' | 'refresh';

/** @throws {VeneerError} `invalid-input` where the verb and the names do not go together */
export function requestOf(invocation: Invocation, verb: ChangeVerb, names: readonly string[]): PlanRequest {
  const extensionClass = invocation.class ?? 'sysext';
  const toggles = verb === 'enable' || verb === 'disable';
  if (toggles !== names.length > 0) {
    throw new VeneerError('invalid-input', toggles ? `${verb} takes at least one NAME.` : `${verb} takes no NAME.`);
  }
  return {
    changes: toggles ? names.map((name) => ({ verb, class: extensionClass, name })) : [],
    action: toggles ? (invocation.now ? 'refresh' : 'none') : verb,
    classes: [extensionClass],
    force: invocation.force,
    allowSetAside: invocation.moveAside,
  };
}
