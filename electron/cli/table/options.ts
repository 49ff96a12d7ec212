/** Every option of the command line, once: what it takes, what it says of itself, and what completes it. */
import { PACKINGS } from '../../../shared/images/packing.ts';
import { type Message, messageOf } from '../../../shared/messages/message.ts';
import { CLASSES, MUTABLE_MODES } from '../../../shared/systemd/classes.ts';
import type { Completion } from './completion.ts';

interface OptionRow {
  readonly type: 'boolean' | 'string';
  /** What stands for its value in help, as `DIR`; of a string alone. */
  readonly value?: string;
  readonly short?: string;
  /** One sentence without a dot at its end, in lower case. */
  readonly says: Message;
  readonly completes?: Completion;
}

export const OPTIONS = {
  class: {
    type: 'string',
    value: CLASSES.join('|'),
    says: messageOf('commands.option-class'),
    completes: CLASSES,
  },
  root: {
    type: 'string',
    value: 'DIR',
    says: messageOf('commands.option-root'),
    completes: 'folders',
  },
  host: { type: 'string', value: 'HOST', short: 'H', says: messageOf('commands.option-host'), completes: 'fleet' },
  'as-systemd': { type: 'string', value: 'N', says: messageOf('commands.option-as-systemd') },
  all: { type: 'boolean', short: 'a', says: messageOf('commands.option-all') },
  full: { type: 'boolean', short: 'l', says: messageOf('commands.option-full') },
  'no-legend': { type: 'boolean', says: messageOf('commands.option-no-legend') },
  'no-pager': { type: 'boolean', says: messageOf('commands.option-no-pager') },
  quiet: { type: 'boolean', short: 'q', says: messageOf('commands.option-quiet') },
  yes: { type: 'boolean', short: 'y', says: messageOf('commands.option-yes') },
  'no-ask-password': { type: 'boolean', says: messageOf('commands.option-no-ask-password') },
  json: { type: 'boolean', says: messageOf('commands.option-json') },
  extension: {
    type: 'string',
    value: 'NAME[,NAME...]',
    says: messageOf('commands.option-extension'),
    completes: 'portables',
  },
  profile: {
    type: 'string',
    value: 'NAME',
    says: messageOf('commands.option-profile'),
    completes: ['default', 'nonetwork', 'strict', 'trusted'],
  },
  runtime: { type: 'boolean', says: messageOf('commands.option-runtime') },
  enable: { type: 'boolean', says: messageOf('commands.option-enable') },
  now: { type: 'boolean', says: messageOf('commands.option-now') },
  services: {
    type: 'boolean',
    says: messageOf('commands.option-services'),
  },
  force: { type: 'boolean', says: messageOf('commands.option-force') },
  mutable: {
    type: 'string',
    value: 'MODE',
    says: messageOf('commands.option-mutable', { modes: MUTABLE_MODES.join(', ') }),
    completes: MUTABLE_MODES,
  },
  noexec: { type: 'string', value: 'BOOL', says: messageOf('commands.option-noexec'), completes: ['yes', 'no'] },
  'image-policy': { type: 'string', value: 'POLICY', says: messageOf('commands.option-image-policy') },
  'no-reload': { type: 'boolean', says: messageOf('commands.option-no-reload') },
  'always-refresh': {
    type: 'string',
    value: 'BOOL',
    says: messageOf('commands.option-always-refresh'),
    completes: ['yes', 'no'],
  },
  compression: {
    type: 'string',
    value: 'FORM',
    says: messageOf('commands.option-compression'),
    completes: PACKINGS,
  },
  without: { type: 'string', value: 'NAME[,NAME...]', says: messageOf('commands.option-without') },
  url: { type: 'string', value: 'URL', says: messageOf('commands.option-url') },
  sign: { type: 'string', value: 'KEY', says: messageOf('commands.option-sign') },
  arch: {
    type: 'string',
    value: 'ARCH',
    says: messageOf('commands.option-arch'),
    completes: ['x86-64', 'arm64', 'any'],
  },
  fix: { type: 'boolean', says: messageOf('commands.option-fix') },
  'move-aside': { type: 'boolean', says: messageOf('commands.option-move-aside') },
  name: { type: 'string', value: 'NAME', says: messageOf('commands.option-name') },
  'version-as': { type: 'string', value: 'VERSION', says: messageOf('commands.option-version-as') },
  'until-reboot': { type: 'boolean', says: messageOf('commands.option-until-reboot') },
  keep: { type: 'string', value: 'N', says: messageOf('commands.option-keep') },
  purge: { type: 'boolean', says: messageOf('commands.option-purge') },
  remote: { type: 'string', value: 'NAME', says: messageOf('commands.option-remote'), completes: 'remotes' },
  output: { type: 'string', value: 'DIR', says: messageOf('commands.option-output'), completes: 'folders' },
  key: { type: 'string', value: 'FILE', says: messageOf('commands.option-key'), completes: 'files' },
  certificate: { type: 'string', value: 'FILE', says: messageOf('commands.option-certificate'), completes: 'files' },
  'system-keyring': { type: 'boolean', says: messageOf('commands.option-system-keyring') },
  unsigned: { type: 'boolean', says: messageOf('commands.option-unsigned') },
  'accept-older': { type: 'boolean', says: messageOf('commands.option-accept-older') },
  check: { type: 'boolean', says: messageOf('commands.option-check') },
  automatic: { type: 'boolean', says: messageOf('commands.option-automatic') },
  for: { type: 'string', value: 'WHAT', says: messageOf('commands.option-for'), completes: 'files' },
  forget: { type: 'boolean', says: messageOf('commands.option-forget') },
  'dry-run': { type: 'boolean', says: messageOf('commands.option-dry-run') },
  'ssh-config': { type: 'boolean', says: messageOf('commands.option-ssh-config') },
  inventory: { type: 'string', value: 'FILE', says: messageOf('commands.option-inventory'), completes: 'files' },
  sudo: { type: 'boolean', says: messageOf('commands.option-sudo') },
  on: { type: 'string', value: 'HOST[,HOST...]', says: messageOf('commands.option-on') },
  sandbox: { type: 'boolean', says: messageOf('commands.option-sandbox') },
  format: { type: 'string', value: 'FORMAT', says: messageOf('commands.option-format') },
  'no-open': { type: 'boolean', says: messageOf('commands.option-no-open') },
  port: { type: 'string', value: 'N', says: messageOf('commands.option-port') },
  socket: { type: 'string', value: 'PATH', says: messageOf('commands.option-socket'), completes: 'files' },
  idle: { type: 'string', value: 'SECONDS|never', says: messageOf('commands.option-idle'), completes: ['never'] },
  silence: { type: 'string', value: 'ID[=SUBJECT]', says: messageOf('commands.option-silence'), completes: 'findings' },
  unsilence: {
    type: 'string',
    value: 'ID[=SUBJECT]',
    says: messageOf('commands.option-unsilence'),
    completes: 'findings',
  },
  reason: { type: 'string', value: 'TEXT', says: messageOf('commands.option-reason') },
  explain: { type: 'string', value: 'ID', says: messageOf('commands.option-explain'), completes: 'findings' },
  help: { type: 'boolean', short: 'h', says: messageOf('commands.option-help') },
  version: { type: 'boolean', says: messageOf('commands.option-version') },
} as const satisfies Readonly<Record<string, OptionRow>>;

export type OptionName = keyof typeof OPTIONS;

/** The option of a name, without what the compiler knows of it by itself. */
export const optionOf = (name: OptionName): OptionRow => OPTIONS[name];
