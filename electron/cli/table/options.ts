/** Every option of the command line, once: what it takes, what it says of itself, and what completes it. */
import { MUTABLE_MODES } from '../../../shared/systemd/classes.ts';
import type { Completion } from './completion.ts';

interface OptionRow {
  readonly type: 'boolean' | 'string';
  /** What stands for its value in help, as `DIR`; of a string alone. */
  readonly value?: string;
  readonly short?: string;
  /** One sentence without a dot at its end, in lower case. */
  readonly says: string;
  readonly completes?: Completion;
}

export const OPTIONS = {
  class: {
    type: 'string',
    value: 'sysext|confext',
    says: 'one class only; a change is of sysext unless this is given',
    completes: ['sysext', 'confext'],
  },
  root: {
    type: 'string',
    value: 'DIR',
    says: 'judge and change the tree below DIR as if it were /',
    completes: 'folders',
  },
  'as-systemd': { type: 'string', value: 'N', says: "judge by the rules of systemd N instead of the host's version" },
  json: { type: 'boolean', says: 'answer in JSON; docs/json says how it looks' },
  now: { type: 'boolean', says: 'merge again as well, so that it takes effect at once' },
  services: {
    type: 'boolean',
    says: 'also start the services that come, where systemd does not, and stop those that go',
  },
  force: { type: 'boolean', says: 'also what does not fit' },
  mutable: {
    type: 'string',
    value: 'MODE',
    says: `where writes to what is merged go (systemd 256): ${MUTABLE_MODES.join(', ')}`,
    completes: MUTABLE_MODES,
  },
  'move-aside': { type: 'boolean', says: 'move an entry of /etc/extensions aside, where it cannot be masked' },
  name: { type: 'string', value: 'NAME', says: 'the name that it is to have' },
  'version-as': { type: 'string', value: 'VERSION', says: 'the version that it is kept under' },
  'until-reboot': { type: 'boolean', says: 'keep it below /run, gone with the next reboot' },
  keep: { type: 'string', value: 'N', says: 'how many older versions stay, 0 to 100' },
  purge: { type: 'boolean', says: 'delete the stored versions as well' },
  remote: { type: 'string', value: 'NAME', says: 'this remote only', completes: 'remotes' },
  output: { type: 'string', value: 'DIR', says: 'into this folder instead of the current one', completes: 'folders' },
  key: { type: 'string', value: 'FILE', says: 'the list must be signed with this OpenPGP key', completes: 'files' },
  'system-keyring': { type: 'boolean', says: "the list must be signed with a key of systemd's keyring" },
  unsigned: { type: 'boolean', says: 'the list needs no signature' },
  'accept-older': { type: 'boolean', says: 'take its lists also where they are older than those that were seen' },
  check: { type: 'boolean', says: 'only tell what is new' },
  automatic: { type: 'boolean', says: 'do what the settings say, once a day at most; for a timer' },
  'os-release': { type: 'string', value: 'FILE', says: 'the os-release of that OS', completes: 'files' },
  'os-version': { type: 'string', value: 'ID=VERSION_ID', says: 'the same where no more is known of it' },
  prepare: { type: 'boolean', says: 'download the builds for that OS and name them for it' },
  forget: { type: 'boolean', says: 'have none prepared any more' },
  'dry-run': { type: 'boolean', says: 'only show what --prepare or --forget would change' },
  sandbox: { type: 'boolean', says: 'manage a tree of samples instead of this machine' },
  'no-open': { type: 'boolean', says: 'print the address instead of opening a window' },
  port: { type: 'string', value: 'N', says: 'a TCP port on 127.0.0.1; 0 takes any free one' },
  socket: { type: 'string', value: 'PATH', says: 'this unix socket', completes: 'files' },
  help: { type: 'boolean', short: 'h', says: 'help on a command' },
  version: { type: 'boolean', says: 'which Veneer this is' },
} as const satisfies Readonly<Record<string, OptionRow>>;

export type OptionName = keyof typeof OPTIONS;

/** The option of a name, without what the compiler knows of it by itself. */
export const optionOf = (name: OptionName): OptionRow => OPTIONS[name];
