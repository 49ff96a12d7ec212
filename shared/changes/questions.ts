/** How often polkit asks for the steps of a plan. */
import { ACTIONS, type HelperVerb } from './actions.ts';
import { isMergeStep } from './merge.ts';
import { callOf, type Step } from './steps.ts';

/** Of an executor, as far as it decides that. */
interface Asking {
  readonly kind: 'direct' | 'varlink' | 'pkexec' | 'sandbox' | 'none';
  readonly helper: 'installed' | 'carried' | null;
}

/**
 * @param isOnTrial whether it goes back by itself, which only the helper does
 * @returns the questions to who sits at the machine in an active session; from elsewhere each call is one. systemd's own
 *   interface remembers a yes as the helper's actions do that are kept
 */
export function questionsFor(steps: readonly Step[], { kind, helper }: Asking, isOnTrial = false): number {
  if (kind === 'direct' || kind === 'sandbox' || kind === 'none' || steps.length === 0) return 0;
  if (
    kind === 'varlink' &&
    !isOnTrial &&
    steps.every((step) => isMergeStep(step) && !step.force && step.mutable === null && step.options === undefined)
  )
    return new Set(steps.map((step) => step.class)).size;
  if (helper !== 'installed') return steps.length;
  const granted = new Set<string>();
  let asked = 0;
  for (const step of steps) {
    const { verb } = callOf(step, { sha256: null });
    if (granted.has(verb)) continue;
    asked++;
    const action = ACTIONS[verb as HelperVerb];
    for (const one of [...action.implies, ...(action.asked === 'kept' ? [verb] : [])]) granted.add(one);
  }
  return asked;
}
