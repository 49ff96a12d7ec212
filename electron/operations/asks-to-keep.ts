/** Whether a plan is one after which the host goes back by itself unless it is kept. */
import { isMergeStep } from '../../shared/changes/merge.ts';
import { goesBack } from '../../shared/changes/steps.ts';
import { switchesOn } from '../../shared/changes/switch.ts';
import type { Plan, ServiceEffect } from '../../shared/model/plan.ts';
import { SESSION_UNITS } from '../../shared/systemd/session-units.ts';
import type { System } from '../extensions/system.ts';
import type { Executor } from './executors/executor.ts';

const MOVES: ReadonlySet<ServiceEffect['what']> = new Set(['starts', 'restarted', 'stopped']);

/**
 * Of what changes /etc, or starts, stops or restarts what a session depends on; where the helper is root's own, and every step
 * is one that it can take back: links, masks and merges, and no file that is moved or deleted.
 */
export function asksToKeep(
  { facts, movedAside }: Pick<System, 'facts' | 'movedAside'>,
  { steps, outcomes, services, offers, request, movesAside }: Omit<Plan, 'asksToKeep' | 'questions'>,
  executor: Pick<Executor, 'goesBack'>,
): boolean {
  if (facts.root !== '/' || executor.goesBack !== true || !steps.every(goesBack) || movesAside.length > 0) return false;
  const comesBack = request.changes.some(
    (change) => switchesOn(change) && movedAside.some((one) => one.class === change.class && one.name === change.name),
  );
  if (comesBack) return false;
  const units = [
    ...services.filter(({ what }) => MOVES.has(what)).map(({ unit }) => unit),
    ...(request.stopServices ? offers.stop : []),
    ...offers.restart.flatMap(({ unit, on }) => (on ? [unit] : [])),
  ];
  const isInEtc = outcomes.some((one) => one.class === 'confext' && one.before.length + one.after.length > 0);
  const touchesEtc = isInEtc && steps.some((step) => step.class === 'confext' && isMergeStep(step));
  return touchesEtc || units.some((unit) => SESSION_UNITS.includes(unit));
}
