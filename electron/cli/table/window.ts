/** The commands that start the window, and those about Veneer itself. */
import { type CommandRow, NONE } from './row.ts';

export const WINDOW = {
  open: {
    operands: { usage: '[FILE...]', takes: 'files', least: 0, most: Number.POSITIVE_INFINITY, completes: ['files'] },
    options: ['sandbox', 'no-open', 'port', 'socket', 'root', 'as-systemd'],
    exclusive: [['port', 'socket']],
    says: 'the window',
    more: 'Files are shown to be installed, in the window that is open already where there is one. For root no browser is started: the window is served on a unix socket, and how to reach it is printed.',
    examples: [
      { run: 'veneer open', does: 'what npm start runs' },
      { run: 'veneer open --sandbox', does: 'a tree of samples, to look around' },
    ],
    answer: null,
  },
  serve: {
    operands: NONE,
    options: ['sandbox', 'port', 'socket', 'root', 'as-systemd'],
    exclusive: [['port', 'socket']],
    says: 'the window for a browser, on a unix socket or a port',
    more: 'The socket is its user’s alone. A port, on 127.0.0.1, answers the user who started it, and root, alone. As a service of the user: systemctl --user enable --now veneer',
    examples: [{ run: 'veneer serve --port 0', does: 'prints the address' }],
    answer: null,
  },
  help: {
    operands: {
      usage: '[COMMAND|exit-codes]',
      takes: 'a command, or exit-codes',
      least: 0,
      most: 2,
      completes: ['commands'],
    },
    options: [],
    says: 'help on a command',
    examples: [{ run: 'veneer help install', does: 'its options, and examples' }],
    answer: null,
  },
  version: {
    operands: NONE,
    options: ['json'],
    says: 'which Veneer this is',
    examples: [{ run: 'veneer version', does: 'prints one line' }],
    answer: 'version',
  },
} as const satisfies Readonly<Record<string, CommandRow>>;
