/** The commands for many hosts, which are read over SSH. */
import { messageOf } from '../../../shared/messages/message.ts';
import { type CommandRow, type Operands, TABLE } from './row.ts';

/** What a command takes that is about no host of its own. */
const ANSWERED = ['json', 'quiet', 'no-pager'] as const;

const ANY_HOSTS: Operands = {
  usage: '[HOST...]',
  takes: messageOf('commands.takes-hosts'),
  least: 0,
  most: Number.POSITIVE_INFINITY,
  completes: ['fleet'],
};

export const FLEET = {
  'fleet list': {
    operands: ANY_HOSTS,
    options: [...TABLE, ...ANSWERED],
    says: messageOf('commands.fleet-list'),
    more: messageOf('commands.fleet-list-more'),
    examples: [{ run: 'veneer fleet list', does: messageOf('commands.fleet-list-example') }],
    answer: 'fleet',
  },
  'fleet add': {
    operands: { ...ANY_HOSTS, completes: [[]] },
    options: ['ssh-config', 'inventory', ...ANSWERED],
    says: messageOf('commands.fleet-add'),
    more: messageOf('commands.fleet-add-more'),
    optionSays: { inventory: messageOf('commands.fleet-add-option-inventory') },
    examples: [
      { run: 'veneer fleet add nas core@edge-01:2222', does: messageOf('commands.fleet-add-example') },
      { run: 'veneer fleet add --inventory hosts.yml', does: messageOf('commands.fleet-add-example-2') },
    ],
    answer: 'fleet',
  },
  'fleet remove': {
    operands: { ...ANY_HOSTS, usage: 'HOST...', takes: messageOf('commands.takes-at-least-one-host'), least: 1 },
    options: ANSWERED,
    says: messageOf('commands.fleet-remove'),
    examples: [{ run: 'veneer fleet remove nas', does: messageOf('commands.fleet-remove-example') }],
    answer: 'fleet',
  },
  'fleet read': {
    operands: ANY_HOSTS,
    options: ['sudo', ...TABLE, ...ANSWERED],
    says: messageOf('commands.fleet-read'),
    more: messageOf('commands.fleet-read-more'),
    examples: [
      { run: 'veneer fleet read', does: messageOf('commands.fleet-read-example') },
      { run: 'veneer fleet read nas --sudo', does: messageOf('commands.fleet-read-example-2') },
    ],
    answer: 'fleet',
  },
  'fleet differ': {
    operands: { ...ANY_HOSTS, usage: 'HOST', takes: messageOf('commands.takes-one-host'), least: 1, most: 1 },
    options: [...TABLE, ...ANSWERED],
    says: messageOf('commands.fleet-differ'),
    more: messageOf('commands.fleet-differ-more'),
    examples: [{ run: 'veneer fleet differ edge-01', does: messageOf('commands.fleet-differ-example') }],
    answer: 'fleet-differ',
  },
  'fleet plan': {
    operands: ANY_HOSTS,
    options: ['for', ...TABLE, ...ANSWERED],
    says: messageOf('commands.fleet-plan'),
    more: messageOf('commands.fleet-plan-more'),
    optionSays: { for: messageOf('commands.fleet-plan-option-for') },
    examples: [{ run: 'veneer fleet plan --for flatcar=4300.0.0', does: messageOf('commands.fleet-plan-example') }],
    answer: 'fleet-plan',
  },
} as const satisfies Readonly<Record<string, CommandRow>>;
