/** A command line as it was meant. */
import { resolve } from 'node:path';

import { type OsIdentity, osIdentity } from '../../shared/images/for-os.ts';
import { PACKINGS, type Packing } from '../../shared/images/packing.ts';
import { messageOf } from '../../shared/messages/message.ts';
import { parseBoolean } from '../../shared/systemd/boolean.ts';
import {
  type ExtensionClass,
  isExtensionClass,
  MUTABLE_MODES,
  type MutableMode,
} from '../../shared/systemd/classes.ts';
import { areRight, isWithoutOptions, type MergeOptions } from '../../shared/systemd/merge-options.ts';
import type { Words } from './command-words.ts';
import type { Manner } from './manner.ts';
import { misuseError, takesOneOf } from './misuse.ts';
import type { CommandName } from './table/commands.ts';
import type { OptionName } from './table/options.ts';

/** systemd-sysext(8) came with it. */
const FIRST_WITH_EXTENSIONS = 248;
const MAX_IDLE_SECONDS = 7 * 24 * 60 * 60;

/** An OS: the one that is staged here, the os-release file or the tree of one, or what its os-release says. */
export type ForWhat = 'next' | { readonly path: string } | OsIdentity;

export interface Invocation {
  readonly command: CommandName;
  readonly operands: readonly string[];
  /** follow: the versions that are followed alone; build: the one that is built. */
  readonly named: string | null;
  /** provision: names, parted by commas. */
  readonly masks: string | null;
  /** publish: where the folder is served, and the key that signs its lists. */
  readonly url: string | null;
  readonly sign: string | null;
  /** build: in systemd's spelling, or `any`. */
  readonly architecture: string | null;
  readonly json: boolean;
  readonly manner: Manner;
  /** The directory that stands for `/`, absolute. */
  readonly root: string;
  /** Whether that was asked for. */
  readonly isRootNamed: boolean;
  /** list, status, inspect, why: a host of the fleet instead. */
  readonly host: string | null;
  readonly asSystemd: number | null;
  /** null: both where a command reads, sysext where it changes. */
  readonly class: ExtensionClass | null;
  /** list: every place, not one for each name. */
  readonly all: boolean;
  readonly force: boolean;
  /** After enable or disable, merge again. */
  readonly now: boolean;
  readonly moveAside: boolean;
  /** lint: mend what can be mended of a folder. */
  readonly fix: boolean;
  /** portable: the extension images, parted by commas, and how it is attached. */
  readonly extension: string | null;
  readonly profile: string | null;
  readonly runtime: boolean;
  readonly enable: boolean;
  /** Whether pkexec may ask for a password on the terminal. */
  readonly askPassword: boolean;
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
  /** merge, unmerge and refresh: what holds for this one; null where nothing is said. */
  readonly mergeOptions: MergeOptions | null;
  /** pack: gzip unless given. */
  readonly compression: Packing | null;
  /** search and download: only this remote; update: from this one, wherever the installed version came from. */
  readonly remote: string | null;
  /** download: the folder. */
  readonly output: string | null;
  /** remote: the file with the key that is pinned, or else systemd's keyring, or no signature. */
  readonly key: string | null;
  readonly systemKey: boolean;
  /** build: of `key`, by which it is signed. */
  readonly certificate: string | null;
  readonly unsigned: boolean;
  /** remote edit: takes a list that is older than one that was seen. */
  readonly acceptOlder: boolean;
  /** update: only tells what is new, or does what the settings say. */
  readonly check: boolean;
  readonly automatic: boolean;
  /** plan, prepare: the OS that it is about. */
  readonly for: ForWhat | null;
  /** prepare: the other way round; prepare, apply: only show what that would do. */
  readonly forget: boolean;
  readonly dryRun: boolean;
  /** apply: other hosts, parted by commas, and the inventory that has them; fleet add: the inventory. */
  readonly on: string | null;
  readonly inventory: string | null;
  /** help: of what this is the id, instead of a command. */
  readonly explain: string | null;
  /** doctor: what is not to be counted any more, and why; what is to be counted again. */
  readonly silence: string | null;
  readonly unsilence: string | null;
  readonly reason: string | null;
  /** fleet add: what the person's OpenSSH config names. */
  readonly sshConfig: boolean;
  /** fleet read: as root there. */
  readonly sudo: boolean;
  readonly sandbox: boolean;
  /** export, report: how it is written, as the row of the command has it; null unless it is said. */
  readonly format: string | null;
  readonly open: boolean;
  readonly port: number | null;
  readonly socket: string | null;
  /** serve and open: for how long nobody has to have used it, in seconds; Infinity never ends it, null is not said. */
  readonly idle: number | null;
}

export function invocationOf(command: CommandName, operands: readonly string[], given: Words['given']): Invocation {
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
    named: textOption('version'),
    architecture: textOption('arch'),
    masks: textOption('without'),
    url: textOption('url'),
    sign: textOption('sign'),
    json: given.has('json') && given.get('json') !== 'off',
    manner: {
      legend: !given.has('no-legend'),
      cut: !given.has('full'),
      pager: !given.has('no-pager'),
      quiet: given.has('quiet'),
      json: jsonMode(given.get('json')),
    },
    root: asRoot(textOption('root') ?? '/'),
    isRootNamed: given.has('root'),
    host: textOption('host'),
    asSystemd: numberOption('as-systemd', FIRST_WITH_EXTENSIONS, 9999),
    class: asClass(textOption('class')),
    all: given.has('all'),
    force: given.has('force'),
    now: given.has('now'),
    moveAside: given.has('move-aside'),
    fix: given.has('fix'),
    extension: textOption('extension'),
    profile: textOption('profile'),
    runtime: given.has('runtime'),
    enable: given.has('enable'),
    askPassword: !given.has('no-ask-password'),
    services: given.has('services'),
    name: textOption('name'),
    versionAs: textOption('version-as'),
    untilReboot: given.has('until-reboot'),
    purge: given.has('purge'),
    keep: numberOption('keep', 0, 100),
    mutable: asMutable(textOption('mutable')),
    mergeOptions: asMergeOptions({
      noexec: asBoolean(textOption('noexec'), '--noexec'),
      imagePolicy: textOption('image-policy'),
      noReload: given.has('no-reload'),
      alwaysRefresh: asBoolean(textOption('always-refresh'), '--always-refresh'),
    }),
    compression: asCompression(textOption('compression')),
    remote: textOption('remote'),
    output: textOption('output'),
    key: textOption('key'),
    certificate: textOption('certificate'),
    systemKey: given.has('system-keyring'),
    unsigned: given.has('unsigned'),
    acceptOlder: given.has('accept-older'),
    check: given.has('check'),
    automatic: given.has('automatic'),
    for: asForWhat(textOption('for')),
    forget: given.has('forget'),
    dryRun: given.has('dry-run'),
    on: textOption('on'),
    inventory: textOption('inventory'),
    explain: textOption('explain'),
    silence: textOption('silence'),
    unsilence: textOption('unsilence'),
    reason: textOption('reason'),
    sshConfig: given.has('ssh-config'),
    sudo: given.has('sudo'),
    sandbox: given.has('sandbox'),
    format: textOption('format'),
    open: !given.has('no-open'),
    port: numberOption('port', 0, 65_535),
    socket: textOption('socket'),
    idle: asIdle(textOption('idle')),
  };
}

const jsonMode = (mode: string | true | undefined): Manner['json'] =>
  mode === 'pretty' || mode === 'short' ? mode : null;

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

function asIdle(text: string | null): number | null {
  if (text === null) return null;
  if (text === 'never') return Number.POSITIVE_INFINITY;
  if (/^\d{1,6}$/.test(text) && Number(text) >= 1 && Number(text) <= MAX_IDLE_SECONDS) return Number(text);
  throw misuseError(messageOf('cli.idle-takes', { most: String(MAX_IDLE_SECONDS) }));
}

function asCompression(text: string | null): Packing | null {
  if (text === null) return null;
  const packing = PACKINGS.find((one) => one === text);
  if (packing === undefined) throw misuseError(takesOneOf('--compression', PACKINGS));
  return packing;
}

function asMutable(text: string | null): MutableMode | null {
  if (text === null) return null;
  const mode = MUTABLE_MODES.find((one) => one === text);
  if (mode === undefined) throw misuseError(takesOneOf('--mutable', MUTABLE_MODES));
  return mode;
}

/** As systemd-sysext(8) reads it. */
function asBoolean(text: string | null, option: string): boolean | null {
  if (text === null) return null;
  const isOn = parseBoolean(text);
  if (isOn === null) throw misuseError(takesOneOf(option, ['yes', 'no']));
  return isOn;
}

function asMergeOptions(options: MergeOptions): MergeOptions | null {
  if (!areRight(options)) throw misuseError(messageOf('cli.image-policy-takes'));
  return isWithoutOptions(options) ? null : options;
}

/** A path has a slash, as in a shell: an OS may be called as any file is. */
function asForWhat(text: string | null): ForWhat | null {
  if (text === null || text === 'next') return text;
  if (text.includes('/')) return { path: resolve(text) };
  const at = text.indexOf('=');
  const [id, version] = at < 0 ? [text, ''] : [text.slice(0, at), text.slice(at + 1)];
  const os = osIdentity(
    new Map([
      ['ID', id],
      ['VERSION_ID', version],
    ]),
  );
  if (os === null) throw misuseError(messageOf('cli.for-takes'));
  return os;
}

function asClass(text: string | null): ExtensionClass | null {
  if (text === null || isExtensionClass(text)) return text;
  throw misuseError(messageOf('cli.class-takes'));
}
