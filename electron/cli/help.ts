/** What `veneer --help` and `veneer help COMMAND` say, from the table of commands. */
import { messageOf } from '../../shared/messages/message.ts';
import { ERROR_CODES, SOMETHING_NEW, VeneerError } from '../../shared/model/errors.ts';
import { VERSION } from '../api/version.ts';
import { nearest } from './nearest.ts';
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
import { wrap } from './wrap.ts';

const WIDTH = 80;
/** The topic that is no command. */
const EXIT_CODES = 'exit-codes';

/** @throws {VeneerError} `invalid-input` where there is no such topic */
export function helpText(operands: readonly string[]): string {
  const topic = operands.join(' ');
  if (topic === '') return overview();
  if (topic === EXIT_CODES) return exitCodes();
  const rows = ROW_NAMES.filter((name) => name === topic || name.startsWith(`${topic} `));
  const [only] = rows;
  if (only === undefined) {
    const meant = nearest(topic, [...COMMANDS, EXIT_CODES]);
    throw new VeneerError('invalid-input', messageOf('cli.there-is-no-help-on', { topic }), {
      nextStep:
        meant === null ? messageOf('cli.see', { command: 'veneer --help' }) : messageOf('cli.did-you-mean', { meant }),
    });
  }
  return rows.length === 1 ? onCommand(only) : onCommands(topic, rows);
}

function overview(): string {
  const groups = GROUPS.map(
    ({ title, note, rows }) => `${title}${note === null ? '' : ` (${note})`}:\n${rows.map(lineOf).join('')}`,
  );
  return `veneer ${VERSION}: see, understand and toggle systemd system extensions

Usage: veneer COMMAND [OPTION...]

${groups.join('\n')}
veneer help COMMAND tells its options and gives examples, veneer help ${EXIT_CODES}
how it may end; man veneer has it all. Without a command: status.
`;
}

const lineOf = (name: RowName) => `  ${name.padEnd(15)} ${rowOf(name).says}\n`;

function onCommands(topic: string, rows: readonly RowName[]): string {
  return `Usage: veneer ${topic} [VERB [OPERAND...]] [OPTION...]

Verbs:
${rows.map((name) => `  ${`${name} ${rowOf(name).operands.usage}`.padEnd(25)} ${rowOf(name).says}\n`).join('')}
veneer help ${topic} VERB tells its options and gives examples.
`;
}

function onCommand(name: RowName): string {
  const row = rowOf(name);
  const parts = [`Usage: ${usageOf(name)}`, wrap(asSentence(row.says), WIDTH)];
  if (row.more !== undefined) parts.push(wrap(row.more, WIDTH));
  const options: readonly OptionName[] = row.options.includes('version') ? row.options : [...row.options, 'help'];
  parts.push(`Options:\n${options.map((option) => optionLines(option, row)).join('\n')}`);
  parts.push(`Examples:\n${row.examples.map(({ run, does }) => `  ${run}\n      ${does}`).join('\n')}`);
  return `${parts.join('\n\n')}\n`;
}

const asSentence = (text: string) => `${text.slice(0, 1).toUpperCase()}${text.slice(1)}.`;

/** Where the words of an option begin. */
const COLUMN = 26;

function optionLines(option: OptionName, row: CommandRow): string {
  const head = `  ${optionHead(option, row)}`;
  const text = wrap(optionText(option, row), WIDTH - COLUMN).replaceAll('\n', `\n${' '.repeat(COLUMN)}`);
  return head.length < COLUMN - 1 ? `${head.padEnd(COLUMN)}${text}` : `${head}\n${' '.repeat(COLUMN)}${text}`;
}

/** `-h, --help`, `--root DIR` */
export function optionHead(option: OptionName, row: CommandRow): string {
  const { short } = optionOf(option);
  const value = valueNameOf(option, row);
  return `${short === undefined ? '' : `-${short}, `}--${option}${value === null ? '' : ` ${value}`}`;
}

/** Each way to end, in words for the first and the last; the others are named as in JSON. */
export const EXIT_STATUS: readonly { readonly code: number; readonly means: string }[] = [
  { code: 0, means: 'done; of update --check: nothing is new' },
  ...Object.entries(ERROR_CODES).map(([means, { exitCode }]) => ({ code: exitCode, means })),
  { code: SOMETHING_NEW, means: 'update --check: something is new, which update would have' },
];

const exitCodes = () =>
  `Exit codes, by the error that --json names:\n${EXIT_STATUS.map(({ code, means }) => `  ${String(code).padEnd(4)}${means}\n`).join('')}`;
