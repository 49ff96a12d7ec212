/** The table of commands: what each takes and says. A row is named as it is called, so `remote add` is one of its own. */
import { type Message, messageOf } from '../../../shared/messages/message.ts';
import { CHANGES } from './changes.ts';
import { FINDING } from './finding.ts';
import { FLEET } from './fleet.ts';
import { KEEPING } from './keeping.ts';
import { type OptionName, optionOf } from './options.ts';
import { PORTABLE } from './portable.ts';
import { READING } from './reading.ts';
import type { CommandRow } from './row.ts';
import { WINDOW } from './window.ts';

const ROWS = { ...READING, ...FINDING, ...CHANGES, ...KEEPING, ...PORTABLE, ...FLEET, ...WINDOW };
export type RowName = keyof typeof ROWS;

/** The first word of a row, by which main.ts runs it. */
export type CommandName = RowName extends infer Name ? (Name extends `${infer First} ${string}` ? First : Name) : never;
export type ChangeVerb = keyof typeof CHANGES;

const keysOf = <Key extends string>(rows: Readonly<Record<Key, unknown>>) => Object.keys(rows) as Key[];

export const CHANGE_VERBS: readonly ChangeVerb[] = keysOf(CHANGES);
/** What `veneer plan` predicts where no command is named. */
export const PLANNED_UNASKED: ChangeVerb = 'refresh';
export const isChangeVerb = (word: string): word is ChangeVerb => CHANGE_VERBS.some((verb) => verb === word);
export const ROW_NAMES: readonly RowName[] = keysOf(ROWS);
export const COMMANDS: readonly CommandName[] = [
  ...new Set(ROW_NAMES.map((name) => name.split(' ')[0] as CommandName)),
];

/** In the order of help and of the manual page. */
export const GROUPS: readonly {
  readonly title: Message;
  readonly note: Message | null;
  readonly rows: readonly RowName[];
}[] = [
  {
    title: messageOf('commands.group-reading'),
    note: messageOf('commands.no-privilege-needed'),
    rows: keysOf(READING),
  },
  {
    title: messageOf('commands.group-finding'),
    note: messageOf('commands.no-privilege-needed'),
    rows: keysOf(FINDING),
  },
  {
    title: messageOf('commands.group-changing'),
    note: messageOf('commands.root-or-polkit-asks'),
    rows: keysOf(CHANGES),
  },
  {
    title: messageOf('commands.group-keeping-current'),
    note: messageOf('commands.root-or-polkit-asks'),
    rows: keysOf(KEEPING),
  },
  {
    title: messageOf('commands.group-portable'),
    note: messageOf('commands.root-or-polkit-asks'),
    rows: keysOf(PORTABLE),
  },
  {
    title: messageOf('commands.group-fleet'),
    note: messageOf('commands.no-privilege-needed'),
    rows: keysOf(FLEET),
  },
  { title: messageOf('commands.group-the-window'), note: null, rows: keysOf(WINDOW) },
];

export const rowOf = (name: RowName): CommandRow => ROWS[name];

/** What the verbs of a command are, as those of `remote`; empty for most. */
export const verbsOf = (command: CommandName): readonly string[] =>
  ROW_NAMES.flatMap((name) => (name.startsWith(`${command} `) ? [name.slice(command.length + 1)] : []));

/** `veneer NAME OPERANDS [OPTION...]` */
export function usageOf(name: RowName): string {
  const { operands, options } = rowOf(name);
  return ['veneer', name, operands.usage, options.length > 0 ? '[OPTION...]' : ''].filter(Boolean).join(' ');
}

/** Whether `--version` has a value of a command; of every other it asks for Veneer's own. */
export const namesVersion = (command: string | undefined): boolean =>
  ROW_NAMES.some((name) => name === command && rowOf(name).options.includes('version'));

/** The value of an option as a command takes it. */
export function valueNameOf(option: OptionName, row: CommandRow): string | null {
  if (option === 'version' && row.options.includes('version')) return row.versionIs ?? 'VERSION';
  return optionOf(option).value ?? null;
}

/** What an option says of itself to a person who reads of this command. */
export const optionText = (option: OptionName, row: CommandRow): Message =>
  row.optionSays?.[option] ?? optionOf(option).says;
