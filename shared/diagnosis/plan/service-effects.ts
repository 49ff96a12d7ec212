/**
 * What a change of the hierarchies means for services, said before: rules on the units that come, stay and go. A merge starts
 * nothing by itself: what a target upholds is started once systemd reads unit files again, and what a target wants with the
 * target alone (measured on 257 and 262, see boot-services.ts).
 */
import { type Message, messageOf } from '../../messages/message.ts';
import type { ServiceEffect } from '../../model/plan.ts';
import type { ExtensionClass } from '../../systemd/classes.ts';

/** A unit whose files come, stay or go. */
export interface MovedUnit {
  readonly unit: string;
  readonly extension: string;
  readonly class: ExtensionClass;
}

/** How a target of the boot would start a unit. */
export interface Hook {
  readonly how: 'upheld' | 'wanted';
  readonly target: string;
}

export interface ServiceFacts {
  /** What comes; `hook` is null where no target starts it, and undefined where nobody could look. */
  readonly gained: readonly (MovedUnit & { readonly hook: Hook | null | undefined })[];
  /** Units of extensions of which another version comes. */
  readonly renewed: readonly MovedUnit[];
  readonly lost: readonly MovedUnit[];
  /** Units that run; null where nobody could be asked. */
  readonly running: ReadonlySet<string> | null;
  /** Whether systemd reads unit files again after the merge. */
  readonly reloads: boolean;
  /** Units that systemd itself restarts or reloads after it (EXTENSION_RESTART_UNITS= since 262). */
  readonly restarted: ReadonlySet<string>;
  /** Units that the plan restarts after it. */
  readonly restarts: ReadonlySet<string>;
  /** Whether the person has the usual targets started again, and what goes stopped. */
  readonly starts: boolean;
  readonly stops: boolean;
}

export function serviceEffects(facts: ServiceFacts): ServiceEffect[] {
  const { gained, renewed, lost, running, restarted, restarts, stops } = facts;
  const isRunning = (unit: string) => (running === null ? null : running.has(unit));
  return [
    ...gained.map((one) => effect(one, ...startOf(one, facts))),
    ...renewed.flatMap((one) => {
      const runs = isRunning(one.unit);
      const { unit } = one;
      if (runs === false)
        return restarted.has(unit) ? [effect(one, 'starts', messageOf('service.will-start', { unit }))] : [];
      if (restarted.has(unit)) return [effect(one, 'restarted', messageOf('service.systemd-restarts-it', { unit }))];
      if (restarts.has(unit)) return [effect(one, 'restarted', messageOf('service.will-be-restarted', { unit }))];
      const id = runs === null ? 'service.goes-on-with-old-if-it-runs' : 'service.goes-on-with-old';
      return [effect(one, 'goes-on', messageOf(id, { unit }))];
    }),
    ...lost.flatMap((one) => {
      const runs = isRunning(one.unit);
      if (runs === false) return [];
      const { unit } = one;
      // systemd-sysext restarts what it names around an unmerge as well, and stops what has no file any more.
      if (stops || restarted.has(unit)) return [effect(one, 'stopped', messageOf('service.will-be-stopped', { unit }))];
      const id = runs === null ? 'service.goes-on-without-files-if-it-runs' : 'service.goes-on-without-files';
      return [effect(one, 'goes-on', messageOf(id, { unit }))];
    }),
  ];
}

const effect = (
  { unit, extension, class: extensionClass }: MovedUnit,
  what: ServiceEffect['what'],
  message: Message,
): ServiceEffect => ({ unit, extension, class: extensionClass, what, message });

function startOf(
  { unit, hook }: ServiceFacts['gained'][number],
  { gained, reloads, restarted, starts }: ServiceFacts,
): [ServiceEffect['what'], Message] {
  // Restarting what does not run starts it (RestartUnit of org.freedesktop.systemd1(5); measured on 262).
  if (restarted.has(unit)) return ['starts', messageOf('service.will-start', { unit })];
  if (hook === undefined) return ['unknown', messageOf('service.may-start', { unit })];
  if (hook === null) {
    const stem = unit.slice(0, unit.lastIndexOf('.'));
    const trigger = gained.find((one) => one.unit !== unit && TRIGGERS.some((type) => one.unit === `${stem}.${type}`));
    if (trigger !== undefined && unit.endsWith('.service'))
      return ['on-demand', messageOf('service.will-start-on-demand', { unit, trigger: trigger.unit })];
    return ['not-started', messageOf('service.will-not-start', { unit })];
  }
  const { how, target } = hook;
  if (starts || (how === 'upheld' && reloads)) return ['starts', messageOf('service.will-start', { unit })];
  if (how === 'upheld') return ['not-started', messageOf('service.will-not-start-unread', { unit })];
  return ['not-started', messageOf('service.will-not-start-target-reached', { unit, target })];
}

const TRIGGERS = ['socket', 'timer', 'path'];
