/** Reads the command line into something checked. */

import { parseArgs } from 'node:util';
import { type OsIdentity, osIdentity } from '../../shared/images/for-os.ts';
import { foreignText, type Message, messageOf } from '../../shared/messages/message.ts';
import { VeneerError } from '../../shared/model/errors.ts';
import {
  type ExtensionClass,
  isExtensionClass,
  MUTABLE_MODES,
  type MutableMode,
} from '../../shared/systemd/classes.ts';
import { nearestWord } from './nearest.ts';
import {
  CHANGE_VERBS,
  type ChangeVerb,
  COMMANDS,
  type CommandName,
  PLANNED_UNASKED,
  ROW_NAMES,
  type RowName,
  rowOf,
  verbsOf,
} from './table/commands.ts';
import { OPTIONS, type OptionName, optionOf } from './table/options.ts';
import { ON_OFF } from './table/row.ts';

export interface Invocation {
  readonly command: CommandName;
  readonly operands: readonly string[];
  /** follow: the versions that are followed alone. */
  readonly stream: string | null;
  readonly json: boolean;
  /** The directory that stands for `/`, absolute. */
  readonly root: string;
  readonly asSystemd: number | null;
  /** null: both where a command reads, sysext where it changes. */
  readonly class: ExtensionClass | null;
  readonly force: boolean;
  /** After enable or disable, merge again. */
  readonly now: boolean;
  readonly moveAside: boolean;
  /** Also tell the service manager what systemd does not tell it. */
  readonly services: boolean;
  /** install: the name and version to keep it under, and for how long. */
  readonly name: string | null;
  readonly versionAs: string | null;
  readonly untilReboot: boolean;
  /** remove: its stored versions too. */
  readonly purge: boolean;
  /** install and vacuum: how many old versions stay. */
  readonly keep: number | null;
  /** merge and refresh: where writes go. */
  readonly mutable: MutableMode | null;
  /** search and download: only this remote; update: from this one, wherever the installed version came from. */
  readonly remote: string | null;
  /** download: the folder. */
  readonly output: string | null;
  /** remote: the file with the key that is pinned, or else systemd's keyring, or no signature. */
  readonly key: string | null;
  readonly systemKey: boolean;
  readonly unsigned: boolean;
  /** remote edit: takes a list that is older than one that was seen. */
  readonly acceptOlder: boolean;
  /** update: only tells what is new, or does what the settings say. */
  readonly check: boolean;
  readonly automatic: boolean;
  /** next-os: the os-release file of the OS, or its ID and VERSION_ID, instead of one that is found. */
  readonly osRelease: string | null;
  readonly osVersion: OsIdentity | null;
  /** next-os: download what fits that OS and name it, the other way round, or only show what that would do. */
  readonly prepare: boolean;
  readonly forget: boolean;
  readonly dryRun: boolean;
  readonly sandbox: boolean;
  readonly open: boolean;
  readonly port: number | null;
  readonly socket: string | null;
}

/** As node:util wants them. The version of `follow` is a stream; with every other command it asks for Veneer's own. */
const PARSED = Object.fromEntries(
  Object.keys(OPTIONS).map((name) => {
    const { type, short } = optionOf(name as OptionName);
    return [name, { type, ...(short === undefined ? {} : { short }) }];
  }),
);
const PARSED_STREAM = { ...PARSED, version: { type: 'string' } as const };

interface Words {
  readonly positionals: readonly string[];
  /** What was given, by name; of an option without a value `true`. */
  readonly given: ReadonlyMap<OptionName, string | true>;
}

/** @throws {VeneerError} `invalid-input` for an option that there is not, or that has no value or one too many */
function readWords(args: readonly string[]): Words {
  const options = args.includes('follow') && firstWord(args) === 'follow' ? PARSED_STREAM : PARSED;
  const given = new Map<OptionName, string | true>();
  try {
    const { positionals, tokens } = parseArgs({ args: [...args], options, allowPositionals: true, tokens: true });
    for (const token of tokens) {
      if (token.kind !== 'option') continue;
      const name = token.name as OptionName;
      if (token.value !== undefined && given.has(name))
        throw misuseError(messageOf('cli.option-given-more-than-once', { name }));
      given.set(name, token.value ?? true);
    }
    return { positionals, given };
  } catch (error) {
    if (error instanceof VeneerError) throw error;
    throw misuseError(...asMisuse(error as NodeJS.ErrnoException));
  }
}

/** The command, as far as it can be told before it is known which options have a value. */
function firstWord(args: readonly string[]): string | undefined {
  const { tokens } = parseArgs({
    args: [...args],
    options: PARSED,
    allowPositionals: true,
    strict: false,
    tokens: true,
  });
  return tokens.find((token) => token.kind === 'positional')?.value;
}

function asMisuse({ code, message }: NodeJS.ErrnoException): [what: Message, meant?: string | null] {
  const option = /'(-[^']*)'/.exec(message)?.[1];
  if (option === undefined) return [foreignText(message)];
  if (code !== 'ERR_PARSE_ARGS_UNKNOWN_OPTION') return [misreadValue(option, message)];
  const meant = nearestWord(option.replace(/^--?/, ''), Object.keys(OPTIONS));
  return [messageOf('cli.there-is-no-option', { option }), meant === null ? null : `--${meant}`];
}

/** Which of the three things is wrong, node:util tells by its words alone. */
function misreadValue(option: string, message: string): Message {
  if (message.includes('does not take')) return messageOf('cli.option-does-not-take-argument', { option });
  if (message.includes('ambiguous')) return messageOf('cli.option-argument-is-ambiguous', { option });
  return messageOf('cli.option-argument-missing', { option });
}

function misuseError(what: Message, meant: string | null = null, row: RowName | null = null): VeneerError {
  const command = row === null ? 'veneer --help' : `veneer help ${row}`;
  return new VeneerError('invalid-input', what, {
    nextStep:
      meant === null ? messageOf('cli.see', { command }) : messageOf('cli.did-you-mean-see', { meant, command }),
  });
}

/** Whether the answer, and so what goes wrong too, is to be JSON, whatever else the command line says. */
export function wantsJson(args: readonly string[]): boolean {
  const end = args.indexOf('--');
  return (end < 0 ? args : args.slice(0, end)).includes('--json');
}

/** @throws {VeneerError} `invalid-input` with what is wrong */
export function parseCommandLine(args: readonly string[]): Invocation {
  const { positionals, given } = readWords(args);
  const [first, ...rest] = positionals;
  const isFollow = first === 'follow';
  if (given.has('help')) return invocationOf('help', helpTopic(positionals), given);
  if (given.has('version') && !isFollow) return invocationOf('version', [], given);
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

function asCommand(text: string): CommandName {
  const command = COMMANDS.find((one) => one === text);
  if (command === undefined)
    throw misuseError(messageOf('cli.there-is-no-command', { name: text }), nearestWord(text, COMMANDS));
  return command;
}

/** The row of the table that is meant, and the operands that are left for it. */
function rowFor(command: CommandName, rest: readonly string[]): [RowName, readonly string[]] {
  const verbs = verbsOf(command);
  if (verbs.length === 0) return [command as RowName, rest];
  const [verb = verbs[0] ?? '', ...operands] = rest;
  if (!verbs.includes(verb)) throw misuseError(takesOneOf(command, verbs), nearestWord(verb, verbs));
  return [`${command} ${verb}` as RowName, operands];
}

const takesOneOf = (what: string, words: readonly string[]) =>
  messageOf('cli.takes-one-of', { what, words: words.join(', ') });

const takesOperands = (name: RowName) =>
  misuseError(messageOf('cli.takes', { what: name, operands: rowOf(name).operands.takes }), null, name);

/** @returns what was given, all of which the command takes */
function checkedOptions(name: RowName, operands: readonly string[], given: Words['given']): Words['given'] {
  const row = rowOf(name);
  const { least, most } = row.operands;
  if (operands.length < least || operands.length > most) throw takesOperands(name);
  const change = name === 'plan' ? asChange(operands) : null;
  const taken = [...row.options, ...(change === null ? [] : rowOf(change).options)];
  for (const option of given.keys()) {
    if (!taken.includes(option)) throw notTaken(change === null ? name : `plan ${change}`, change ?? name, option);
  }
  for (const some of row.exclusive ?? []) {
    const [one, other] = some.filter((option) => given.has(option));
    if (one !== undefined && other !== undefined)
      throw misuseError(messageOf('cli.takes-one-or-other', { name, one, other }), null, name);
  }
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
  if (name === 'next-os') {
    const changes = given.has('prepare') || given.has('forget');
    if (operands.length > 0 && !changes) {
      throw misuseError(messageOf('cli.next-os-takes-name-beside-prepare'), null, name);
    }
    if (given.has('dry-run') && !changes) throw misuseError(messageOf('cli.dry-run-goes-with-prepare'), null, name);
  }
  if (name === 'features' && (operands.length === 1 || (operands.length === 2 && !isSwitch(operands[1])))) {
    throw takesOperands(name);
  }
}

const isSwitch = (word: string | undefined) => /^(?:on|off|default)$/.test(word ?? '');

function invocationOf(command: CommandName, operands: readonly string[], given: Words['given']): Invocation {
  const textOption = (name: OptionName): string | null => {
    const value = given.get(name);
    return typeof value === 'string' ? value : null;
  };
  const numberOption = (name: OptionName, least: number, most: number): number | null => {
    const value = textOption(name);
    return value === null ? null : asNumber(value, `--${name}`, least, most);
  };
  return {
    command,
    operands,
    stream: command === 'follow' ? textOption('version') : null,
    json: given.has('json'),
    root: asRoot(textOption('root') ?? '/'),
    asSystemd: numberOption('as-systemd', 1, 9999),
    class: asClass(textOption('class')),
    force: given.has('force'),
    now: given.has('now'),
    moveAside: given.has('move-aside'),
    services: given.has('services'),
    name: textOption('name'),
    versionAs: textOption('version-as'),
    untilReboot: given.has('until-reboot'),
    purge: given.has('purge'),
    keep: numberOption('keep', 0, 100),
    mutable: asMutable(textOption('mutable')),
    remote: textOption('remote'),
    output: textOption('output'),
    key: textOption('key'),
    systemKey: given.has('system-keyring'),
    unsigned: given.has('unsigned'),
    acceptOlder: given.has('accept-older'),
    check: given.has('check'),
    automatic: given.has('automatic'),
    osRelease: textOption('os-release'),
    osVersion: asOs(textOption('os-version')),
    prepare: given.has('prepare'),
    forget: given.has('forget'),
    dryRun: given.has('dry-run'),
    sandbox: given.has('sandbox'),
    open: !given.has('no-open'),
    port: numberOption('port', 0, 65_535),
    socket: textOption('socket'),
  };
}

function asRoot(text: string): string {
  if (text === '') throw misuseError(messageOf('cli.root-takes-directory'));
  const path = text.startsWith('/') ? text : `${process.cwd()}/${text}`;
  return path.replace(/\/+$/, '') || '/';
}

function asNumber(text: string, option: string, least: number, most: number): number {
  const number = Number(text);
  if (!/^\d+$/.test(text) || number < least || number > most) {
    throw misuseError(messageOf('cli.option-takes-number', { option, least: String(least), most: String(most) }));
  }
  return number;
}

function asMutable(text: string | null): MutableMode | null {
  if (text === null) return null;
  const mode = MUTABLE_MODES.find((one) => one === text);
  if (mode === undefined) throw misuseError(takesOneOf('--mutable', MUTABLE_MODES));
  return mode;
}

function asOs(text: string | null): OsIdentity | null {
  if (text === null) return null;
  const at = text.indexOf('=');
  const [id, version] = at < 0 ? [text, ''] : [text.slice(0, at), text.slice(at + 1)];
  const os = osIdentity(
    new Map([
      ['ID', id],
      ['VERSION_ID', version],
    ]),
  );
  if (os === null) throw misuseError(messageOf('cli.os-version-takes'));
  return os;
}

function asClass(text: string | null): ExtensionClass | null {
  if (text === null || isExtensionClass(text)) return text;
  throw misuseError(messageOf('cli.class-takes'));
}
