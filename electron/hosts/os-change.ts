/** What was merged before the OS of a host became another one, by what is kept of its history. */
import type { OtherOs } from '../../shared/diagnosis/state/facts.ts';
import type { HistoryEntry } from '../../shared/model/history.ts';
import type { System } from '../extensions/system.ts';
import { releaseName } from '../operations/release-name.ts';
import { seenOutside } from '../operations/seen-outside.ts';

/**
 * @param entries of the host, newest first
 * @returns null where it never became another one while anything was kept, or is not any more what it became
 */
export function osChangeOf(entries: readonly HistoryEntry[], system: System): OtherOs | null {
  // What nobody has looked at yet is not kept yet.
  const all = [...seenOutside(entries, system).reverse(), ...entries];
  const at = all.findIndex(({ kind }) => kind === 'os');
  const change = all[at];
  const before = all.slice(at + 1).find(({ os }) => os !== null && os !== change?.os)?.os ?? null;
  if (change === undefined || before === null || change.os !== releaseName(system.facts)) return null;
  return {
    before,
    after: change.os,
    dropped: change.outcomes.flatMap(({ class: extensionClass, before: had, after }) =>
      had.filter((name) => !after.includes(name)).map((name) => ({ class: extensionClass, name })),
    ),
  };
}
