/**
 * `veneer complete WORD...`: what may stand where the last word stands, for the completions of bash, zsh and fish, which only
 * ask it (assets/packaging/completions). It is no command of the table, for no person types it.
 *
 * A line each: the word, and behind a tab what it is. The last line says what the shell adds by itself: `:files`, `:folders`
 * or `:`.
 */

import { parseArgs } from 'node:util';
import type { Text } from '../../shared/messages/message.ts';
import type { Choice, Typed } from './complete-names.ts';
import {
  CHANGE_VERBS,
  COMMANDS,
  isChangeVerb,
  namesVersion,
  optionText,
  PLANNED_UNASKED,
  ROW_NAMES,
  type RowName,
  rowOf,
  valueNameOf,
  verbsOf,
} from './table/commands.ts';
import type { Completion } from './table/completion.ts';
import { OPTIONS, type OptionName, optionOf } from './table/options.ts';
import type { CommandRow } from './table/row.ts';
import { sayParts } from './terminal.ts';

interface Choices {
  readonly choices: readonly Choice[];
  /** Whether the shell adds names of files or folders. */
  readonly adds: '' | 'files' | 'folders';
}

/** Never fails: a shell that is completing has no place for an error. */
export async function runComplete(words: readonly string[]): Promise<number> {
  try {
    const { choices, adds } = await completionsOf(words);
    for (const { word, says } of choices) sayParts(says === '' ? [word] : [word, says]);
    sayParts([`:${adds}`]);
  } catch {
    sayParts([':']);
  }
  return 0;
}

/** @param words all behind `veneer`; the last one, which may be empty, is completed */
export async function completionsOf(words: readonly string[]): Promise<Choices> {
  const before = words.slice(0, -1);
  const current = words.at(-1) ?? '';
  const last = before.at(-1) ?? '';
  const isPastOptions = before.includes('--');
  const typed = readTyped(before);
  const row = typed.row === null ? null : rowOf(typed.row);
  const [name, value] = splitAtEquals(current);
  if (!isPastOptions && value !== null) {
    const found = await ofValue(name, row, typed);
    const choices = found.choices.map((one) => ({ ...one, word: `${name}=${one.word}` }));
    return startingWith({ ...found, choices }, current);
  }
  if (!isPastOptions && last.startsWith('--') && takesValue(last, row)) {
    return startingWith(await ofValue(last, row, typed), current);
  }
  if (!isPastOptions && current.startsWith('-')) return startingWith(ofOptions(row, typed, before), current);
  return startingWith(await ofOperands(typed), current);
}

const NOTHING: Choices = { choices: [], adds: '' };

const startingWith = ({ choices, adds }: Choices, start: string): Choices => ({
  choices: choices.filter(({ word }) => word.startsWith(start)),
  adds,
});

function splitAtEquals(word: string): [name: string, value: string | null] {
  const at = word.indexOf('=');
  return word.startsWith('--') && at > 0 ? [word.slice(0, at), word.slice(at + 1)] : [word, null];
}

const optionNamed = (word: string): OptionName | null => {
  const name = word.slice(2);
  return word.startsWith('--') && Object.hasOwn(OPTIONS, name) ? (name as OptionName) : null;
};

function takesValue(word: string, row: CommandRow | null): boolean {
  const option = optionNamed(word);
  return option !== null && (row === null ? optionOf(option).type === 'string' : valueNameOf(option, row) !== null);
}

async function ofValue(word: string, row: CommandRow | null, typed: Typed): Promise<Choices> {
  const option = optionNamed(word);
  if (option === null || !takesValue(word, row)) return NOTHING;
  const kind = option === 'format' ? row?.formats : optionOf(option).completes;
  return kind === undefined ? NOTHING : ofKind(kind, typed);
}

function ofOptions(row: CommandRow | null, { row: name, operands }: Typed, before: readonly string[]): Choices {
  const change = name === 'plan' ? CHANGE_VERBS.find((one) => one === (operands[0] ?? PLANNED_UNASKED)) : undefined;
  const more = change === undefined ? [] : rowOf(change).options;
  const all: readonly OptionName[] = [
    ...new Set([...(row?.options ?? ['version', 'explain']), ...more, 'help' as const]),
  ];
  const shown: CommandRow = row ?? rowOf('help');
  return {
    choices: all
      .filter((option) => !before.includes(`--${option}`))
      .map((option) => ({ word: `--${option}`, says: optionText(option, shown) })),
    adds: '',
  };
}

async function ofOperands(typed: Typed): Promise<Choices> {
  const { command, row: name, operands } = typed;
  if (name === null && command !== null) {
    const rows = verbsOf(command).map((word) => ({ word, says: rowOf(`${command} ${word}` as RowName).says }));
    return { choices: rows, adds: '' };
  }
  if (name === null) return { choices: COMMANDS.map((one) => ({ word: one, says: saysOf(one) })), adds: '' };
  if (name === 'plan' && operands.length > 0) {
    const change = CHANGE_VERBS.find((one) => one === operands[0]);
    return change === undefined
      ? NOTHING
      : ofOperands({ ...typed, isChange: true, row: change, operands: operands.slice(1) });
  }
  const { most, completes } = rowOf(name).operands;
  if (operands.length >= most) return NOTHING;
  const kind = completes[Math.min(operands.length, completes.length - 1)];
  if (kind === undefined) return NOTHING;
  const found = await ofKind(kind, typed);
  return { ...found, choices: found.choices.filter(({ word }) => !operands.includes(word)) };
}

/** Of a command with verbs what they are. */
function saysOf(command: (typeof COMMANDS)[number]): Text {
  const verbs = verbsOf(command);
  return verbs.length === 0 ? rowOf(command as RowName).says : verbs.join(', ');
}

async function ofKind(kind: Completion, typed: Typed): Promise<Choices> {
  if (typeof kind !== 'string') return { choices: kind.map((word) => ({ word, says: '' })), adds: '' };
  if (kind === 'files' || kind === 'folders') return { choices: [], adds: kind };
  if (kind === 'commands') return { choices: COMMANDS.map((word) => ({ word, says: saysOf(word) })), adds: '' };
  if (kind === 'changes') return { choices: CHANGE_VERBS.map((word) => ({ word, says: rowOf(word).says })), adds: '' };
  const { lookUp } = await import('./complete-names.ts');
  return { choices: await lookUp(kind, typed), adds: kind === 'images' ? 'files' : '' };
}

/** Reads what stands before the word; what cannot be understood yet is passed over. */
function readTyped(words: readonly string[]): Typed {
  const options = Object.fromEntries(Object.keys(OPTIONS).map((name) => [name, { type: typeOf(name, words) }]));
  const { values, positionals } = parseArgs({ args: [...words], options, allowPositionals: true, strict: false });
  const textOrNull = (value: unknown) => (typeof value === 'string' ? value : null);
  const [first, second] = positionals;
  const command = COMMANDS.find((one) => one === first);
  const version = Number(textOrNull(values['as-systemd']) ?? Number.NaN);
  const asSystemd = Number.isInteger(version) ? version : null;
  const isChange = command !== undefined && isChangeVerb(command);
  const about = { isChange, root: textOrNull(values['root']) ?? '/', asSystemd, class: textOrNull(values['class']) };
  if (command === undefined) return { command: null, row: null, operands: [], ...about };
  if (verbsOf(command).length === 0) {
    return { command, row: command as RowName, operands: positionals.slice(1), ...about };
  }
  const row = ROW_NAMES.find((one) => one === `${command} ${second ?? ''}`) ?? null;
  return { command, row, operands: positionals.slice(2), ...about };
}

const typeOf = (name: string, words: readonly string[]) =>
  name === 'version' && namesVersion(words.find((word) => !word.startsWith('-')))
    ? 'string'
    : optionOf(name as OptionName).type;
