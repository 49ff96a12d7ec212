/** What `veneer --help` and `veneer help COMMAND` say, from the table of commands. */

import { type Message, messageOf, type Text } from '../../shared/messages/message.ts';
import { nearestWord } from '../../shared/messages/nearest-word.ts';
import { ERROR_CODES, FOUND_DANGERS, FOUND_WARNINGS, SOMETHING_NEW, VeneerError } from '../../shared/model/errors.ts';
import { VERSION } from '../api/version.ts';
import {
  COMMANDS,
  GROUPS,
  optionText,
  ROW_NAMES,
  type RowName,
  rowOf,
  usageOf,
  valueNameOf,
} from './table/commands.ts';
import { type OptionName, optionOf } from './table/options.ts';
import type { CommandRow } from './table/row.ts';
import { textOf } from './terminal.ts';
import { wrapLine } from './wrap.ts';

const WIDTH = 80;
/** The topic that is no command. */
const EXIT_CODES = 'exit-codes';

/** @throws {VeneerError} `invalid-input` where there is no such topic */
export function helpText(operands: readonly string[]): string {
  const topic = operands.join(' ');
  if (topic === '') return helpOverview();
  if (topic === EXIT_CODES) return exitCodes();
  const rows = ROW_NAMES.filter((name) => name === topic || name.startsWith(`${topic} `));
  const [only] = rows;
  if (only === undefined) {
    const meant = nearestWord(topic, [...COMMANDS, EXIT_CODES]);
    throw new VeneerError('invalid-input', messageOf('cli.there-is-no-help-on', { topic }), {
      nextStep:
        meant === null ? messageOf('cli.see', { command: 'veneer --help' }) : messageOf('cli.did-you-mean', { meant }),
    });
  }
  return rows.length === 1 ? onCommand(only) : onCommands(topic, rows);
}

function helpOverview(): string {
  const groups = GROUPS.map(({ title, note, rows }) => {
    const head = note === null ? textOf(title) : `${textOf(title)} (${textOf(note)})`;
    return `${head}:\n${rows.map((name) => entryLines(name, rowOf(name).says, OVERVIEW_COLUMN)).join('')}`;
  });
  const parts = [
    wrapLine(textOf(messageOf('commands.help-title', { version: VERSION })), WIDTH),
    usageText('veneer COMMAND [OPTION...]'),
    groups.join('\n'),
  ];
  const footer = messageOf('commands.help-footer', { topic: EXIT_CODES });
  return `${parts.join('\n\n')}\n${wrapLine(textOf(footer), WIDTH)}\n`;
}

const usageText = (usage: string) => textOf(messageOf('commands.help-usage', { usage }));

/** Where the words of a command begin: in the overview, and beside its operands. */
const OVERVIEW_COLUMN = 18;
const VERB_COLUMN = 28;

function entryLines(name: string, says: Message, column: number): string {
  const text = wrapLine(textOf(says), WIDTH - column).replaceAll('\n', `\n${' '.repeat(column)}`);
  return `  ${name.padEnd(column - 3)} ${text}\n`;
}

function onCommands(topic: string, rows: readonly RowName[]): string {
  const verbs = rows.map((name) => {
    const { operands, says } = rowOf(name);
    return entryLines(`${name} ${operands.usage}`, says, VERB_COLUMN);
  });
  return `${usageText(`veneer ${topic} [VERB [OPERAND...]] [OPTION...]`)}

${textOf(messageOf('commands.help-verbs'))}
${verbs.join('')}
${wrapLine(textOf(messageOf('commands.help-verbs-footer', { command: topic })), WIDTH)}
`;
}

function onCommand(name: RowName): string {
  const row = rowOf(name);
  const parts = [usageText(usageOf(name)), wrapLine(asSentence(row.says), WIDTH)];
  if (row.more !== undefined) parts.push(wrapLine(textOf(row.more), WIDTH));
  const options: readonly OptionName[] = row.options.includes('version') ? row.options : [...row.options, 'help'];
  const optionsHead = textOf(messageOf('commands.help-options'));
  parts.push(`${optionsHead}\n${options.map((option) => optionLines(option, row)).join('\n')}`);
  const examples = row.examples.map(({ run, does }) => `  ${run}\n      ${textOf(does)}`);
  parts.push(`${textOf(messageOf('commands.help-examples'))}\n${examples.join('\n')}`);
  return `${parts.join('\n\n')}\n`;
}

function asSentence(says: Message): string {
  const text = textOf(says);
  return `${text.slice(0, 1).toUpperCase()}${text.slice(1)}.`;
}

/** Where the words of an option begin. */
const COLUMN = 26;

function optionLines(option: OptionName, row: CommandRow): string {
  const head = `  ${optionHead(option, row)}`;
  const text = wrapLine(textOf(optionText(option, row)), WIDTH - COLUMN).replaceAll('\n', `\n${' '.repeat(COLUMN)}`);
  return head.length < COLUMN - 1 ? `${head.padEnd(COLUMN)}${text}` : `${head}\n${' '.repeat(COLUMN)}${text}`;
}

/** `-h, --help`, `--root DIR` */
export function optionHead(option: OptionName, row: CommandRow): string {
  const { short } = optionOf(option);
  const value = valueNameOf(option, row);
  return `${short === undefined ? '' : `-${short}, `}--${option}${value === null ? '' : ` ${value}`}`;
}

/** Each way to end, in words for the first and the last; the others are named as in JSON. */
export const EXIT_STATUS: readonly { readonly code: number; readonly means: Text }[] = [
  { code: 0, means: messageOf('commands.exit-done') },
  ...Object.entries(ERROR_CODES).map(([means, { exitCode }]) => ({ code: exitCode, means })),
  { code: SOMETHING_NEW, means: messageOf('commands.exit-something-new') },
  { code: FOUND_WARNINGS, means: messageOf('commands.exit-found-warnings') },
  { code: FOUND_DANGERS, means: messageOf('commands.exit-found-dangers') },
];

function exitCodes(): string {
  const lines = EXIT_STATUS.map(({ code, means }) => `  ${String(code).padEnd(4)}${textOf(means)}\n`);
  return `${textOf(messageOf('commands.help-exit-codes'))}\n${lines.join('')}`;
}
