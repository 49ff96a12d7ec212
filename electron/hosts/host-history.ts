/** What happened at a host: what Veneer did there, and what others did, as it is seen afterwards and told by the journal. */
import { movedBetween } from '../../shared/changes/between.ts';
import type { OtherOs } from '../../shared/diagnosis/state/facts.ts';
import { messageOf } from '../../shared/messages/message.ts';
import { VeneerError } from '../../shared/model/errors.ts';
import type { Between, HistoryEntry, HistoryView } from '../../shared/model/history.ts';
import type { System, Target } from '../extensions/system.ts';
import { accountOf } from '../host/accounts.ts';
import { eventsIn } from '../host/journal-events.ts';
import { readMergeJournal } from '../host/merge-journal.ts';
import { type History, wentBack } from '../operations/history.ts';
import { stateOf } from '../operations/kept-state.ts';
import { layersOf } from '../operations/merge-steps.ts';
import { seenOutside } from '../operations/seen-outside.ts';
import { withJournal } from '../operations/with-journal.ts';
import type { KeptReading } from './kept-reading.ts';
import { osChangeOf } from './os-change.ts';

/** What others did longer ago the journal is not asked for. */
const TOLD_MS = 30 * 24 * 60 * 60_000;

export interface HostHistory {
  /** What was changed here, newest first. */
  history(): Promise<HistoryView>;
  /**
   * What became otherwise between two moments.
   *
   * @param from the id of the entry just after which the first one is
   * @param to the same of the second; null for now
   * @throws {VeneerError} `not-found` for an entry that is not kept
   */
  between(from: string, to: string | null): Promise<Between>;
  /** What was merged before the OS became another one, is there and enabled still, and is not merged; null where it never did. */
  droppedByOs(): Promise<OtherOs | null>;
  /** See `Told`. */
  tellOnce(facts: readonly string[]): readonly string[];
}

interface Options {
  readonly target: Target;
  readonly history: History;
  readonly reading: Pick<KeptReading, 'peek' | 'current'>;
  /** Whether a change of ours runs. */
  isApplying(): boolean;
  /** Told of what nobody waits for. */
  complain(error: unknown): void;
}

export interface KeptHistory extends HostHistory {
  /**
   * A history that cannot be written, on a full disk perhaps, makes no change fail.
   *
   * @param after the host just after it; null where that is not known
   */
  keep(entry: HistoryEntry, after: System | null): void;
  /** Keeps that a change on trial was answered. @param isKept else it was taken back */
  decided(id: string, isKept: boolean): void;
  /** What is kept, newest first. */
  kept(): HistoryEntry[];
}

export function createHostHistory({ target, history, reading, isApplying, complain }: Options): KeptHistory {
  const { root, brought } = target;
  // A sandbox is unmerged when it is left, and begins anew; of what is read over SSH nothing is changed, and each reading is another tree.
  const isKept = target.isSandbox !== true && brought === undefined;
  // Of one change several things are kept, and one sentence says that nothing can be.
  let isToldUnkept = false;

  function keep(entry: HistoryEntry, after: System | null): void {
    try {
      history.add(entry, after === null ? null : stateOf(after));
      isToldUnkept = false;
    } catch (error) {
      if (isToldUnkept) return;
      isToldUnkept = true;
      complain(
        new VeneerError('no-space', messageOf('core.what-is-changed-cannot-be-kept'), { detail: String(error) }),
      );
    }
  }

  return {
    keep,
    decided(id, isKept) {
      const entry = history.list(root).find((one) => one.id === id);
      if (entry === undefined) return;
      const state = history.stateAfter(root, id);
      try {
        history.add(isKept ? { ...entry, keepUntil: null } : wentBack(entry), state);
      } catch (error) {
        complain(error);
      }
    },
    kept: () => (isKept ? history.list(root) : []),
    async history() {
      if (brought !== undefined) return { entries: [], unknown: messageOf('fleet.not-known-over-ssh') };
      const system = isApplying() || !isKept ? null : reading.peek();
      if (system !== null) for (const entry of seenOutside(history.list(root), system)) keep(entry, system);
      const entries = history.list(root);
      if (root !== '/' || target.isSandbox === true) return { entries, unknown: null };
      const { lines, problem } = await readMergeJournal(Date.now() - TOLD_MS);
      const accountNamed = (uid: number) => accountOf(root, uid) ?? String(uid);
      return {
        entries: withJournal(entries, eventsIn(lines, accountNamed)),
        unknown: problem === null ? null : messageOf('history.others-are-not-told', { why: problem }),
      };
    },
    tellOnce: (facts) => history.tellOnce(root, facts),
    async droppedByOs() {
      if (!isKept) return null;
      const system = await reading.current();
      const change = osChangeOf(history.list(root), system);
      // What was switched off or removed since is as the person wants it.
      const there = stateOf(system).filter(({ state }) => state !== 'masked');
      const isDropped = ({ class: extensionClass, name }: OtherOs['dropped'][number]) =>
        there.some((one) => one.class === extensionClass && one.name === name) &&
        layersOf(system, extensionClass)?.includes(name) !== true;
      return change === null ? null : { ...change, dropped: change.dropped.filter(isDropped) };
    },
    async between(from, to) {
      const entries = history.list(root);
      const ofEntry = (id: string) => {
        // What the journal alone tells of is kept by the journal.
        if (id.startsWith('journal-')) return null;
        const entry = entries.find((one) => one.id === id);
        if (entry === undefined) throw new VeneerError('not-found', messageOf('history.moment-is-not-kept'));
        return history.stateAfter(root, id);
      };
      const before = ofEntry(from);
      const after = to === null ? stateOf(await reading.current()) : ofEntry(to);
      if (before === null || after === null)
        return { changes: [], unknown: messageOf('history.state-then-is-not-known') };
      return { changes: movedBetween(before, after), unknown: null };
    },
  };
}
