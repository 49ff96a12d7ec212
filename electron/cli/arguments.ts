/** Reads the command line into something checked. */
import { parseArgs } from 'node:util';
import { VeneerError } from '../../shared/errors.ts';
import { type OsIdentity, osIdentity } from '../../shared/for-os.ts';
import { type ExtensionClass, MUTABLE_MODES, type MutableMode } from '../../shared/systemd-rules.ts';

/** The commands that change something, which `plan` can foretell. */
export const CHANGE_VERBS = [
  'enable',
  'disable',
  'merge',
  'unmerge',
  'refresh',
  'install',
  'remove',
  'rollback',
  'vacuum',
  'pin',
  'unpin',
  'hold',
  'at-boot',
  'workaround',
  'helper',
] as const;
export type ChangeVerb = (typeof CHANGE_VERBS)[number];

export const COMMANDS = [
  'list',
  'status',
  'inspect',
  'plan',
  'ls',
  'cat',
  'verify',
  'conflicts',
  'unpack',
  'pack',
  'search',
  'remote',
  'download',
  'update',
  'follow',
  'unfollow',
  'features',
  'next-os',
  ...CHANGE_VERBS,
  'serve',
  'open',
  'help',
  'version',
] as const;
export type CommandName = (typeof COMMANDS)[number];

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

export const OPTIONS = {
  json: { type: 'boolean', default: false },
  root: { type: 'string', default: '/' },
  'as-systemd': { type: 'string' },
  class: { type: 'string' },
  force: { type: 'boolean', default: false },
  now: { type: 'boolean', default: false },
  'move-aside': { type: 'boolean', default: false },
  services: { type: 'boolean', default: false },
  name: { type: 'string' },
  'version-as': { type: 'string' },
  'until-reboot': { type: 'boolean', default: false },
  purge: { type: 'boolean', default: false },
  keep: { type: 'string' },
  mutable: { type: 'string' },
  remote: { type: 'string' },
  output: { type: 'string' },
  key: { type: 'string' },
  'system-keyring': { type: 'boolean', default: false },
  unsigned: { type: 'boolean', default: false },
  'accept-older': { type: 'boolean', default: false },
  check: { type: 'boolean', default: false },
  automatic: { type: 'boolean', default: false },
  'os-release': { type: 'string' },
  'os-version': { type: 'string' },
  prepare: { type: 'boolean', default: false },
  forget: { type: 'boolean', default: false },
  'dry-run': { type: 'boolean', default: false },
  sandbox: { type: 'boolean', default: false },
  'no-open': { type: 'boolean', default: false },
  port: { type: 'string' },
  socket: { type: 'string' },
  help: { type: 'boolean', short: 'h', default: false },
  version: { type: 'boolean', default: false },
} as const;

function misuse(what: string): VeneerError {
  return new VeneerError('invalid-input', what, { nextStep: 'See: veneer --help' });
}

/** `follow NAME --version 'v1.32.*'`; with every other command `--version` asks for Veneer's own. */
function takeStream(args: readonly string[]): { readonly stream: string | null; readonly rest: string[] } {
  const at = args.findIndex((one) => one === '--version' || one.startsWith('--version='));
  const isFollow = args.find((one) => !one.startsWith('-')) === 'follow';
  const option = args[at];
  if (!isFollow || option === undefined) return { stream: null, rest: [...args] };
  const isApart = option === '--version';
  const stream = isApart ? args[at + 1] : option.slice('--version='.length);
  return { stream: stream ?? '', rest: args.toSpliced(at, isApart ? 2 : 1) };
}

/** @throws {VeneerError} `invalid-input` with what is wrong */
export function parseCommandLine(args: readonly string[]): Invocation {
  const { stream, rest } = takeStream(args);
  let parsed: ReturnType<typeof parseArgs<{ options: typeof OPTIONS; allowPositionals: true; args: string[] }>>;
  try {
    parsed = parseArgs({ args: rest, options: OPTIONS, allowPositionals: true });
  } catch (error) {
    throw misuse((error as Error).message.split('.')[0] ?? 'The command line cannot be understood');
  }
  const { values, positionals } = parsed;
  const [first, ...operands] = positionals;
  const command = values.version ? 'version' : values.help || first === undefined ? 'help' : asCommand(first);
  checkOperands(command, operands);
  if (command === 'update' && values.remote !== undefined && operands.length === 0) {
    throw misuse('update takes at least one NAME beside --remote.');
  }
  if (values['os-release'] !== undefined && values['os-version'] !== undefined) {
    throw misuse('Name the next OS by --os-release or by --os-version, not by both.');
  }
  if (command === 'next-os' && operands.length > 0 && !values.prepare && !values.forget) {
    throw misuse('next-os takes a NAME beside --prepare and --forget only.');
  }
  return {
    command,
    operands,
    stream,
    json: values.json,
    root: asRoot(values.root),
    asSystemd: values['as-systemd'] === undefined ? null : asNumber(values['as-systemd'], '--as-systemd', 1, 9999),
    class: asClass(values.class),
    force: values.force,
    now: values.now,
    moveAside: values['move-aside'],
    services: values.services,
    name: values.name ?? null,
    versionAs: values['version-as'] ?? null,
    untilReboot: values['until-reboot'],
    purge: values.purge,
    keep: values.keep === undefined ? null : asNumber(values.keep, '--keep', 0, 100),
    mutable: asMutable(values.mutable),
    remote: values.remote ?? null,
    output: values.output ?? null,
    key: values.key ?? null,
    systemKey: values['system-keyring'],
    unsigned: values.unsigned,
    acceptOlder: values['accept-older'],
    check: values.check,
    automatic: values.automatic,
    osRelease: values['os-release'] ?? null,
    osVersion: asOs(values['os-version']),
    prepare: values.prepare,
    forget: values.forget,
    dryRun: values['dry-run'],
    sandbox: values.sandbox,
    open: !values['no-open'],
    port: values.port === undefined ? null : asNumber(values.port, '--port', 0, 65_535),
    socket: values.socket ?? null,
  };
}

function asCommand(text: string): CommandName {
  const command = COMMANDS.find((one) => one === text);
  if (command === undefined) throw misuse(`There is no command ${text}.`);
  return command;
}

function checkOperands(command: CommandName, operands: readonly string[]): void {
  switch (command) {
    case 'inspect':
      if (operands.length !== 1) throw misuse('inspect takes one NAME or FILE.');
      return;
    case 'enable':
    case 'disable':
    case 'remove':
    case 'vacuum':
      if (operands.length === 0) throw misuse(`${command} takes at least one NAME.`);
      return;
    case 'open':
    case 'search':
    case 'update':
    case 'next-os':
      return;
    case 'follow':
    case 'unfollow':
    case 'unpin':
    case 'hold':
      if (operands.length !== 1) throw misuse(`${command} takes one NAME.`);
      return;
    case 'features':
      if (operands.length !== 0 && (operands.length !== 2 || !/^(?:on|off|default)$/.test(operands[1] ?? '')))
        throw misuse('features takes nothing, or a NAME and on, off or default.');
      return;
    case 'pin':
      if (operands.length < 1 || operands.length > 2) throw misuse('pin takes a NAME and at most one VERSION.');
      return;
    case 'remote':
      checkRemote(operands);
      return;
    case 'download':
      if (operands.length === 0) throw misuse('download takes at least one NAME or NAME=VERSION.');
      return;
    case 'install':
      if (operands.length === 0) throw misuse('install takes at least one FILE.');
      return;
    case 'rollback':
      if (operands.length < 1 || operands.length > 2) throw misuse('rollback takes a NAME and at most one VERSION.');
      return;
    case 'at-boot':
    case 'workaround':
    case 'helper':
      if (operands.length !== 1 || (operands[0] !== 'on' && operands[0] !== 'off')) {
        throw misuse(`${command} takes on or off.`);
      }
      return;
    case 'ls':
      if (operands.length < 1 || operands.length > 2) throw misuse('ls takes an IMAGE and at most one PATH.');
      return;
    case 'cat':
      if (operands.length !== 2) throw misuse('cat takes an IMAGE and a PATH.');
      return;
    case 'unpack':
      if (operands.length < 1 || operands.length > 2) throw misuse('unpack takes a FILE and at most one TARGET.');
      return;
    case 'pack':
      if (operands.length < 1 || operands.length > 2) throw misuse('pack takes a FOLDER and at most one TARGET.');
      return;
    case 'verify':
      if (operands.length !== 1) throw misuse('verify takes one IMAGE.');
      return;
    case 'plan': {
      const [first = 'refresh', ...rest] = operands;
      const verb = CHANGE_VERBS.find((one) => one === first);
      if (verb === undefined) throw misuse(`plan knows no verb ${first}.`);
      checkOperands(verb, rest);
      return;
    }
    default:
      if (operands.length > 0) throw misuse(`${command} takes no operand.`);
  }
}

/** How many operands stand behind each verb of `remote`, at least and at most. */
const REMOTE_VERBS: Readonly<Record<string, readonly [least: number, most: number, what: string]>> = {
  list: [0, 0, ''],
  add: [2, 2, 'a NAME and a URL'],
  edit: [1, 2, 'a NAME, and a URL to change it'],
  enable: [1, 1, 'a NAME'],
  disable: [1, 1, 'a NAME'],
  remove: [1, 1, 'a NAME'],
};

function checkRemote([verb = 'list', ...rest]: readonly string[]): void {
  const expected = REMOTE_VERBS[verb];
  if (expected === undefined) throw misuse(`remote takes one of ${Object.keys(REMOTE_VERBS).join(', ')}.`);
  const [least, most, what] = expected;
  if (rest.length < least || rest.length > most) throw misuse(`remote ${verb} takes ${what || 'no operand'}.`);
}

function asRoot(text: string): string {
  if (text === '') throw misuse('--root takes a directory.');
  const path = text.startsWith('/') ? text : `${process.cwd()}/${text}`;
  return path.replace(/\/+$/, '') || '/';
}

function asNumber(text: string, option: string, least: number, most: number): number {
  const number = Number(text);
  if (!/^\d+$/.test(text) || number < least || number > most) {
    throw misuse(`${option} takes a number from ${least} to ${most}.`);
  }
  return number;
}

function asMutable(text: string | undefined): MutableMode | null {
  if (text === undefined) return null;
  const mode = MUTABLE_MODES.find((one) => one === text);
  if (mode === undefined) throw misuse(`--mutable takes one of ${MUTABLE_MODES.join(', ')}.`);
  return mode;
}

function asOs(text: string | undefined): OsIdentity | null {
  if (text === undefined) return null;
  const at = text.indexOf('=');
  const [id, version] = at < 0 ? [text, ''] : [text.slice(0, at), text.slice(at + 1)];
  const os = osIdentity(
    new Map([
      ['ID', id],
      ['VERSION_ID', version],
    ]),
  );
  if (os === null) throw misuse('--os-version takes ID=VERSION_ID, as they stand in an os-release.');
  return os;
}

function asClass(text: string | undefined): ExtensionClass | null {
  if (text === undefined || text === 'sysext' || text === 'confext') return text ?? null;
  throw misuse('--class takes sysext or confext.');
}
