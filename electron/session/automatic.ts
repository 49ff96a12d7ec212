/** Looks for updates once a day while a window is there, where the person wants that. Nothing is ever installed so. */
import { canUpdate, updateKey } from '../../shared/changes/updatable.ts';
import type { Settled } from '../../shared/model/download.ts';
import type { Settings } from '../../shared/model/settings.ts';
import type { UpdateState } from '../../shared/model/update.ts';
import { switchUserUnit } from '../host/services.ts';
import type { Host } from '../hosts/host.ts';
import type { Log } from './log.ts';
import type { Session } from './session.ts';
import type { SettingsStore } from './settings.ts';
import { checkUpdates, downloadUpdates } from './update-calls.ts';

const TIMER = 'veneer-update.timer';
const DAY_MS = 24 * 60 * 60 * 1000;
/** A machine that slept is not asked for at the very moment it wakes. */
const FIRST_MS = 30_000;
/** Between two looks at the least, also where the first failed or could not be remembered. */
const REST_MS = 60 * 60 * 1000;

/** Whether the servers are to be asked now. */
export function isCheckDue({ updates }: Host, mode: Settings['updates'], now = Date.now()): boolean {
  return mode !== 'off' && now - (updates.checkedAt() ?? 0) >= DAY_MS;
}

export interface Looked {
  readonly state: UpdateState;
  /** What could not be fetched; the rest is here, and what is new is known all the same. */
  readonly failed: readonly Settled[];
}

/** Asks the servers, and fetches what is new where that is wanted. */
export async function checkAutomatically(session: Session, host: Host, mode: Settings['updates']): Promise<Looked> {
  const state = await checkUpdates(host, 'revalidate', null);
  const keys = state.items.filter((item) => canUpdate(item) && item.release !== null).map(updateKey);
  if (mode !== 'download' || keys.length === 0) return { state, failed: [] };
  const settled = await session.downloads.settled(
    await downloadUpdates(session, host, keys),
    new AbortController().signal,
  );
  return { state, failed: settled.filter(({ error }) => error !== null) };
}

/**
 * Looks while this process runs, by the mode that is set at the time.
 *
 * @param host that Veneer was started for; others are looked at when somebody shows them
 * @returns ends it
 */
export function keepChecking(session: Session, host: Host, settings: SettingsStore, log: Log): () => void {
  let timer: NodeJS.Timeout | null = null;
  const armTimer = (least: number) => {
    if (timer !== null) clearTimeout(timer);
    timer = null;
    const mode = settings.get().updates;
    if (mode === 'off') return;
    // Rounded up, for a look that comes a part of a millisecond early would not be due.
    const wait = Math.ceil(Math.max(least, (host.updates.checkedAt() ?? 0) + DAY_MS - Date.now()));
    timer = setTimeout(() => {
      lookForUpdates().catch((error: unknown) => log.error('updates', error));
    }, wait).unref();
  };
  async function lookForUpdates(): Promise<void> {
    const mode = settings.get().updates;
    try {
      if (isCheckDue(host, mode)) await checkAutomatically(session, host, mode);
    } catch (error) {
      log.error('updates', error);
    }
    armTimer(REST_MS);
  }
  // Where a package brought the timer, it looks also while no window is there.
  let before = settings.get().updates;
  const settingsChanged = ({ updates }: Settings) => {
    if (updates === before) return;
    before = updates;
    armTimer(FIRST_MS);
    switchUserUnit(TIMER, updates !== 'off').catch((error: unknown) => log.error('updates', error));
  };
  settings.onChange(settingsChanged);
  armTimer(FIRST_MS);
  return () => {
    if (timer !== null) clearTimeout(timer);
  };
}
