import type { HistoryEntry } from '../../../shared/model/history.ts';

/** The extensions that an entry is about: what was asked for, and what came, went or became another version with it. */
export function namesIn({ request, outcomes }: HistoryEntry): string[] {
  const moved = outcomes.flatMap(({ before, after, versions }) => [
    ...before.filter((one) => !after.includes(one)),
    ...after.filter((one) => !before.includes(one)),
    ...Object.keys(versions),
  ]);
  return [...new Set([...(request?.changes.map(({ name }) => name) ?? []), ...moved])];
}
