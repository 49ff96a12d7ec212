import { type FSWatcher, watch } from 'node:fs';

/** Where PID 1 keeps a link `invocation:UNIT` for each unit that runs or waits: it comes and goes with every start and end. */
const RUNNING_UNITS = '/run/systemd/units';
const INVOCATION = /^(?:\.#)?invocation:(.+?)(?:[0-9a-f]{16})?$/;

/** Tells of units that start or end; null where it cannot be said which. Where there is no such folder nothing is told. */
export function watchUnits(tell: (unit: string | null) => void): FSWatcher | null {
  try {
    const watcher = watch(RUNNING_UNITS, { persistent: false }, (_, name) =>
      tell(name === null ? null : (INVOCATION.exec(name)?.[1] ?? '')),
    );
    watcher.on('error', () => watcher.close());
    return watcher;
  } catch {
    return null;
  }
}
