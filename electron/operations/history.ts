/** What was changed, kept over restarts: one line of JSON for each operation that ended. */
import { appendFileSync, mkdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { HistoryEntry } from '../../shared/model/history.ts';
import type { Operation } from '../../shared/model/operation.ts';
import type { Plan } from '../../shared/model/plan.ts';
import { readUser } from '../host/facts.ts';
import { replaceFile } from '../host/own-file.ts';

/** Older ones are dropped once there are twice as many. */
const KEPT = 500;

export interface History {
  add(entry: HistoryEntry): void;
  /** Newest first, of one host. */
  list(root: string): HistoryEntry[];
}

/** @param directory made when something is first added */
export function createHistory(directory: string): History {
  const file = join(directory, 'history.jsonl');
  return {
    add(entry) {
      mkdirSync(directory, { recursive: true, mode: 0o700 });
      // One write of one line: several programs of one user may add at a time.
      appendFileSync(file, `${JSON.stringify(entry)}\n`, { mode: 0o600 });
      const all = read(file);
      if (all.length > 2 * KEPT) {
        const kept = all.slice(-KEPT).map((one) => `${JSON.stringify(one)}\n`);
        replaceFile(file, kept.join(''));
      }
    },
    list: (root) =>
      read(file)
        .filter((one) => one.root === root)
        .reverse(),
  };
}

/** What is kept of an operation that ended. */
export function historyEntry(root: string, plan: Plan, operation: Operation): HistoryEntry {
  const { id, title, status, startedAt, finishedAt, outcome, error, undo } = operation;
  return {
    id,
    root,
    title,
    status,
    startedAt,
    finishedAt: finishedAt ?? startedAt,
    by: readUser(),
    steps: operation.steps.filter((one) => one.status === 'done').map(({ sentence }) => sentence),
    outcomes: [...plan.outcomes],
    outcome: outcome ?? '',
    error,
    undo,
  };
}

/** A line that was damaged, or written by a version that knew other fields, is passed over. */
function read(file: string): HistoryEntry[] {
  let text: string;
  try {
    text = readFileSync(file, 'utf8');
  } catch {
    return [];
  }
  return text.split('\n').flatMap((line) => {
    try {
      const entry = HistoryEntry.safeParse(JSON.parse(line));
      return entry.success ? [entry.data] : [];
    } catch {
      return [];
    }
  });
}
