/** What a plan means for the services of the running system: the facts are gathered here, the rules stand in shared/diagnosis/plan. */
import { reloadsManager } from '../../shared/diagnosis/merge/release-fields.ts';
import { type MovedUnit, type ServiceFacts, serviceEffects } from '../../shared/diagnosis/plan/service-effects.ts';
import type { Extension } from '../../shared/model/extension.ts';
import type { Plan, ServiceEffect } from '../../shared/model/plan.ts';
import type { System } from '../extensions/system.ts';
import type { Move, Touches } from '../extensions/touches.ts';

/** Fields of a release file whose units systemd restarts after a merge (systemd-sysext(8), since 262). */
const RESTARTS = ['EXTENSION_RESTART_UNITS', 'EXTENSION_RELOAD_OR_RESTART_UNITS'];

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

/** @param running units that run, of those that `movedUnits` names; null where nobody was asked */
export function servicesOfPlan(
  system: System,
  coming: readonly Extension[],
  { request }: Pick<Plan, 'request'>,
  moved: readonly Moved[],
  running: ReadonlySet<string> | null,
): ServiceEffect[] {
  const { rules } = system.release;
  return moved.flatMap(({ move, touches }) => {
    const units = movedUnits(system, coming, move);
    const { class: extensionClass } = move;
    const layers = [
      ...move.before.flatMap((name) => entryIn(system.extensions, extensionClass, name) ?? []),
      ...move.after.flatMap(
        (name) => entryIn(coming, extensionClass, name) ?? entryIn(system.extensions, extensionClass, name) ?? [],
      ),
    ];
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
      restarted: new Set(
        rules.restartUnits
          ? layers.flatMap(({ release }) => RESTARTS.flatMap((field) => wordsOf(release?.[field])))
          : [],
      ),
      starts: request.startServices,
      stops: request.stopServices,
    };
    return serviceEffects(facts);
  });
}

const wordsOf = (text = ''): string[] => text.split(/\s+/).filter((word) => word !== '');

function entryIn(all: readonly Extension[], extensionClass: Extension['class'], name: string): Extension | undefined {
  const mine = all.filter((one) => one.class === extensionClass && one.name === name && !one.masks);
  return mine.find(({ merged }) => merged) ?? mine.find(({ listed }) => listed) ?? mine[0];
}
