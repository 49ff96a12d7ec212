/**
 * When a change of the hierarchies takes effect on a running system: rules on the files that come and go. Units are no part of it:
 * what becomes of those is told of each by itself.
 */
import { firstNames } from '../../messages/first-names.ts';
import { type Message, messageOf, type Value } from '../../messages/message.ts';
import type { Effect, EffectKind } from '../../model/plan.ts';

interface EffectRule {
  readonly kind: string;
  readonly pattern: RegExp;
  readonly effect: EffectKind;
  say(names: Value, path: string): Message;
  /** From where it is known. */
  readonly source: string;
}

/** A file is of the first kind whose pattern it has. */
export const EFFECT_RULES = [
  {
    kind: 'module',
    pattern: /^usr\/lib\/modules\/.+\.ko(?:\.\w+)?$/,
    effect: 'reboot',
    say: (names, path) => messageOf('diagnosis.effect-module', { names, path }),
    source: 'systemd-udev-trigger.service(8): devices are asked for their modules once, at boot',
  },
  {
    kind: 'udev',
    pattern: /^(?:usr\/lib|etc)\/udev\/rules\.d\/.+\.rules$/,
    effect: 'reboot',
    say: (names, path) => messageOf('diagnosis.effect-udev', { names, path }),
    source: 'udev(7): rules are applied to events; systemd-udev-trigger.service makes those of the boot',
  },
  {
    kind: 'hwdb',
    pattern: /^(?:usr\/lib|etc)\/udev\/hwdb\.d\/.+\.hwdb$/,
    effect: 'unknown',
    say: (names, path) => messageOf('diagnosis.effect-hwdb', { names, path }),
    source: 'hwdb(7): the files count once systemd-hwdb update has compiled them',
  },
  {
    kind: 'dbus',
    pattern: /^(?:usr\/share|etc)\/dbus-1\/system(?:\.d|-services)\//,
    effect: 'service',
    say: (names, path) => messageOf('diagnosis.effect-dbus', { names, path }),
    source: 'dbus-daemon(1): it watches its folders by inotify, which does not tell of a mount over them',
  },
  {
    kind: 'polkit',
    pattern: /^(?:usr\/share|etc)\/polkit-1\/(?:actions|rules\.d)\//,
    effect: 'service',
    say: (names, path) => messageOf('diagnosis.effect-polkit', { names, path }),
    source: 'polkitd(8): it watches its folders by inotify, which does not tell of a mount over them',
  },
  {
    kind: 'sysusers',
    pattern: /^(?:usr\/lib|etc)\/sysusers\.d\/.+\.conf$/,
    effect: 'unknown',
    say: (names, path) => messageOf('diagnosis.effect-sysusers', { names, path }),
    source: 'systemd-sysusers.service of 257 and 262 has no order against systemd-sysext.service',
  },
  {
    kind: 'tmpfiles',
    pattern: /^(?:usr\/lib|etc)\/tmpfiles\.d\/.+\.conf$/,
    effect: 'reboot',
    say: (names, path) => messageOf('diagnosis.effect-tmpfiles', { names, path }),
    source: 'systemd-sysext.service of 257 and 262: Before=systemd-tmpfiles-setup.service',
  },
  {
    kind: 'at-boot',
    pattern: /^(?:usr\/lib|etc)\/(?:sysctl|modules-load|binfmt)\.d\/.+\.conf$/,
    effect: 'unknown',
    say: (names, path) => messageOf('diagnosis.effect-at-boot', { names, path }),
    source: 'systemd-{sysctl,modules-load,binfmt}.service of 257 and 262 have no order against systemd-sysext.service',
  },
  {
    kind: 'session',
    pattern:
      /^(?:(?:usr\/lib|etc)\/systemd\/user\/|usr\/share\/dbus-1\/services\/|(?:usr\/lib|etc)\/environment\.d\/|etc\/profile\.d\/|usr\/share\/(?:x|wayland-)sessions\/|etc\/xdg\/autostart\/)/,
    effect: 'login',
    say: (names, path) => messageOf('diagnosis.effect-session', { names, path }),
    source: 'systemd.unit(5), environment.d(5): the manager of a user reads them when it starts',
  },
] as const satisfies readonly EffectRule[];

export type TouchKind = (typeof EFFECT_RULES)[number]['kind'];

/** @param path without a leading slash; null where who reads it reads it each time, or nobody knows of it */
export function kindOfPath(path: string): TouchKind | null {
  return EFFECT_RULES.find(({ pattern }) => pattern.test(path))?.kind ?? null;
}

/** A file that is replaced or goes, and the processes that have it mapped. */
export interface MappedFile {
  readonly path: string;
  readonly processes: readonly { readonly pid: number; readonly name: string }[];
}

export interface EffectFacts {
  readonly kinds: readonly { readonly kind: TouchKind; readonly name: string; readonly path: string }[];
  readonly mapped: readonly MappedFile[];
  /** Processes whose files nobody but root may see. */
  readonly unseenProcesses: number;
  /** What is not known of before it is there, or could not be looked through. */
  readonly unread: readonly string[];
  /** Whether anything goes or is replaced, so that a process may run on with the file as it was. */
  readonly takesAway: boolean;
}

/** From what takes effect at once to what needs most. */
const ORDER: readonly EffectKind[] = ['live', 'service', 'login', 'unknown', 'reboot'];

/** The process that everything else hangs on. */
const FIRST_PROCESS = 1;

/** When it takes effect, and why not at once. */
export function effectOf(facts: EffectFacts): Effect {
  const found: { kind: EffectKind; reason: Message }[] = [];
  for (const { kind, effect, say } of EFFECT_RULES) {
    const mine = facts.kinds.filter((one) => one.kind === kind);
    const [first] = mine;
    if (first === undefined) continue;
    const names = firstNames([...new Set(mine.map(({ name }) => name))]);
    found.push({ kind: effect, reason: say(names, first.path) });
  }
  const users = [...new Map(facts.mapped.flatMap(({ processes }) => processes).map((one) => [one.pid, one])).values()];
  if (users.length > 0) {
    const isFirst = users.some(({ pid }) => pid === FIRST_PROCESS);
    const reason = messageOf('diagnosis.effect-mapped', {
      processes: firstNames(users.map(({ pid, name }) => `${name} (${pid})`)),
      path: facts.mapped[0]?.path ?? '',
    });
    found.push({ kind: isFirst ? 'reboot' : 'service', reason });
  }
  if (facts.takesAway && facts.unseenProcesses > 0)
    found.push({ kind: 'live', reason: messageOf('diagnosis.effect-unseen', { count: facts.unseenProcesses }) });
  if (facts.unread.length > 0)
    found.push({ kind: 'unknown', reason: messageOf('diagnosis.effect-unread', { names: firstNames(facts.unread) }) });
  const kind = ORDER.findLast((one) => found.some((reason) => reason.kind === one)) ?? 'live';
  return {
    kind,
    reasons: found.sort((a, b) => ORDER.indexOf(b.kind) - ORDER.indexOf(a.kind)).map(({ reason }) => reason),
  };
}
