/**
 * What was changed, kept over restarts: a line of JSON before an operation starts and one when it ended, so that also what
 * a kill cut off is known of.
 */

import { closeSync, constants, fstatSync, fsyncSync, openSync, readSync, writeSync } from 'node:fs';
import { uptime } from 'node:os';
import { join } from 'node:path';
import { foreignText, messageOf } from '../../shared/messages/message.ts';
import { HistoryEntry, type KeptExtension } from '../../shared/model/history.ts';
import type { Operation } from '../../shared/model/operation.ts';
import type { Plan } from '../../shared/model/plan.ts';
import { readUser } from '../host/facts.ts';
import { replaceFile } from '../node/own-file.ts';
import { makeOwnFolder } from '../node/own-folder.ts';
import { whileLocked } from '../node/own-lock.ts';
import { isRunning, ownIdentity } from '../node/process-identity.ts';
import { readRegular } from '../node/regular-file.ts';
import { moveAsideUnlessUnreadable } from '../node/state-file.ts';
import { packState, stateIn } from './kept-state.ts';
import { createTold, type Told } from './told.ts';

/** Older lines are dropped once there are twice as many. */
const KEPT = 1000;
const LIMIT = 64 * 1024 * 1024;
/** Of the shape of a line; 2 since two fields of what undoes it have other names. */
const VERSION = 2;

export interface History extends Told {
  /**
   * Keeps what was begun, or how it ended.
   *
   * @param state of the host just after it; null where that is not known
   * @throws what the file system refuses
   */
  add(entry: HistoryEntry, state: readonly KeptExtension[] | null): void;
  /** Newest first, of one host. */
  list(root: string): HistoryEntry[];
  /** How the extensions were just after an entry; null where that is not kept. */
  stateAfter(root: string, id: string): readonly KeptExtension[] | null;
}

/**
 * @param directory made when something is first added
 * @param say told of a file that is of no use; it is moved aside
 */
export function createHistory(directory: string, say: (problem: Error) => void = () => {}): History {
  const file = join(directory, 'history.jsonl');
  return {
    ...createTold(directory, say),
    add(entry, state) {
      makeOwnFolder(directory);
      const by = entry.status === 'running' ? { process: ownIdentity() } : { state: packState(state) };
      whileLocked(file, () => {
        // What is no file of ours must not be waited for, nor written to.
        const lines = linesOf(file, say);
        appendLine(file, JSON.stringify({ version: VERSION, ...entry, ...by }));
        if (lines.length >= 2 * KEPT) replaceFile(file, `${linesOf(file, say).slice(-KEPT).join('\n')}\n`);
      });
    },
    list(root) {
      const entries = new Map<string, HistoryEntry>();
      for (const line of linesOf(file, say)) {
        const entry = entryIn(line);
        if (entry === null || entry.root !== root) continue;
        // The last word on it counts, in the place where it began.
        entries.set(entry.id, entry);
      }
      return [...entries.values()].reverse();
    },
    stateAfter(root, id) {
      // What is about another one is passed over sooner than it is parsed.
      const mark = JSON.stringify(id);
      const line = linesOf(file, say).findLast((one) => one.includes(mark) && isOf(one, root, id));
      return line === undefined ? null : stateIn(line);
    },
  };
}

/** What is kept of an operation, running or ended. */
export function historyEntry(root: string, plan: Plan, operation: Operation, os: string): HistoryEntry {
  const { id, title, done, effects, status, startedAt, finishedAt, outcome, error, undo, keepUntil } = operation;
  return {
    id,
    kind: 'change',
    root,
    title,
    done,
    effects: [...effects],
    status,
    keepUntil,
    startedAt,
    finishedAt: finishedAt ?? startedAt,
    by: readUser(),
    steps: operation.steps.filter((one) => one.status === 'done').map(({ sentence }) => sentence),
    outcomes: [...plan.outcomes],
    outcome: outcome ?? foreignText(''),
    error,
    request: plan.request,
    os,
    undo,
  };
}

/** One write of one line, on a line of its own also where the one before was cut off. */
function appendLine(file: string, line: string): void {
  const flags = constants.O_RDWR | constants.O_APPEND | constants.O_CREAT | constants.O_NONBLOCK;
  const fd = openSync(file, flags, 0o600);
  try {
    const { size } = fstatSync(fd);
    const last = Buffer.alloc(1);
    const isCut = size > 0 && readSync(fd, last, 0, 1, size - 1) === 1 && last.toString('latin1') !== '\n';
    writeSync(fd, `${isCut ? '\n' : ''}${line}\n`);
    fsyncSync(fd);
  } finally {
    closeSync(fd);
  }
}

function linesOf(file: string, say: (problem: Error) => void): string[] {
  try {
    const text = readRegular(file, LIMIT, { followLink: true })?.toString('utf8') ?? '';
    return text.split('\n').filter((line) => line !== '');
  } catch (error) {
    moveAsideUnlessUnreadable(file, error, say);
    return [];
  }
}

function isOf(line: string, root: string, id: string): boolean {
  const entry = entryIn(line);
  return entry?.root === root && entry.id === id;
}

/** A line as 0.1 wrote it has two fields of its undo under other names. */
function withNamesOfToday(line: unknown): unknown {
  const { version, undo, ...entry } = Object(line) as Readonly<Record<string, unknown>>;
  if (version !== 1 || undo === null || typeof undo !== 'object') return line;
  const { allowSetAside, workaround, ...request } = undo as Readonly<Record<string, unknown>>;
  return { ...entry, undo: { ...request, allowMovingAside: allowSetAside, bootRefresh: workaround } };
}

/** Nobody kept it in time, or before the machine was started again: who keeps a change writes that here. */
function isOver({ keepUntil, finishedAt }: HistoryEntry): boolean {
  const bootedAt = Date.now() - uptime() * 1000;
  return keepUntil !== null && (Date.now() >= keepUntil || bootedAt > finishedAt);
}

/** As it is told once it went back; what failed before stays what failed. */
export function wentBack(entry: HistoryEntry): HistoryEntry {
  const told =
    entry.status === 'succeeded' ? { status: 'went-back' as const, outcome: messageOf('history.not-kept') } : {};
  return { ...entry, ...told, keepUntil: null, undo: null };
}

/** null for a line that was damaged. What was begun by a process that is gone was cut off. */
function entryIn(line: string): HistoryEntry | null {
  try {
    const stored = withNamesOfToday(JSON.parse(line));
    const { data: entry } = HistoryEntry.safeParse(stored);
    if (entry === undefined) return null;
    if (entry.status !== 'running') return isOver(entry) ? wentBack(entry) : entry;
    const by = (stored as { readonly process?: unknown }).process;
    if (typeof by === 'string' && isRunning(by) === true) return entry;
    return {
      ...entry,
      status: 'interrupted',
      outcome: messageOf('change.it-began-and-was-not-seen'),
    };
  } catch {
    return null;
  }
}
