/** What a row of the table of commands says; help, manual page, completions and the check of a command line come from it. */
import type { AnswerName } from '../answers.ts';
import type { Completion } from './completion.ts';
import type { OptionName } from './options.ts';

export interface Operands {
  /** As help writes them: `NAME [VERSION]`. */
  readonly usage: string;
  /** As a refusal says them: `takes a NAME and at most one VERSION`. */
  readonly takes: string;
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
  /** What it does, in one line without a dot at its end. */
  readonly says: string;
  /** Whole sentences, for help on the command and for the manual page. */
  readonly more?: string;
  /** What an option means to this command, where the general words do not tell it. */
  readonly optionSays?: Readonly<Partial<Record<OptionName, string>>>;
  readonly examples: readonly { readonly run: string; readonly does: string }[];
  /** How it answers with --json, by the name in docs/json; null where it has none to give. */
  readonly answer: AnswerName | null;
}

export const NONE: Operands = { usage: '', takes: 'no operand', least: 0, most: 0, completes: [] };

export const names = (completes: Completion): Operands => ({
  usage: 'NAME...',
  takes: 'at least one NAME',
  least: 1,
  most: Number.POSITIVE_INFINITY,
  completes: [completes],
});

/** All where none is named. */
export const anyNames = (completes: Completion): Operands => ({
  usage: '[NAME...]',
  takes: 'names',
  least: 0,
  most: Number.POSITIVE_INFINITY,
  completes: [completes],
});

export const oneName = (completes: Completion): Operands => ({
  usage: 'NAME',
  takes: 'one NAME',
  least: 1,
  most: 1,
  completes: [completes],
});

export const ON_OFF: Operands = {
  usage: 'on|off',
  takes: 'on or off',
  least: 1,
  most: 1,
  completes: [['on', 'off']],
};

/** What a command that reads this host, or a tree, takes. */
export const HOST = ['json', 'root', 'as-systemd'] as const;
