/** The manual page veneer(1), from the table of commands; man(7) is the language. */
import { englishOf, type Message, type Text } from '../../../shared/messages/message.ts';
import { EXIT_STATUS, optionHead } from '../help.ts';
import { GROUPS, optionText, ROW_NAMES, type RowName, rowOf } from './commands.ts';
import { exitCodesOf } from './endings.ts';
import { OF_SYSTEMD } from './of-systemd.ts';
import { OPTIONS, type OptionName, optionOf } from './options.ts';
import type { CommandRow } from './row.ts';
import { BUGS, ENVIRONMENT, FILES, SEE_ALSO } from './surroundings.ts';

/** @param date ISO */
export function manualPage({ version, date }: { readonly version: string; readonly date: string }): string {
  return `.TH VENEER 1 "${escapeRoff(date)}" "Veneer ${escapeRoff(version)}" "User Commands"
.SH NAME
veneer \\- see, understand and toggle systemd system extensions
.SH SYNOPSIS
.B veneer
.I COMMAND
.RI [ OPTION ...]
.SH DESCRIPTION
Veneer shows the system extensions (sysext, confext) of a machine, says which ones
.BR systemd\\-sysext (8)
would merge and why not, and switches them on and off. Reading needs no privilege; what changes the system asks through
polkit, or is done at once where root runs it. Without a command it says what
.B status
says.
.SH COMMANDS
${GROUPS.map(({ title, rows }) => `.SS ${escapeRoff(title)}\n${rows.map(commandText).join('')}`).join('')}.SH OPTIONS
${(Object.keys(OPTIONS) as OptionName[]).map(optionTextOf).join('')}.SS Of systemd, and not taken
${OF_SYSTEMD.map(notTakenText).join('')}.SH JSON
With
.B \\-\\-json
every answer is an object, or an object a line, with
.B \\(dqschema\\(dq: 1.
Fields may be added under that number; none is taken away or changes its meaning. What goes wrong is told as
.B {\\(dqschema\\(dq: 1, \\(dqerror\\(dq: {\\(dqcode\\(dq, \\(dqmessage\\(dq, \\(dqnextStep\\(dq, \\(dqdetail\\(dq}}
on standard output, with the same exit status. The JSON Schema of all answers is
.I /usr/share/doc/veneer/veneer.schema.json .
.SH EXIT STATUS
${EXIT_STATUS.map(({ code, means }) => `.TP\n.B ${code}\n${escapeRoff(means)}\n`).join('')}.SH ENVIRONMENT
${ENVIRONMENT.map(listItem).join('')}.SH FILES
${FILES.map(listItem).join('')}.SH EXAMPLES
${ROW_NAMES.flatMap((name) => rowOf(name).examples)
  .map(({ run, does }) => `.TP\n.B ${escapeRoff(run)}\n${escapeRoff(does)}\n`)
  .join('')}.SH BUGS
${BUGS.map((text) => `.PP\n${escapeRoff(text)}\n`).join('')}.SH SEE ALSO
${SEE_ALSO.map((page) => `.BR ${escapeRoff(page).replace(/\((\d)\)$/, ' ($1)')}`).join(',\n')}
`;
}

/** Text of ours, in English, as roff takes it: every hyphen is one that can be copied, and no line is a request. */
export function escapeRoff(text: Text): string {
  return englishOf(text)
    .replaceAll('\\', '\\e')
    .replaceAll('-', '\\-')
    .replaceAll("'", '\\(aq')
    .replaceAll('’', '\\(cq')
    .replace(/^\./, '\\&.');
}

function asSentence(says: Message): string {
  const text = englishOf(says);
  return escapeRoff(`${text.slice(0, 1).toUpperCase()}${text.slice(1)}.`);
}

function commandText(name: RowName): string {
  const { operands, options, says, more } = rowOf(name);
  const taken = options.map((one) => `\\fB${escapeRoff(`--${one}`)}\\fP`).join(', ');
  return [
    '.TP',
    `\\fB${escapeRoff(name)}\\fP${operands.usage === '' ? '' : ` \\fI${escapeRoff(operands.usage)}\\fP`}`,
    asSentence(says),
    ...(more === undefined ? [] : [escapeRoff(more)]),
    ...(taken === '' ? [] : ['.br', `Options: ${taken}`]),
    '.br',
    `Exit status: ${exitCodesOf(name).join(', ')}`,
    '',
  ].join('\n');
}

/** What an option is to the commands that take it, each meaning once. */
function optionTextOf(option: OptionName): string {
  const rows = ROW_NAMES.map(rowOf);
  const own = ROW_NAMES.filter((name) => rowOf(name).optionSays?.[option] !== undefined);
  const general: CommandRow = { ...(rows[0] as CommandRow), options: [], optionSays: {} };
  const texts = own.map(
    (name) => `.br\n\\fB${escapeRoff(name)}\\fP: ${escapeRoff(optionText(option, rowOf(name)))}.\n`,
  );
  return `.TP\n.B ${escapeRoff(optionHead(option, general))}\n${asSentence(optionOf(option).says)}\n${texts.join('')}`;
}

function notTakenText({ name, short, value, why, instead }: (typeof OF_SYSTEMD)[number]): string {
  const head = `${short === undefined ? '' : `-${short}, `}--${name}${value === undefined ? '' : `=${value}`}`;
  return `.TP\n.B ${escapeRoff(head)}\n${escapeRoff(why)}\n${escapeRoff(instead)}\n`;
}

const listItem = ({ name, says }: { readonly name: string; readonly says: Message }) =>
  `.TP\n.I ${escapeRoff(name)}\n${escapeRoff(says)}\n`;
