/** The last reading of a host, kept current while somebody looks on: what is asked of the host takes it, and reads nothing. */
import { EventEmitter } from 'node:events';
import { isDeepStrictEqual } from 'node:util';
import { sshRoot } from '../../shared/fleet/ssh-root.ts';
import type { Snapshot } from '../../shared/model/snapshot.ts';
import { packSnapshot } from '../../shared/window/snapshot-text.ts';
import type { LocalReader } from '../extensions/local-reader.ts';
import type { System, Target } from '../extensions/system.ts';
import { type Watch, watchSystem } from '../extensions/watch.ts';
import type { Executor } from '../operations/executors/executor.ts';
import type { ManagedTarget } from './managed-target.ts';
import { snapshotOf } from './snapshot-of.ts';

/** Between two tries to read a host that could not be read. */
const FIRST_RETRY_MS = 1000;
const LAST_RETRY_MS = 30_000;

export interface KeptReading {
  /** The host as it was read last, where nothing is known to have changed since; else it is read now. */
  current(): Promise<System>;
  /** The same with what a window mirrors of it. */
  both(): Promise<Pick<Kept, 'system' | 'snapshot'>>;
  /** The last reading where nothing is known to have changed since; null where it would have to be read. */
  peek(): System | null;
  /**
   * Reads the host now. A reading that found the same as the one before keeps its revision, and no window hears of it.
   *
   * @param isAfterChange of ours, which windows hear of whatever the reading says: transfer files, for one, are not in it
   */
  renew(isAfterChange?: boolean): Promise<System>;
  /** The same for a window; every watcher gets it too. */
  reload(): Promise<Snapshot>;
  /**
   * What is known, then a snapshot after every change, until the signal aborts.
   *
   * @throws what the target of the host throws once there is no such host any more
   */
  watch(signal: AbortSignal | undefined): AsyncGenerator<Snapshot>;
  /** Keeps what is read from now on while its watch sees no change, though no window looks on: for one command. */
  hold(): void;
  /** Reads the host before the first window comes, and keeps what was read current until it is there. */
  warmUp(): void;
  /** Reads again what was not read because a change of ours ran. */
  catchUp(): void;
  close(): void;
}

export interface KeptReadingOptions {
  readonly managed: ManagedTarget;
  readonly reader: Pick<LocalReader, 'system'>;
  /** Whether a change of ours runs, which reads the host where it has to. */
  isApplying(): boolean;
  /** Told of what nobody waits for. */
  complain(error: unknown): void;
}

/** The last reading of the host. */
interface Kept {
  /** Which reading it was; a higher one began later. */
  readonly ticket: number;
  /** When it began, by `performance.now()`. */
  readonly readAt: number;
  readonly executor: Executor;
  readonly system: System;
  readonly snapshot: Snapshot;
}

export function createKeptReading({ managed, reader, isApplying, complain }: KeptReadingOptions): KeptReading {
  const { sandboxNote } = managed;
  const events = new EventEmitter().setMaxListeners(0);
  let revision = 0;
  let begun = 0;
  /** Readings up to this one may have missed a change. */
  let staleUpTo = 0;
  let kept: Kept | null = null;
  let watched: Watch | null = null;
  let watchers = 0;
  let isHeld = false;
  let warming: Promise<unknown> | null = null;
  let retryWait = FIRST_RETRY_MS;
  let retrying: NodeJS.Timeout | null = null;
  let isClosed = false;

  function currentKept(): Kept | null {
    if (kept === null || kept.ticket <= staleUpTo) return null;
    return watched?.holds(performance.now() - kept.readAt) === true ? kept : null;
  }

  async function readAgain(isAfterChange = false): Promise<Kept> {
    // What changes while the host is read must not be missed, so the watch is there before.
    const isWatched = watchers > 0 || isHeld;
    const { target } = managed;
    if (isWatched && (watched === null || watched.hasTold())) {
      watched = watchSystem(target, kept?.system ?? null, reloadBehind);
    }
    const ticket = ++begun;
    const readAt = performance.now();
    const system = await reader.system(target);
    // Read over SSH again meanwhile, it is another tree, and this one is gone or going.
    if (managed.target.root !== target.root) return readAgain(isAfterChange);
    // A slower reading that began earlier must not replace a newer one.
    if (kept !== null && kept.ticket > ticket) return kept;
    const executor = managed.executor();
    const isSame = !isAfterChange && kept?.executor === executor && isDeepStrictEqual(kept.system, system);
    if (kept !== null && isSame) kept = { ...kept, ticket, readAt };
    else kept = { ticket, readAt, executor, system, snapshot: snapshotOf(++revision, system, doorOf(executor)) };
    // Whoever looked on may be gone by now, and a watch that nobody hears would pass for one that sees no change.
    if (isWatched && (watchers > 0 || isHeld)) watchAgain(target, kept.system);
    // A window that comes later finds it made.
    if (isWatched) packSnapshot(kept.snapshot);
    if (!isSame) events.emit('snapshot', kept.snapshot);
    return kept;
  }

  function doorOf({ kind, sentence, helper }: Executor) {
    const overSsh = managed.overSsh();
    return {
      ...{ sandbox: sandboxNote !== null, sandboxNote, executor: { kind, sentence, helper } },
      ...(overSsh === null
        ? { overSsh }
        : { overSsh: { name: overSsh.name, readAt: overSsh.readAt }, root: sshRoot(overSsh.id) }),
    };
  }

  /** Reads again with nobody who waits for it: what fails is told, and tried again as long as somebody looks on. */
  function reloadBehind(): void {
    if (retrying !== null) clearTimeout(retrying);
    retrying = null;
    staleUpTo = begun;
    // A change of ours reads the host where it has to, and once more in the end; a command reads where it asks.
    if (isApplying() || watchers === 0) return;
    readAgain()
      .then(() => {
        retryWait = FIRST_RETRY_MS;
      })
      .catch(tryAgain);
  }

  /** Whether there is no such host any more: another process may take one out of the fleet, which no next try changes. */
  function isGone(): boolean {
    try {
      return managed.target === null;
    } catch {
      return true;
    }
  }

  function tryAgain(error: unknown): void {
    if (isClosed) return;
    // Whoever looks on is told instead, and looks on no more.
    if (watchers > 0 && isGone()) {
      events.emit('gone', error);
      return;
    }
    complain(error);
    if (watchers === 0) return;
    retrying ??= setTimeout(reloadBehind, retryWait).unref();
    retryWait = Math.min(retryWait * 2, LAST_RETRY_MS);
  }

  /** The window that was waited for is there and counts by itself. */
  function coolDown(): void {
    if (warming === null) return;
    warming = null;
    watchers--;
  }

  function watchAgain(target: Target, system: System): void {
    const before = watched;
    watched = watchSystem(target, system, reloadBehind);
    if (before?.close() === true) reloadBehind();
  }

  return {
    current: async () => (currentKept() ?? (await readAgain())).system,
    both: async () => currentKept() ?? (await readAgain()),
    peek: () => currentKept()?.system ?? null,
    renew: async (isAfterChange) => (await readAgain(isAfterChange)).system,
    reload: async () => (await readAgain()).snapshot,
    async *watch(signal) {
      const queue: Snapshot[] = [];
      let wakeReader = () => {};
      const takeSnapshot = (snapshot: Snapshot) => {
        // Only the newest matters to a window.
        queue.splice(0, queue.length, snapshot);
        wakeReader();
      };
      const stopWaiting = () => wakeReader();
      let gone: { readonly because: unknown } | null = null;
      const takeGone = (because: unknown) => {
        gone = { because };
        wakeReader();
      };
      const throwGone = () => {
        if (gone !== null) throw gone.because;
      };
      events.on('snapshot', takeSnapshot);
      events.on('gone', takeGone);
      signal?.addEventListener('abort', stopWaiting);
      watchers++;
      try {
        // What is watched since it was read is as it is now; anything else is read anew.
        const isCurrent = currentKept() !== null;
        if (kept !== null) yield kept.snapshot;
        const isWarm = warming !== null;
        await warming;
        coolDown();
        // A window that is told why it has to wait is better off than one that connects again and again.
        if (kept === null || !(isCurrent || isWarm)) await readAgain().catch(tryAgain);
        while (signal?.aborted !== true) {
          throwGone();
          const next = queue.shift();
          if (next !== undefined) yield next;
          else {
            await new Promise<void>((settle) => {
              wakeReader = settle;
            });
          }
        }
      } finally {
        events.off('snapshot', takeSnapshot);
        events.off('gone', takeGone);
        signal?.removeEventListener('abort', stopWaiting);
        if (--watchers === 0) {
          watched?.close();
          watched = null;
        }
      }
    },
    hold() {
      isHeld = true;
    },
    warmUp() {
      if (watchers > 0) return;
      watchers++;
      // What goes wrong is told to the window, which asks again.
      warming = readAgain().catch(() => {});
    },
    catchUp() {
      if (kept !== null && kept.ticket <= staleUpTo && watchers > 0 && !isClosed) reloadBehind();
    },
    close() {
      isClosed = true;
      if (retrying !== null) clearTimeout(retrying);
      watched?.close();
    },
  };
}
