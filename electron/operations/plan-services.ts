/** What a plan means for the services of the running system: the facts are gathered here, the rules stand in shared/diagnosis/plan. */
import { RESTART_FIELD, reloadsManager, restartsNamed } from '../../shared/diagnosis/merge/release-fields.ts';
import { type MovedUnit, type ServiceFacts, serviceEffects } from '../../shared/diagnosis/plan/service-effects.ts';
import type { Extension } from '../../shared/model/extension.ts';
import type { Plan, PlanRequest, ServiceEffect } from '../../shared/model/plan.ts';
import type { ExtensionClass } from '../../shared/systemd/classes.ts';
import type { System } from '../extensions/system.ts';
import type { Move, Touches } from '../extensions/touches.ts';

/** What moves of a class, with what was found in it. */
export interface Moved {
  readonly move: Move;
  readonly touches: Pick<Touches, 'hooks' | 'unread'>;
}

/** The units of a class that come, that are of another version, and that go. */
export function movedUnits(
  system: Pick<System, 'extensions'>,
  coming: readonly Extension[],
  { class: extensionClass, before, after, changed }: Move,
): {
  readonly gained: readonly MovedUnit[];
  readonly renewed: readonly MovedUnit[];
  readonly lost: readonly MovedUnit[];
} {
  const now = (name: string) => entryIn(system.extensions, extensionClass, name);
  const then = (name: string) => entryIn(coming, extensionClass, name) ?? now(name);
  const unitsOf = (names: readonly string[], entry: typeof now) =>
    names.flatMap((extension) =>
      (entry(extension)?.units ?? []).map((unit): MovedUnit => ({ unit, extension, class: extensionClass })),
    );
  const old = unitsOf(before, now);
  const fresh = unitsOf(after, then);
  const isOld = new Set(old.map(({ unit }) => unit));
  const isFresh = new Set(fresh.map(({ unit }) => unit));
  return {
    gained: fresh.filter(({ unit }) => !isOld.has(unit)),
    renewed: old.filter(({ unit, extension }) => changed.includes(extension) && isFresh.has(unit)),
    lost: old.filter(({ unit }) => !isFresh.has(unit)),
  };
}

/** A service that runs from files that others take the place of, and that systemd itself does not restart. */
export interface Outdated {
  readonly unit: string;
  readonly class: ExtensionClass;
  /** Whether the extension says that it is to be restarted, which systemd reads since 262. */
  readonly isAsked: boolean;
}

/** @param running as of `servicesOfPlan`; of what nobody knows to run none is told */
export function outdatedBy(
  system: System,
  coming: readonly Extension[],
  moved: readonly Moved[],
  running: ReadonlySet<string> | null,
): Outdated[] {
  if (running === null) return [];
  const { rules } = system.release;
  return moved.flatMap(({ move }) => {
    const layers = layersOfMove(system, coming, move);
    const isDone = rules.restartUnits ? restartsNamed(layers) : NONE;
    const asked = restartsNamed(layers, [RESTART_FIELD]);
    return movedUnits(system, coming, move).renewed.flatMap(({ unit, class: extensionClass }) =>
      unit.endsWith('.service') && running.has(unit) && !isDone.has(unit)
        ? [{ unit, class: extensionClass, isAsked: asked.has(unit) }]
        : [],
    );
  });
}

/** Those that the plan restarts. */
export const restartedBy = (
  { restartUnits }: Pick<PlanRequest, 'restartUnits'>,
  outdated: readonly Outdated[],
): Outdated[] => outdated.filter(({ unit, isAsked }) => restartUnits?.includes(unit) ?? isAsked);

const NONE: ReadonlySet<string> = new Set();

/**
 * @param running units that run, of those that `movedUnits` names; null where nobody was asked
 * @param outdated as `outdatedBy` finds them
 */
export function servicesOfPlan(
  system: System,
  coming: readonly Extension[],
  { request }: Pick<Plan, 'request'>,
  moved: readonly Moved[],
  running: ReadonlySet<string> | null,
  outdated: readonly Outdated[],
): ServiceEffect[] {
  const { rules } = system.release;
  const restarts = new Set(restartedBy(request, outdated).map(({ unit }) => unit));
  return moved.flatMap(({ move, touches }) => {
    const units = movedUnits(system, coming, move);
    const layers = layersOfMove(system, coming, move);
    const hooks = new Map(touches.hooks.map(({ extension, unit, ...hook }) => [`${extension}/${unit}`, hook]));
    const facts: ServiceFacts = {
      gained: units.gained.map((one) => ({
        ...one,
        hook: touches.unread.includes(one.extension) ? undefined : (hooks.get(`${one.extension}/${one.unit}`) ?? null),
      })),
      renewed: units.renewed,
      lost: units.lost,
      running,
      reloads: reloadsManager(layers, rules),
      restarted: rules.restartUnits ? restartsNamed(layers) : NONE,
      restarts,
      starts: request.startServices,
      stops: request.stopServices,
    };
    return serviceEffects(facts);
  });
}

/** What is merged before, and after: systemd reads the release files of both. */
function layersOfMove(
  system: Pick<System, 'extensions'>,
  coming: readonly Extension[],
  { class: extensionClass, before, after }: Move,
): Extension[] {
  const now = (name: string) => entryIn(system.extensions, extensionClass, name) ?? [];
  return [...before.flatMap(now), ...after.flatMap((name) => entryIn(coming, extensionClass, name) ?? now(name))];
}

function entryIn(all: readonly Extension[], extensionClass: Extension['class'], name: string): Extension | undefined {
  const mine = all.filter((one) => one.class === extensionClass && one.name === name && !one.masks);
  return mine.find(({ merged }) => merged) ?? mine.find(({ listed }) => listed) ?? mine[0];
}
