/** What a row of the table of commands says; help, manual page, completions and the check of a command line come from it. */
import { type Message, messageOf } from '../../../shared/messages/message.ts';
import type { AnswerName } from '../answers.ts';
import type { Completion } from './completion.ts';
import type { OptionName } from './options.ts';

export interface Operands {
  /** As help writes them: `NAME [VERSION]`. */
  readonly usage: string;
  /** As a refusal says them: `takes a NAME and at most one VERSION`. */
  readonly takes: Message;
  readonly least: number;
  readonly most: number;
  /** By place; the last stands for all that follow. */
  readonly completes: readonly Completion[];
}

export interface CommandRow {
  readonly operands: Operands;
  /** In the order of help. Every command takes --help and --version besides. */
  readonly options: readonly OptionName[];
  /** Of these one alone may be given. */
  readonly exclusive?: readonly (readonly OptionName[])[];
  /** What its --format takes, the one first that it writes unasked. */
  readonly formats?: readonly string[];
  /** What it does, in one line without a dot at its end. */
  readonly says: Message;
  /** Whole sentences, for help on the command and for the manual page. */
  readonly more?: Message;
  /** What an option means to this command, where the general words do not tell it. */
  readonly optionSays?: Readonly<Partial<Record<OptionName, Message>>>;
  /** What stands for the value of its --version; VERSION unless given. */
  readonly versionIs?: string;
  readonly examples: readonly { readonly run: string; readonly does: Message }[];
  /** How it answers with --json, by the name in docs/json; null where it has none to give. */
  readonly answer: AnswerName | null;
}

export const NONE: Operands = {
  usage: '',
  takes: messageOf('commands.takes-no-operand'),
  least: 0,
  most: 0,
  completes: [],
};

export const namesOperand = (completes: Completion): Operands => ({
  usage: 'NAME...',
  takes: messageOf('commands.takes-at-least-one-name'),
  least: 1,
  most: Number.POSITIVE_INFINITY,
  completes: [completes],
});

/** All where none is named. */
export const anyNames = (completes: Completion): Operands => ({
  usage: '[NAME...]',
  takes: messageOf('commands.takes-names'),
  least: 0,
  most: Number.POSITIVE_INFINITY,
  completes: [completes],
});

export const oneName = (completes: Completion): Operands => ({
  usage: 'NAME',
  takes: messageOf('commands.takes-one-name'),
  least: 1,
  most: 1,
  completes: [completes],
});

/** A file that declares what a host is to be. */
export const oneDeclared: Operands = {
  usage: 'FILE',
  takes: messageOf('commands.takes-one-file'),
  least: 1,
  most: 1,
  completes: ['files'],
};

export const ON_OFF: Operands = {
  usage: 'on|off',
  takes: messageOf('commands.takes-on-or-off'),
  least: 1,
  most: 1,
  completes: [['on', 'off']],
};

/** What a command that reads this host, or a tree, takes. */
export const HOST = ['json', 'quiet', 'no-pager', 'root', 'as-systemd'] as const;

/** What a command takes that changes this host. */
export const CHANGED = ['yes', 'no-ask-password', ...HOST] as const;

/** What a command takes beside that shows a table. */
export const TABLE = ['full', 'no-legend'] as const;
