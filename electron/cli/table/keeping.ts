/** The commands that keep extensions current: new versions, where they come from, and the next OS. */
import { anyNames, type CommandRow, HOST, oneName } from './row.ts';

const FROM = 'take it from this remote, though the installed version came from elsewhere';

export const KEEPING = {
  update: {
    operands: anyNames('extensions'),
    options: ['check', 'automatic', 'remote', 'keep', 'force', 'class', ...HOST],
    exclusive: [['check', 'automatic']],
    says: 'have what is newer',
    more: 'By systemd-sysupdate(8) where a transfer file and it are there, else downloaded here and installed into the same layout. An update comes only from the remote and the key that the installed version came from, unless --remote names another. It exits with 24 where some were updated and others, which are named, were not, or some server could not be asked; with 4 or 5 where a version came that does not fit or would make every merge fail, so that the one before stays; with 20 where no server could be reached. With --check it exits with 0 where nothing is new, and with 100 where something is that update would have.',
    optionSays: {
      remote: FROM,
      force: 'also what does not fit',
      automatic: 'do what the settings say, once a day at most; for veneer-update.timer of the user',
    },
    examples: [
      { run: 'veneer update --check', does: 'what is newer' },
      { run: 'veneer update docker --remote mine', does: 'from another remote from now on' },
    ],
    answer: 'update',
  },
  follow: {
    operands: oneName([]),
    options: ['version', 'remote', 'keep', 'class', ...HOST],
    says: 'write the transfer file that keeps it current',
    more: 'See sysupdate.d(5).',
    optionSays: { version: 'follow these versions alone' },
    examples: [{ run: "veneer follow kubernetes --version 'v1.32.*'", does: 'kept current within the stream' }],
    answer: 'operation',
  },
  unfollow: {
    operands: oneName('extensions'),
    options: ['class', ...HOST],
    says: 'take its transfer file away',
    examples: [{ run: 'veneer unfollow kubernetes', does: 'it stays as it is' }],
    answer: 'operation',
  },
  features: {
    operands: {
      usage: '[NAME on|off|default]',
      takes: 'nothing, or a NAME and on, off or default',
      least: 0,
      most: 2,
      completes: ['features', ['on', 'off', 'default']],
    },
    options: HOST,
    says: 'optional parts of what systemd-sysupdate keeps current',
    more: 'See sysupdate.features(5), which needs systemd 257. With a NAME one is switched.',
    examples: [{ run: 'veneer features extras on', does: 'the next update fetches it too' }],
    answer: 'features',
  },
  'next-os': {
    operands: anyNames('extensions'),
    options: ['os-release', 'os-version', 'prepare', 'forget', 'dry-run', 'remote', 'class', ...HOST],
    exclusive: [
      ['os-release', 'os-version'],
      ['prepare', 'forget'],
    ],
    says: 'what becomes of each extension once the next OS runs',
    more: 'The next OS is the one that is staged or newly deployed here (ostree, bootc), or that is named. It exits with 4 where an extension would not be merged any more. With --prepare the published builds that fit that OS are downloaded and named for it: each counts from the first boot of that OS on, and what counts now again once this OS runs.',
    optionSays: { remote: FROM },
    examples: [
      { run: 'veneer next-os --os-version fedora=44', does: 'of an OS that is nowhere yet' },
      { run: 'veneer next-os --prepare', does: 'has the builds that fit ready' },
    ],
    answer: 'next-os',
  },
} as const satisfies Readonly<Record<string, CommandRow>>;
