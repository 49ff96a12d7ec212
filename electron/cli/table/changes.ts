/** The commands that change extensions, each of which `plan` can predict. */
import { messageOf } from '../../../shared/messages/message.ts';
import { CHANGED, type CommandRow, NONE, namesOperand, ON_OFF, oneName } from './row.ts';

/** What goes with a merge. */
const MERGING = ['services', 'force', 'mutable'] as const;
/** What holds for one merge. */
const FOR_ONE = ['noexec', 'image-policy', 'no-reload'] as const;
/** What brings a change of files into effect. */
const THEN = ['now', ...MERGING] as const;

export const CHANGES = {
  enable: {
    operands: namesOperand('masked'),
    options: [...THEN, 'class', ...CHANGED],
    says: messageOf('commands.enable'),
    examples: [{ run: 'veneer enable docker --now', does: messageOf('commands.enable-example') }],
    answer: 'operation',
  },
  disable: {
    operands: namesOperand('enabled'),
    options: [...THEN, 'move-aside', 'class', ...CHANGED],
    says: messageOf('commands.disable'),
    more: messageOf('commands.disable-more'),
    examples: [{ run: 'veneer disable docker --now', does: messageOf('commands.disable-example') }],
    answer: 'operation',
  },
  merge: {
    operands: NONE,
    options: [...MERGING, ...FOR_ONE, 'class', ...CHANGED],
    says: messageOf('commands.merge'),
    more: messageOf('commands.merge-more'),
    examples: [{ run: 'veneer merge --services', does: messageOf('commands.merge-example') }],
    answer: 'operation',
  },
  unmerge: {
    operands: NONE,
    options: ['services', 'no-reload', 'class', ...CHANGED],
    says: messageOf('commands.unmerge'),
    examples: [{ run: 'veneer unmerge --class confext', does: messageOf('commands.unmerge-example') }],
    answer: 'operation',
  },
  refresh: {
    operands: NONE,
    options: [...MERGING, ...FOR_ONE, 'always-refresh', 'class', ...CHANGED],
    says: messageOf('commands.refresh'),
    more: messageOf('commands.merge-more'),
    examples: [{ run: 'veneer refresh --mutable ephemeral', does: messageOf('commands.refresh-example') }],
    answer: 'operation',
  },
  install: {
    operands: {
      usage: 'FILE|NAME[=VERSION]...',
      takes: messageOf('commands.takes-files-or-names'),
      least: 1,
      most: Number.POSITIVE_INFINITY,
      completes: ['files'],
    },
    options: ['name', 'version-as', 'until-reboot', 'keep', 'remote', ...THEN, 'class', ...CHANGED],
    says: messageOf('commands.install'),
    more: messageOf('commands.install-more'),
    examples: [
      { run: 'veneer install --now ./docker-24.0.9.raw', does: messageOf('commands.install-example') },
      { run: 'veneer install --now docker', does: messageOf('commands.install-example-2') },
    ],
    answer: 'operation',
  },
  remove: {
    operands: namesOperand('removable'),
    options: ['purge', ...THEN, 'class', ...CHANGED],
    says: messageOf('commands.remove'),
    more: messageOf('commands.remove-more'),
    examples: [{ run: 'veneer remove docker --purge --now', does: messageOf('commands.remove-example') }],
    answer: 'operation',
  },
  rename: {
    operands: {
      usage: 'NAME NEW-NAME',
      takes: messageOf('commands.takes-a-name-and-another-one'),
      least: 2,
      most: 2,
      completes: ['extensions'],
    },
    options: [...THEN, 'class', ...CHANGED],
    says: messageOf('commands.rename'),
    more: messageOf('commands.rename-more'),
    examples: [{ run: 'veneer rename docker-27.0 docker', does: messageOf('commands.rename-example') }],
    answer: 'operation',
  },
  rollback: {
    operands: {
      usage: 'NAME [VERSION]',
      takes: messageOf('commands.takes-a-name-and-at-most-one-version'),
      least: 1,
      most: 2,
      completes: ['stored', 'versions'],
    },
    options: [...THEN, 'class', ...CHANGED],
    says: messageOf('commands.rollback'),
    examples: [{ run: 'veneer rollback docker --now', does: messageOf('commands.rollback-example') }],
    answer: 'operation',
  },
  vacuum: {
    operands: namesOperand('stored'),
    options: ['keep', 'class', ...CHANGED],
    says: messageOf('commands.vacuum'),
    optionSays: { keep: messageOf('commands.vacuum-option-keep') },
    examples: [{ run: 'veneer vacuum docker --keep 0', does: messageOf('commands.vacuum-example') }],
    answer: 'operation',
  },
  pin: {
    operands: {
      usage: 'NAME [VERSION]',
      takes: messageOf('commands.takes-a-name-and-at-most-one-version'),
      least: 1,
      most: 2,
      completes: ['removable', 'versions'],
    },
    options: ['class', ...CHANGED],
    says: messageOf('commands.pin'),
    more: messageOf('commands.pin-more'),
    examples: [{ run: 'veneer pin docker', does: messageOf('commands.pin-example') }],
    answer: 'operation',
  },
  unpin: {
    operands: oneName('extensions'),
    options: ['class', ...CHANGED],
    says: messageOf('commands.unpin'),
    examples: [{ run: 'veneer unpin docker', does: messageOf('commands.unpin-example') }],
    answer: 'operation',
  },
  hold: {
    operands: oneName('extensions'),
    options: ['class', ...CHANGED],
    says: messageOf('commands.hold'),
    examples: [{ run: 'veneer hold docker', does: messageOf('commands.hold-example') }],
    answer: 'operation',
  },
  'at-boot': {
    operands: ON_OFF,
    options: ['class', ...CHANGED],
    says: messageOf('commands.at-boot'),
    examples: [{ run: 'veneer at-boot on', does: messageOf('commands.at-boot-example') }],
    answer: 'operation',
  },
  'boot-refresh': {
    operands: ON_OFF,
    options: CHANGED,
    says: messageOf('commands.boot-refresh'),
    more: messageOf('commands.boot-refresh-more'),
    examples: [{ run: 'veneer boot-refresh on', does: messageOf('commands.boot-refresh-example') }],
    answer: 'operation',
  },
  helper: {
    operands: ON_OFF,
    options: CHANGED,
    says: messageOf('commands.helper'),
    more: messageOf('commands.helper-more'),
    examples: [{ run: 'veneer helper on', does: messageOf('commands.helper-example') }],
    answer: 'operation',
  },
} as const satisfies Readonly<Record<string, CommandRow>>;
