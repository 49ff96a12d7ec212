/**
 * The one gate through which the content of an entry of this machine is opened. Whoever watches over a reading hears which
 * entry is open, so that what takes too much is laid at its door alone, and is not opened again before it changes.
 */

import { type Stats, statSync } from 'node:fs';
import { messageOf } from '../../shared/messages/message.ts';
import { isOutOfMemory } from '../images/out-of-memory.ts';
import { ImageError } from '../images/tree.ts';

/** For what an entry is opened: for its verdict, or for all that is inside. */
export type Purpose = 'verdict' | 'inside';

/** One entry in the state that it is in. */
export interface OpenedEntry {
  readonly path: string;
  readonly purpose: Purpose;
  /** Names the entry, its state and the purpose; another one once the file has changed. */
  readonly key: string;
}

/** Who watches over the readings of this process. */
export interface Witness {
  /** Told before it is opened. @returns whether it may be */
  enter(entry: OpenedEntry): boolean;
  leave(entry: OpenedEntry): void;
  /** There was no more memory for what is open now. */
  exhausted(): void;
}

/** As a part of a sentence, with what a person can do. */
export const TOOK_TOO_MUCH = messageOf('extension.it-took-too-much-to-read');

let witness: Witness | null = null;

/** From now on this one hears of every entry that is opened; without one nobody does. */
export function setWitness(one: Witness): void {
  witness = one;
}

/** Whether somebody has to know which entry is being read; then one is read after the other. */
export const isWatched = (): boolean => witness !== null;

/**
 * To be called before the content at a path of this machine is opened.
 *
 * @returns what is to be called once it is closed
 * @throws {ImageError} `too-much` for what took too much before
 */
export function enterGate(path: string, purpose: Purpose): () => void {
  const watching = witness;
  if (watching === null) return () => {};
  const entry: OpenedEntry = { path, purpose, key: JSON.stringify([purpose, stampOf(path)]) };
  if (!watching.enter(entry)) throw new ImageError('too-much', TOOK_TOO_MUCH);
  let isOpen = true;
  return () => {
    if (isOpen) watching.leave(entry);
    isOpen = false;
  };
}

/** Does some work while the content at a path is open. @throws what `enter` and the work throw */
export async function whileOpen<T>(path: string, purpose: Purpose, work: () => Promise<T>): Promise<T> {
  let leaveGate = () => {};
  try {
    leaveGate = enterGate(path, purpose);
    return await work();
  } catch (error) {
    noteFailure(error);
    throw error;
  } finally {
    leaveGate();
  }
}

/** To be called with what went wrong while an entry is open. */
export function noteFailure(error: unknown): void {
  if (isOutOfMemory(error)) witness?.exhausted();
}

/** Names one state of a file of this machine by its path and stat(2); the path alone where there is none. */
export function stampOf(path: string): string {
  let stat: Stats | undefined;
  try {
    stat = statSync(path, { throwIfNoEntry: false });
  } catch {
    // What cannot be looked at cannot be opened either, which is told there.
  }
  return stat === undefined ? JSON.stringify([path]) : stampFrom(path, stat);
}

/** The same from what stat(2) said already. */
export function stampFrom(path: string, { dev, ino, size, mtimeMs, ctimeMs }: Stats): string {
  return JSON.stringify([path, dev, ino, size, mtimeMs, ctimeMs]);
}
