/** The commands that change extensions, each of which `plan` can foretell. */
import { type CommandRow, HOST, NONE, names, ON_OFF, oneName } from './row.ts';

/** What goes with a merge. */
const MERGING = ['services', 'force', 'mutable'] as const;
/** What brings a change of files into effect. */
const THEN = ['now', ...MERGING] as const;

export const CHANGES = {
  enable: {
    operands: names('masked'),
    options: [...THEN, 'class', ...HOST],
    says: 'unmask extensions',
    examples: [{ run: 'veneer enable docker --now', does: 'and merge it' }],
    answer: 'operation',
  },
  disable: {
    operands: names('enabled'),
    options: [...THEN, 'move-aside', 'class', ...HOST],
    says: 'mask extensions',
    more: 'An empty folder of the same name in /etc/extensions hides each from systemd.',
    examples: [{ run: 'veneer disable docker --now', does: 'and take it out of the system' }],
    answer: 'operation',
  },
  merge: {
    operands: NONE,
    options: [...MERGING, 'class', ...HOST],
    says: 'merge everything that is enabled and fits',
    examples: [{ run: 'veneer merge --services', does: 'with the services that come' }],
    answer: 'operation',
  },
  unmerge: {
    operands: NONE,
    options: ['services', 'class', ...HOST],
    says: 'take everything out that is merged',
    examples: [{ run: 'veneer unmerge --class confext', does: 'of /etc' }],
    answer: 'operation',
  },
  refresh: {
    operands: NONE,
    options: [...MERGING, 'class', ...HOST],
    says: 'unmerge and merge again, with what has changed',
    examples: [{ run: 'veneer refresh --mutable ephemeral', does: 'writes go until the next unmerge' }],
    answer: 'operation',
  },
  install: {
    operands: {
      usage: 'FILE...',
      takes: 'at least one FILE',
      least: 1,
      most: Number.POSITIVE_INFINITY,
      completes: ['files'],
    },
    options: ['name', 'version-as', 'until-reboot', 'keep', ...THEN, 'class', ...HOST],
    says: 'keep images by version and make them current',
    more: 'A folder is packed as an image first. Older versions all stay unless --keep is given.',
    examples: [{ run: 'veneer install --now ./docker-24.0.9.raw', does: 'and merge it' }],
    answer: 'operation',
  },
  remove: {
    operands: names('extensions'),
    options: ['purge', ...THEN, 'class', ...HOST],
    says: 'take extensions away',
    more: 'Their versions stay in the store unless --purge is given.',
    examples: [{ run: 'veneer remove docker --purge --now', does: 'with all its versions' }],
    answer: 'operation',
  },
  rollback: {
    operands: {
      usage: 'NAME [VERSION]',
      takes: 'a NAME and at most one VERSION',
      least: 1,
      most: 2,
      completes: ['stored', 'versions'],
    },
    options: [...THEN, 'class', ...HOST],
    says: 'make an older stored version current',
    examples: [{ run: 'veneer rollback docker --now', does: 'back to the version before' }],
    answer: 'operation',
  },
  vacuum: {
    operands: names('stored'),
    options: ['keep', 'class', ...HOST],
    says: 'delete old stored versions',
    optionSays: { keep: 'how many older versions stay, 0 to 100; 1 unless this is given' },
    examples: [{ run: 'veneer vacuum docker --keep 0', does: 'all but the current one' }],
    answer: 'operation',
  },
  pin: {
    operands: {
      usage: 'NAME [VERSION]',
      takes: 'a NAME and at most one VERSION',
      least: 1,
      most: 2,
      completes: ['extensions', 'versions'],
    },
    options: ['class', ...HOST],
    says: 'stay at a version, which is then never deleted',
    more: 'systemd-sysupdate(8) leaves it alone too. Without VERSION it is the one that is installed.',
    examples: [{ run: 'veneer pin docker', does: 'stays as it is' }],
    answer: 'operation',
  },
  unpin: {
    operands: oneName('extensions'),
    options: ['class', ...HOST],
    says: 'end a pin or a hold',
    examples: [{ run: 'veneer unpin docker', does: 'is updated again' }],
    answer: 'operation',
  },
  hold: {
    operands: oneName('extensions'),
    options: ['class', ...HOST],
    says: 'have no updates, without naming a version',
    examples: [{ run: 'veneer hold docker', does: 'until unpin' }],
    answer: 'operation',
  },
  'at-boot': {
    operands: ON_OFF,
    options: ['class', ...HOST],
    says: 'whether systemd merges at boot',
    examples: [{ run: 'veneer at-boot on', does: 'what is merged lasts over a reboot' }],
    answer: 'operation',
  },
  workaround: {
    operands: ON_OFF,
    options: HOST,
    says: 'a unit that starts services of extensions at boot',
    more: 'For systems whose systemd does not.',
    examples: [{ run: 'veneer workaround on', does: 'adds the unit and enables it' }],
    answer: 'operation',
  },
  helper: {
    operands: ON_OFF,
    options: HOST,
    says: 'install what polkit can allow verb by verb',
    more: 'Where no package brought it.',
    examples: [{ run: 'veneer helper on', does: 'puts helper and polkit actions where they last' }],
    answer: 'operation',
  },
} as const satisfies Readonly<Record<string, CommandRow>>;
