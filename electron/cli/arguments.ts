/** Reads the command line into something checked. */

import { messageOf } from '../../shared/messages/message.ts';
import { nearestWord } from '../../shared/messages/nearest-word.ts';
import type { VeneerError } from '../../shared/model/errors.ts';
import { readWords, type Words } from './command-words.ts';
import { type Invocation, invocationOf } from './invocation.ts';
import { misuseError, takesOneOf } from './misuse.ts';
import {
  CHANGE_VERBS,
  type ChangeVerb,
  COMMANDS,
  type CommandName,
  namesVersion,
  PLANNED_UNASKED,
  ROW_NAMES,
  type RowName,
  rowOf,
  verbsOf,
} from './table/commands.ts';
import type { OptionName } from './table/options.ts';
import { ON_OFF } from './table/row.ts';

/** Whether the answer, and so what goes wrong too, is to be JSON, whatever else the command line says. */
export function wantsJson(args: readonly string[]): boolean {
  const end = args.indexOf('--');
  const modes = (end < 0 ? args : args.slice(0, end)).filter((word) => /^--json(?:=|$)/.test(word));
  return modes.length > 0 && modes.at(-1) !== '--json=off';
}

/** @throws {VeneerError} `invalid-input` with what is wrong */
export function parseCommandLine(args: readonly string[]): Invocation {
  const { positionals, given } = readWords(args);
  const [first, ...rest] = positionals;
  if (given.has('help')) return invocationOf('help', helpTopic(positionals), given);
  if (given.has('explain') && (first === undefined || first === 'help'))
    return invocationOf('help', [], checkedOptions('help', rest, given));
  if (given.has('version') && !namesVersion(first)) return invocationOf('version', [], given);
  if (first === undefined) return invocationOf('status', [], checkedOptions('status', [], given));
  const command = asCommand(first);
  const [row, operands] = rowFor(command, rest);
  return invocationOf(command, rest, checkedOptions(row, operands, given));
}

/** Of `veneer enable docker --help` the command alone. */
function helpTopic(positionals: readonly string[]): readonly string[] {
  const [first, second = ''] = positionals;
  if (first === undefined || first === 'help') return positionals.slice(1, 3);
  return verbsOf(asCommand(first)).includes(second) ? [first, second] : [first];
}

/** What does the work of `next-os`, which was a command up to 0.2. */
const UNTIL_0_2 = 'plan --for next';

function asCommand(text: string): CommandName {
  const command = COMMANDS.find((one) => one === text);
  if (command === undefined) {
    const meant = text === 'next-os' ? UNTIL_0_2 : nearestWord(text, COMMANDS);
    throw misuseError(messageOf('cli.there-is-no-command', { name: text }), meant);
  }
  return command;
}

/** They take paths, for which `-` often stands for stdin: images are read here and there in them, not from start to end. */
const TAKE_FILES: readonly RowName[] = ['install', 'inspect', 'ls', 'cat', 'verify', 'pack', 'unpack', 'build', 'lint'];

/** The row of the table that is meant, and the operands that are left for it. */
function rowFor(command: CommandName, rest: readonly string[]): [RowName, readonly string[]] {
  const verbs = verbsOf(command);
  if (verbs.length === 0) return [command as RowName, rest];
  const [verb = verbs[0] ?? '', ...operands] = rest;
  if (!verbs.includes(verb)) throw misuseError(takesOneOf(command, verbs), nearestWord(verb, verbs));
  return [`${command} ${verb}` as RowName, operands];
}

const takesOperands = (name: RowName) =>
  misuseError(messageOf('cli.takes', { what: name, operands: rowOf(name).operands.takes }), null, name);

/** @returns what was given, all of which the command takes */
function checkedOptions(name: RowName, operands: readonly string[], given: Words['given']): Words['given'] {
  const row = rowOf(name);
  const { least, most } = row.operands;
  if (operands.length < least || operands.length > most) throw takesOperands(name);
  if (operands.includes('')) throw misuseError(messageOf('cli.word-is-empty'), null, name);
  if (TAKE_FILES.includes(name) && operands.includes('-'))
    throw misuseError(messageOf('cli.stdin-is-not-read'), null, name);
  const change = name === 'plan' && !given.has('for') ? asChange(operands) : null;
  const taken = [...row.options, ...(change === null ? [] : rowOf(change).options)];
  for (const option of given.keys()) {
    if (!taken.includes(option)) throw notTaken(change === null ? name : `plan ${change}`, change ?? name, option);
  }
  for (const some of row.exclusive ?? []) {
    const [one, other] = some.filter((option) => given.has(option));
    if (one !== undefined && other !== undefined)
      throw misuseError(messageOf('cli.takes-one-or-other', { name, one, other }), null, name);
  }
  const format = given.get('format');
  if (typeof format === 'string' && row.formats?.includes(format) !== true)
    throw misuseError(takesOneOf('--format', row.formats ?? []), null, name);
  if (change !== null) checkedOptions(change, operands.slice(1), new Map());
  if (row.operands === ON_OFF && !/^(?:on|off)$/.test(operands[0] ?? '')) throw takesOperands(name);
  checkTogether(name, operands, given);
  return given;
}

function asChange([verb = PLANNED_UNASKED]: readonly string[]): ChangeVerb {
  const found = CHANGE_VERBS.find((one) => one === verb);
  if (found === undefined)
    throw misuseError(messageOf('cli.plan-knows-no-command', { name: verb }), nearestWord(verb, CHANGE_VERBS), 'plan');
  return found;
}

/** Of more commands than this a person learns nothing from their names. */
const MOST_NAMED = 5;

function notTaken(what: string, row: RowName, option: OptionName): VeneerError {
  const takers = ROW_NAMES.filter((one) => rowOf(one).options.includes(option));
  if (takers.length === 0) return misuseError(messageOf('cli.takes-no-option', { what, option }), null, row);
  const who =
    takers.length > MOST_NAMED ? messageOf('cli.other-commands', { count: takers.length }) : takers.join(', ');
  return misuseError(messageOf('cli.takes-no-option-it-is-for', { what, option, who }), null, row);
}

/** What stands with what, where the table does not say it. */
function checkTogether(name: RowName, operands: readonly string[], given: Words['given']): void {
  if (name === 'update' && given.has('remote') && operands.length === 0) {
    throw misuseError(messageOf('cli.update-takes-name-beside-remote'), null, name);
  }
  if (name === 'apply' && given.has('inventory') && !given.has('on'))
    throw misuseError(messageOf('cli.inventory-goes-with-on'), null, name);
  if (name === 'apply' && /^,*$/.test(String(given.get('on') ?? '-')))
    throw misuseError(messageOf('cli.on-takes-hosts'), null, name);
  if (name === 'plan' && given.has('for') && operands.length > 0)
    throw misuseError(messageOf('cli.plan-for-takes-no-command'), null, name);
  if (name === 'plan' && given.has('remote') && !given.has('for'))
    throw misuseError(messageOf('cli.remote-goes-with-for'), null, name);
  if (name === 'features' && (operands.length === 1 || (operands.length === 2 && !isSwitch(operands[1])))) {
    throw takesOperands(name);
  }
}

const isSwitch = (word: string | undefined) => /^(?:on|off|default)$/.test(word ?? '');
