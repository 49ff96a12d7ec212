/** What is said about files of this machine: the guarded process opens them itself, and tells which one it is at. */
import type { ErrorReport } from '../../shared/model/errors.ts';
import type { OpenedEntry } from '../extensions/gate.ts';
import type { LocalReader } from '../extensions/local-reader.ts';
import type { System } from '../extensions/system.ts';

/** A function of `LocalReader`. */
export type QuestionName = Exclude<keyof LocalReader, 'close'>;

/** One argument on its way. A reading of the host is sent once and then named by its ticket; a signal is made anew there. */
export type Argument =
  | { readonly value: unknown }
  | { readonly system: System | null; readonly ticket: number }
  | { readonly signal: true };

/** So many readings of the host are kept there, the oldest goes first; its keeper counts alike. */
export const SYSTEMS_KEPT = 3;

export type ToLocalChild =
  /** Comes first. `condemned` are keys of entries that are not to be opened. */
  | { readonly type: 'begin'; readonly indexFolder: string | null; readonly condemned: readonly string[] }
  | { readonly type: 'condemn' | 'pardon'; readonly keys: readonly string[] }
  | {
      readonly type: 'ask-local';
      readonly id: number;
      readonly name: QuestionName;
      readonly args: readonly Argument[];
      /** Answered by parts: the first now, each other one for a `more`. */
      readonly isStream: boolean;
    }
  | { readonly type: 'more' | 'stop'; readonly id: number };

/** An error that crossed a process. */
export type SentError = { readonly report: ErrorReport } | { readonly detail: string; readonly code: string | null };

/** What ends a turn. */
export type Reply =
  | { readonly type: 'found' | 'part'; readonly id: number; readonly answer: unknown }
  | { readonly type: 'end'; readonly id: number }
  | { readonly type: 'not-answered'; readonly id: number; readonly error: SentError };

export type FromLocalChild =
  | { readonly type: 'enter' | 'leave'; readonly entry: OpenedEntry }
  /** No more memory was given for what is open, which the process outlived. */
  | { readonly type: 'exhausted' }
  | Reply;
