/**
 * How a unit of an extension does, and why one does not run, from what the service manager says of it (systemctl(1) show).
 * Measured on systemd 257 and 262, where not said otherwise; the recordings stand beside the tests.
 */
import { type Message, messageOf } from '../messages/message.ts';
import type { Service } from '../model/service.ts';
import { isStartable } from './unit-name.ts';

/** What the service manager says of one unit. */
export interface UnitFacts {
  readonly name: string;
  /** LoadState=, ActiveState=, SubState=, Result=; empty where it has none. */
  readonly load: string;
  readonly active: string;
  readonly sub: string;
  readonly result: string;
  /** Whether the file that it was loaded from is there; null where it was loaded from none. */
  readonly hasFile: boolean | null;
  /** How its main process ended: its exit status, or the name of the signal; null where none has. */
  readonly exit: { readonly status: number } | { readonly signal: string; readonly dumped: boolean } | null;
  readonly pid: number | null;
  /** Whether it was ever started since the machine was, and since systemd knows it. */
  readonly hasRun: boolean;
  /** When its state changed last, in milliseconds since 1970; null where it never did since it was loaded. */
  readonly changedAt: number | null;
  /** Conditions and assertions that were not met when it was asked for last; null where they were, or it never was. */
  readonly unmet: { readonly kind: 'condition' | 'assertion'; readonly names: readonly string[] } | null;
  /** Units that want, require or uphold it, and whether each is active. */
  readonly askers: readonly { readonly name: string; readonly isActive: boolean }[];
  /** Sockets, timers and paths that start it. */
  readonly triggers: readonly string[];
  /** NeedDaemonReload=: its files are others than when it was loaded. */
  readonly needsReload: boolean;
}

/** What is known of the extension that brings it. */
export interface Bringer {
  readonly isMerged: boolean;
  /** The target that would start it by a link or drop-in that is there now; null where there is none. */
  readonly hookedBy: string | null;
  /** Whether the image that is merged came after the main process had started, which so runs from another one. */
  readonly isReplaced: boolean;
}

type Judged = Pick<Service, 'status' | 'message' | 'since' | 'pid' | 'canStart' | 'canStop'>;

const RUNS = new Set(['active', 'reloading', 'activating', 'deactivating', 'refreshing']);
const CANNOT_BE_LOADED = new Set(['bad-setting', 'error']);

/** @param asked null where the manager says nothing of it, as of a unit that it has not loaded */
export function statusOf(name: string, asked: UnitFacts | null, bringer: Bringer): Judged {
  // What has a file while the extension is not merged is a unit of the host that has the same name.
  const unit = !bringer.isMerged && asked?.hasFile === true ? null : asked;
  const common = { since: unit?.changedAt ?? null, pid: unit?.pid ?? null };
  const may = isStartable(name);
  if (unit?.sub.startsWith('auto-restart') === true) {
    const message = messageOf('service.fails-and-is-started-again', { why: failureOf(unit) });
    return { ...common, status: 'failed', message, canStart: false, canStop: may };
  }
  if (unit !== null && RUNS.has(unit.active)) {
    const isGone = unit.hasFile === false || unit.load === 'not-found';
    const message = isGone ? messageOf('service.runs-but-its-files-are-gone') : runningMessage(unit, bringer);
    return { ...common, status: isGone ? 'left-over' : 'running', message, canStart: false, canStop: may };
  }
  // What failed of an extension that went since is no matter any more, though systemd has it in mind.
  if (unit?.active === 'failed' && bringer.isMerged) {
    const canStart = may && unit.load !== 'masked';
    return { ...common, status: 'failed', message: failureOf(unit), canStart, canStop: false };
  }
  const { message, canStart } = whyNotRunning(unit, bringer);
  // A reload of systemd is a change of state as well (measured on 257).
  const since = unit?.hasRun === true ? common.since : null;
  return { ...common, since, status: 'stopped', message, canStart: may && canStart, canStop: false };
}

function runningMessage({ name, active, sub, needsReload }: UnitFacts, { isReplaced }: Bringer): Message {
  if (active === 'activating') return messageOf('service.is-starting');
  if (active === 'deactivating') return messageOf('service.is-stopping');
  if (isReplaced) return messageOf('service.runs-the-old-version');
  if (needsReload) return messageOf('service.runs-and-its-unit-file-changed');
  if (name.endsWith('.socket') && sub === 'listening') return messageOf('service.listens');
  if (sub === 'waiting') return messageOf('service.waits');
  if (sub === 'exited') return messageOf('service.has-done-its-work');
  return messageOf('service.runs');
}

/** Result= of a service (systemd.exec(5), $SERVICE_RESULT), with how its main process ended. */
function failureOf({ result, exit }: UnitFacts): Message {
  switch (result) {
    case 'exit-code':
      return exit !== null && 'status' in exit
        ? messageOf('service.failed-with-exit-code', { code: exit.status })
        : messageOf('service.failed');
    case 'signal':
    case 'core-dump':
      return exit !== null && 'signal' in exit
        ? messageOf(exit.dumped ? 'service.crashed-with' : 'service.was-killed-by', { signal: exit.signal })
        : messageOf('service.failed');
    case 'timeout':
      return messageOf('service.took-too-long');
    case 'watchdog':
      return messageOf('service.did-not-answer-its-watchdog');
    case 'oom-kill':
      return messageOf('service.was-killed-as-memory-ran-out');
    case 'start-limit-hit':
      return messageOf('service.was-started-too-often');
    case 'resources':
      return messageOf('service.system-lacked-what-it-needs');
    case '':
    case 'success':
      return messageOf('service.failed');
    default:
      return messageOf('service.failed-as-systemd-says', { result });
  }
}

/** The first reason that holds. */
function whyNotRunning(
  unit: UnitFacts | null,
  { isMerged, hookedBy }: Bringer,
): { readonly message: Message; readonly canStart: boolean } {
  const stays = (message: Message) => ({ message, canStart: false });
  const starts = (message: Message) => ({ message, canStart: true });
  if (!isMerged) return stays(messageOf('service.its-extension-is-not-merged'));
  if (unit === null || unit.load === 'not-found') return starts(messageOf('service.systemd-has-not-read-it'));
  if (unit.load === 'masked') return stays(messageOf('service.it-is-masked'));
  if (CANNOT_BE_LOADED.has(unit.load)) return stays(messageOf('service.systemd-cannot-read-its-file'));
  if (unit.unmet !== null) {
    const { kind, names } = unit.unmet;
    if (names.length === 0)
      return starts(messageOf(kind === 'condition' ? 'service.a-condition-is-not-met' : 'service.an-assertion-failed'));
    return starts(messageOf('service.condition-is-not-met', { condition: names.join(', ') }));
  }
  if (unit.hasRun) return starts(endOf(unit));
  // What a target wants is read with the target alone, however often the unit itself is.
  if (unit.askers.length === 0 && hookedBy !== null)
    return starts(messageOf('service.systemd-has-not-read-that-it-is-wanted', { target: hookedBy }));
  const active = unit.askers.find(({ isActive }) => isActive);
  if (active !== undefined) return starts(messageOf('service.was-dropped-at-boot', { target: active.name }));
  if (unit.triggers.length > 0)
    return starts(messageOf('service.starts-on-demand', { units: unit.triggers.join(', ') }));
  const [asker] = unit.askers;
  if (asker !== undefined) return starts(messageOf('service.asker-is-not-active', { unit: asker.name }));
  return starts(messageOf('service.nothing-asks-for-it'));
}

/** Of one that ran, and that systemd still knows of: units that nothing refers to are forgotten at once. */
function endOf({ exit }: UnitFacts): Message {
  return exit !== null && 'status' in exit
    ? messageOf('service.ended-by-itself', { code: exit.status })
    : messageOf('service.was-stopped');
}
