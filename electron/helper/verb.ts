/** What the helper knows of one verb. All of them are collected in verbs.ts. */

import type { Message } from '../../shared/messages/message.ts';
import type { ExtensionClass, MutableMode } from '../../shared/systemd/classes.ts';
import type { Fields } from './fields.ts';

/** What every request has. */
export interface Common {
  readonly class: ExtensionClass;
  /** The directory that stands for `/`; always `/` when another user asked through polkit. */
  readonly root: string;
}

/** What goes on around a verb, which knows nothing of it. */
export interface Around {
  /** Configuration extensions are taken out of a read-only /etc for it, and merged again in this mode; null where that is not asked for. */
  readonly aroundConfext: { readonly mutable: MutableMode | null } | null;
  /** A step of a change that goes back by itself unless it is kept; null for what stays. */
  readonly trial: { readonly begins: boolean } | null;
}

/** Told of bytes copied so far, of how many. */
export type OnProgress = (done: number, total: number) => void;

export interface Verb<Parameters extends object> {
  /**
   * Takes the parameters that are its own, each checked; what is left over is refused.
   *
   * @throws {VeneerError} `invalid-input`
   */
  check(fields: Fields, common: Common): Parameters;
  /**
   * Does it. What a name means is read from the disk here; stdin is open on the image for a verb that brings one.
   *
   * @returns what was done, a sentence each
   */
  run(request: Common & Parameters, onProgress: OnProgress): Promise<readonly Message[]>;
  /** Whether who asks for it means it for every OS, also for one that runs later. */
  readonly forEveryOs?: boolean;
  /** Whether it writes below /etc, so that configuration extensions may be taken out for it: its action implies `refresh`. */
  readonly writesEtc?: boolean;
  /** Whether what it did can be taken back by what was written down before: links and masks of names, and what is merged. */
  readonly goesBack?: boolean;
}

/** A row of a table of verbs, whose run takes what its check gives. */
export const verb = <Parameters extends object>(row: Verb<Parameters>): Verb<Parameters> => row;

/** For a verb that has no parameters of its own. */
export const noParameters = (): object => ({});
