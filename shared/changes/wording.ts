/** How changes are spoken of: as a question, on its button, and once they are done. Each wording stands with its change. */
import { type Message, type MessageId, messageOf, type Value } from '../messages/message.ts';

export interface Wording {
  readonly button: () => Message;
  /** `Disable editor and metrics`. */
  readonly title: (names: Value) => Message;
  /** `Disabled editor and metrics`. */
  readonly done: (names: Value) => Message;
  /** Whether something is taken away by it. */
  readonly destroys?: boolean;
}

type Kind = Extract<MessageId, `change.${'button' | 'title' | 'did'}-${string}`>;
type OfKind<Word extends string> = Extract<Kind, `change.${Word}-${string}`>;

/** Of three messages. */
/* @__NO_SIDE_EFFECTS__ */
export const wordingOf = (button: OfKind<'button'>, title: OfKind<'title'>, done: OfKind<'did'>): Wording => ({
  button: () => messageOf(button),
  title: (names) => messageOf(title, { names }),
  done: (names) => messageOf(done, { names }),
});

/** One change among those of its wording. */
export interface Worded {
  readonly wording: Wording;
  /** What stands for it in a list: its name, mostly with a version. */
  readonly item: string;
}

/** `tilde 2.0`. */
export const withVersion = (name: string, version: string | null): string =>
  version === null ? name : `${name} ${version}`;

/** Old versions. */
export const DELETE_OLD: Wording = {
  ...wordingOf('change.button-delete-old', 'change.title-delete-old', 'change.did-delete-old'),
  destroys: true,
};

/** By systemd-sysupdate, or by an image of a later version. */
export const UPDATE: Wording = wordingOf('change.button-update', 'change.title-update', 'change.did-update');
