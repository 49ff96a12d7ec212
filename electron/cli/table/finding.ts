/** The commands that ask remotes. */
import { messageOf } from '../../../shared/messages/message.ts';
import { type CommandRow, HOST, NONE, oneName, TABLE } from './row.ts';

export const FINDING = {
  search: {
    operands: {
      usage: '[WORD...]',
      takes: messageOf('commands.takes-words'),
      least: 0,
      most: Number.POSITIVE_INFINITY,
      completes: [[]],
    },
    options: ['remote', 'class', ...TABLE, ...HOST],
    says: messageOf('commands.search'),
    more: messageOf('commands.search-more'),
    examples: [{ run: 'veneer search kube', does: messageOf('commands.search-example') }],
    answer: 'search',
  },
  'remote list': {
    operands: NONE,
    options: [...TABLE, ...HOST],
    says: messageOf('commands.remote-list'),
    more: messageOf('commands.remote-list-more'),
    examples: [{ run: 'veneer remote list', does: messageOf('commands.remote-list-example') }],
    answer: 'remotes',
  },
  'remote known': {
    operands: NONE,
    options: [...TABLE, ...HOST],
    says: messageOf('commands.remote-known'),
    more: messageOf('commands.remote-known-more'),
    examples: [{ run: 'veneer remote known', does: messageOf('commands.remote-known-example') }],
    answer: 'remotes',
  },
  'remote add': {
    operands: {
      usage: 'NAME URL',
      takes: messageOf('commands.takes-a-name-and-a-url'),
      least: 2,
      most: 2,
      completes: [[], 'folders'],
    },
    options: ['key', 'system-keyring', 'unsigned', ...HOST],
    exclusive: [['key', 'system-keyring', 'unsigned']],
    says: messageOf('commands.remote-add'),
    more: messageOf('commands.remote-add-more'),
    examples: [
      {
        run: 'veneer remote add mine https://example.org/images/ --key mine.asc',
        does: messageOf('commands.remote-add-example'),
      },
      { run: 'veneer remote add tools oci://ghcr.io/example/tools', does: messageOf('commands.remote-add-example-2') },
    ],
    answer: 'remote',
  },
  'remote edit': {
    operands: {
      usage: 'NAME [URL]',
      takes: messageOf('commands.takes-a-name-and-a-url-to-change-it'),
      least: 1,
      most: 2,
      completes: ['remotes', 'folders'],
    },
    options: ['key', 'system-keyring', 'unsigned', 'accept-older', ...HOST],
    exclusive: [['key', 'system-keyring', 'unsigned']],
    says: messageOf('commands.remote-edit'),
    examples: [{ run: 'veneer remote edit mine --system-keyring', does: messageOf('commands.remote-edit-example') }],
    answer: 'remote',
  },
  'remote enable': {
    operands: oneName('remotes'),
    options: HOST,
    says: messageOf('commands.remote-enable'),
    examples: [{ run: 'veneer remote enable flatcar', does: messageOf('commands.remote-enable-example') }],
    answer: 'remote',
  },
  'remote disable': {
    operands: oneName('remotes'),
    options: HOST,
    says: messageOf('commands.remote-disable'),
    examples: [{ run: 'veneer remote disable flatcar', does: messageOf('commands.remote-disable-example') }],
    answer: 'remote',
  },
  'remote remove': {
    operands: oneName('remotes'),
    options: HOST,
    says: messageOf('commands.remote-remove'),
    examples: [{ run: 'veneer remote remove mine', does: messageOf('commands.remote-remove-example') }],
    answer: 'remote',
  },
  download: {
    operands: {
      usage: 'NAME[=VERSION]...',
      takes: messageOf('commands.takes-at-least-one-name-or-name-version'),
      least: 1,
      most: Number.POSITIVE_INFINITY,
      completes: [[]],
    },
    options: ['remote', 'output', 'force', 'class', ...HOST],
    says: messageOf('commands.download'),
    more: messageOf('commands.download-more'),
    examples: [{ run: 'veneer download docker=24.0.9 --output /tmp', does: messageOf('commands.download-example') }],
    answer: 'download',
  },
} as const satisfies Readonly<Record<string, CommandRow>>;
