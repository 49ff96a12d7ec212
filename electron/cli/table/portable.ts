/** The commands on portable services. */
import { messageOf } from '../../../shared/messages/message.ts';
import { anyNames, type CommandRow, HOST, TABLE } from './row.ts';

export const PORTABLE = {
  'portable list': {
    operands: anyNames('portables'),
    options: [...TABLE, ...HOST],
    says: messageOf('commands.portable-list'),
    more: messageOf('commands.portable-list-more'),
    examples: [{ run: 'veneer portable list', does: messageOf('commands.portable-list-example') }],
    answer: 'portables',
  },
} as const satisfies Readonly<Record<string, CommandRow>>;
