/** What the guarded process and its keeper say to each other; both sides are ours, only the bytes in between are not. */

import { messageOf, type Text } from '../../shared/messages/message.ts';
import type { Verdict } from '../../shared/model/verdict.ts';
import type { ExtensionClass } from '../../shared/systemd/classes.ts';
import { type HostRelease, makeVerdict } from '../../shared/systemd/compatibility.ts';
import type { FromLocalChild, ToLocalChild } from './local-protocol.ts';
import type { LimitedProcess } from './process.ts';

/** Whether an image of some name would fit a host. */
export interface FitQuestion {
  readonly about: 'fit';
  readonly class: ExtensionClass;
  readonly name: string;
  readonly host: HostRelease;
}

/** What stands in an image, or why nothing can be said of the bytes as a part of a sentence. */
export type FitAnswer =
  | {
      /** Of systemd, under the name that it would be installed under. */
      readonly verdict: Verdict;
      /** The class that its release file is of, where it is another than the one that was asked for. */
      readonly class: ExtensionClass | null;
      /** The name that its release file has, where it is another than the one that was asked for. */
      readonly inside: string | null;
      /** PRETTY_NAME= of it. */
      readonly description: string | null;
      /** Units that a person may start or stop, and programs that a shell finds, by their names. */
      readonly units: readonly string[];
      readonly programs: readonly string[];
    }
  | { readonly unreadable: Text };

/** Another question of images is another member here and a case in `answer.ts`. */
export type Question = FitQuestion;
export type AnswerTo<Q extends Question> = Q extends FitQuestion ? FitAnswer : never;

/** Why a reading of the source failed: the source's own error stays with the keeper. */
type Failed = 'image' | 'source';

export type ToChild =
  | ToLocalChild
  /** `size` of the source in bytes. */
  | { readonly type: 'ask'; readonly question: Question; readonly size: number }
  | { readonly type: 'bytes'; readonly id: number; readonly bytes: Uint8Array }
  | { readonly type: 'no-bytes'; readonly id: number; readonly of: Failed; readonly message: string };

export type FromChild =
  | FromLocalChild
  | { readonly type: 'ready' }
  /** Bytes of the source are wanted. */
  | { readonly type: 'need'; readonly id: number; readonly offset: number; readonly length: number }
  | { readonly type: 'answer'; readonly answer: AnswerTo<Question> }
  /** No more memory was given, which the process outlived. */
  | { readonly type: 'too-much' }
  | { readonly type: 'failed'; readonly detail: string };

/** The verdict of what went past the limits. */
export const TOOK_TOO_MUCH = makeVerdict(null, 'not-readable-yet', messageOf('extension.unknown-it-took-too-much-to'));

export type ReaderProcess = LimitedProcess<ToChild, FromChild>;
