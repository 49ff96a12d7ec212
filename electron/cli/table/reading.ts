/** The commands that only look at this host. */
import { messageOf } from '../../../shared/messages/message.ts';
import { type CommandRow, HOST, NONE } from './row.ts';

export const READING = {
  list: {
    operands: NONE,
    options: ['class', ...HOST],
    says: messageOf('commands.list'),
    examples: [
      { run: 'veneer list --as-systemd 262', does: messageOf('commands.list-example') },
      { run: 'veneer list --json', does: messageOf('commands.list-example-2') },
    ],
    answer: 'list',
  },
  status: {
    operands: NONE,
    options: ['class', ...HOST],
    says: messageOf('commands.status'),
    examples: [{ run: 'veneer status --root /mnt/image', does: messageOf('commands.status-example') }],
    answer: 'status',
  },
  inspect: {
    operands: {
      usage: 'NAME|FILE',
      takes: messageOf('commands.takes-one-name-or-file'),
      least: 1,
      most: 1,
      completes: ['images'],
    },
    options: ['class', 'name', ...HOST],
    says: messageOf('commands.inspect'),
    more: messageOf('commands.inspect-more'),
    optionSays: { name: messageOf('commands.inspect-option-name') },
    examples: [
      { run: 'veneer inspect docker', does: messageOf('commands.inspect-example') },
      { run: 'veneer inspect ./docker.raw', does: messageOf('commands.inspect-example-2') },
    ],
    answer: 'inspect',
  },
  ls: {
    operands: {
      usage: 'IMAGE [PATH]',
      takes: messageOf('commands.takes-an-image-and-at-most-one-path'),
      least: 1,
      most: 2,
      completes: ['images', []],
    },
    options: ['class', ...HOST],
    says: messageOf('commands.ls'),
    more: messageOf('commands.ls-more'),
    examples: [{ run: 'veneer ls ./docker.raw usr/bin', does: messageOf('commands.ls-example') }],
    answer: 'ls',
  },
  cat: {
    operands: {
      usage: 'IMAGE PATH',
      takes: messageOf('commands.takes-an-image-and-a-path'),
      least: 2,
      most: 2,
      completes: ['images', []],
    },
    options: ['class', ...HOST],
    says: messageOf('commands.cat'),
    more: messageOf('commands.cat-more'),
    examples: [
      {
        run: 'veneer cat docker usr/lib/extension-release.d/extension-release.docker',
        does: messageOf('commands.cat-example'),
      },
    ],
    answer: 'cat',
  },
  verify: {
    operands: {
      usage: 'IMAGE',
      takes: messageOf('commands.takes-one-image'),
      least: 1,
      most: 1,
      completes: ['images'],
    },
    options: ['class', ...HOST],
    says: messageOf('commands.verify'),
    more: messageOf('commands.verify-more'),
    examples: [{ run: 'veneer verify ./docker.raw', does: messageOf('commands.verify-example') }],
    answer: 'verify',
  },
  conflicts: {
    operands: NONE,
    options: ['class', ...HOST],
    says: messageOf('commands.conflicts'),
    more: messageOf('commands.conflicts-more'),
    examples: [{ run: 'veneer conflicts --class confext', does: messageOf('commands.conflicts-example') }],
    answer: 'conflicts',
  },
  which: {
    operands: {
      usage: 'PATH|NAME',
      takes: messageOf('commands.takes-one-path-or-name'),
      least: 1,
      most: 1,
      completes: [[]],
    },
    options: ['class', ...HOST],
    says: messageOf('commands.which'),
    more: messageOf('commands.which-more'),
    examples: [
      { run: 'veneer which /usr/bin/docker', does: messageOf('commands.which-example') },
      { run: 'veneer which docker.service', does: messageOf('commands.which-example-2') },
    ],
    answer: 'which',
  },
  unpack: {
    operands: {
      usage: 'FILE [TARGET]',
      takes: messageOf('commands.takes-a-file-and-at-most-one-target'),
      least: 1,
      most: 2,
      completes: ['files'],
    },
    options: ['json'],
    says: messageOf('commands.unpack'),
    examples: [{ run: 'veneer unpack docker.raw.xz', does: messageOf('commands.unpack-example') }],
    answer: 'made',
  },
  pack: {
    operands: {
      usage: 'FOLDER [TARGET]',
      takes: messageOf('commands.takes-a-folder-and-at-most-one-target'),
      least: 1,
      most: 2,
      completes: ['folders', 'files'],
    },
    options: ['class', 'name', ...HOST],
    says: messageOf('commands.pack'),
    more: messageOf('commands.pack-more'),
    examples: [{ run: 'veneer pack ./docker', does: messageOf('commands.pack-example') }],
    answer: 'made',
  },
  plan: {
    operands: {
      usage: '[COMMAND [OPERAND...]]',
      takes: messageOf('commands.takes-a-command-that-changes-something'),
      least: 0,
      most: Number.POSITIVE_INFINITY,
      completes: ['changes'],
    },
    options: ['class', ...HOST],
    says: messageOf('commands.plan'),
    more: messageOf('commands.plan-more'),
    examples: [{ run: 'veneer plan disable docker --now', does: messageOf('commands.plan-example') }],
    answer: 'plan',
  },
} as const satisfies Readonly<Record<string, CommandRow>>;
