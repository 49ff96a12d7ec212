/** The commands that start the window, and those about Veneer itself. */
import { messageOf } from '../../../shared/messages/message.ts';
import { type CommandRow, NONE } from './row.ts';

export const WINDOW = {
  open: {
    operands: {
      usage: '[FILE...]',
      takes: messageOf('commands.takes-files'),
      least: 0,
      most: Number.POSITIVE_INFINITY,
      completes: ['files'],
    },
    options: ['sandbox', 'no-open', 'port', 'socket', 'idle', 'root', 'as-systemd'],
    exclusive: [['port', 'socket']],
    says: messageOf('commands.open'),
    more: messageOf('commands.open-more'),
    examples: [
      { run: 'veneer open', does: messageOf('commands.open-example') },
      { run: 'veneer open --sandbox', does: messageOf('commands.open-example-2') },
    ],
    answer: null,
  },
  serve: {
    operands: NONE,
    options: ['sandbox', 'port', 'socket', 'idle', 'root', 'as-systemd'],
    exclusive: [['port', 'socket']],
    says: messageOf('commands.serve'),
    more: messageOf('commands.serve-more'),
    examples: [{ run: 'veneer serve --port 0', does: messageOf('commands.serve-example') }],
    answer: null,
  },
  help: {
    operands: {
      usage: '[COMMAND|exit-codes]',
      takes: messageOf('commands.takes-a-command-or-exit-codes'),
      least: 0,
      most: 2,
      completes: ['commands'],
    },
    options: ['explain', 'no-pager'],
    says: messageOf('commands.help'),
    examples: [
      { run: 'veneer help install', does: messageOf('commands.help-example') },
      { run: 'veneer --explain merge-fails', does: messageOf('commands.help-example-2') },
    ],
    answer: null,
  },
  version: {
    operands: NONE,
    options: ['json'],
    says: messageOf('commands.version'),
    examples: [{ run: 'veneer version', does: messageOf('commands.version-example') }],
    answer: 'version',
  },
} as const satisfies Readonly<Record<string, CommandRow>>;
