/** Plans for a host, with everything looked into that they depend on. */
import { isRemove } from '../../shared/changes/remove.ts';
import { switchesOff } from '../../shared/changes/switch.ts';
import type { Plan, PlanRequest } from '../../shared/model/plan.ts';
import type { LocalReader } from '../extensions/local-reader.ts';
import type { System, Target } from '../extensions/system.ts';
import { NO_ANSWER, readUnitStates } from '../host/services.ts';
import type { ServedFiles } from '../operations/file-steps.ts';
import { lookInto } from '../operations/look-into.ts';
import { makePlan } from '../operations/plan.ts';
import { dangersOfPlan } from '../operations/plan-dangers.ts';
import { movedUnits, outdatedBy, servicesOfPlan } from '../operations/plan-services.ts';
import { touchesOfPlan } from '../operations/plan-touches.ts';
import { surplusOfChanges } from '../updates/surplus.ts';

/** States of a unit that has processes. */
const RUNNING = new Set(['active', 'activating', 'reloading', 'deactivating']);

/**
 * What a request would come to on a host as it was read.
 *
 * @param served from where the files were downloaded that it installs
 * @throws {VeneerError} as `lookInto` and `makePlan`
 */
export async function planOn(
  reader: LocalReader,
  target: Target,
  system: System,
  request: PlanRequest,
  served: ServedFiles,
): Promise<Plan> {
  const known = { ...(await lookInto(reader, target, system, request.changes)), served };
  const first = makePlan(system, request, known);
  const going = namesThatGo(first);
  const runsFrom = going.length === 0 ? null : await reader.runsFrom(target, system, going);
  const dangers = await dangersOfPlan(reader, target, system, first, known.inspections);
  const { moved, coming, ...touched } = await touchesOfPlan(reader, target, system, first, known.inspections);
  const running = await runningOf([
    ...first.offers.stop,
    ...moved.flatMap(({ move }) => {
      const { renewed, lost } = movedUnits(system, coming, move);
      return [...renewed, ...lost].map(({ unit }) => unit);
    }),
  ]);
  const told = request.mergeOptions?.noReload === true ? withoutReload(system) : system;
  const outdated = outdatedBy(told, coming, moved, running);
  const services = servicesOfPlan(told, coming, first, moved, running, outdated);
  const surplus = surplusOfChanges(system, request.changes);
  return makePlan(system, request, { ...known, runsFrom, dangers, ...touched, running, outdated, services, surplus });
}

/** With `--no-reload` systemd heeds none of what extensions ask of the service manager (systemd-sysext(8)). */
function withoutReload(system: System): System {
  const { release } = system;
  return { ...system, release: { ...release, rules: { ...release.rules, reloadManager: false, restartUnits: false } } };
}

/** What is merged and is not after the plan, or is taken out for the next merge. */
function namesThatGo({ outcomes, request }: Plan): string[] {
  const now = outcomes.flatMap(({ before, after }) => before.filter((name) => !after.includes(name)));
  const later = request.changes.flatMap((change) => (switchesOff(change) || isRemove(change) ? [change.name] : []));
  return [...new Set([...now, ...later])];
}

/** Which of the units run; null where there are none, or nobody answers. */
async function runningOf(units: readonly string[]): Promise<ReadonlySet<string> | null> {
  if (units.length === 0) return null;
  const states = await readUnitStates([...new Set(units)]);
  if ([...states.values()].every((one) => one === NO_ANSWER)) return null;
  return new Set([...states].filter(([, { active }]) => RUNNING.has(active)).map(([unit]) => unit));
}
