/** The commands on portable services. */
import { messageOf } from '../../../shared/messages/message.ts';
import { anyNames, CHANGED, type CommandRow, HOST, oneName, TABLE } from './row.ts';

export const PORTABLE = {
  'portable list': {
    operands: anyNames('portables'),
    options: [...TABLE, ...HOST],
    says: messageOf('commands.portable-list'),
    more: messageOf('commands.portable-list-more'),
    examples: [{ run: 'veneer portable list', does: messageOf('commands.portable-list-example') }],
    answer: 'portables',
  },
  'portable attach': {
    operands: oneName('portables'),
    options: ['extension', 'profile', 'runtime', 'now', 'enable', 'dry-run', ...CHANGED],
    says: messageOf('commands.portable-attach'),
    more: messageOf('commands.portable-attach-more'),
    optionSays: { now: messageOf('commands.portable-attach-option-now') },
    examples: [
      { run: 'veneer portable attach app --now --enable', does: messageOf('commands.portable-attach-example') },
      { run: 'veneer portable attach base --extension app', does: messageOf('commands.portable-attach-example-2') },
    ],
    answer: 'portable-change',
  },
  'portable detach': {
    operands: oneName('portables'),
    options: ['now', 'dry-run', ...CHANGED],
    says: messageOf('commands.portable-detach'),
    more: messageOf('commands.portable-detach-more'),
    optionSays: { now: messageOf('commands.portable-detach-option-now') },
    examples: [{ run: 'veneer portable detach app --now', does: messageOf('commands.portable-detach-example') }],
    answer: 'portable-change',
  },
  'portable reattach': {
    operands: oneName('portables'),
    options: ['extension', 'profile', 'now', 'enable', 'dry-run', ...CHANGED],
    says: messageOf('commands.portable-reattach'),
    more: messageOf('commands.portable-reattach-more'),
    optionSays: { now: messageOf('commands.portable-reattach-option-now') },
    examples: [{ run: 'veneer portable reattach app_2 --now', does: messageOf('commands.portable-reattach-example') }],
    answer: 'portable-change',
  },
} as const satisfies Readonly<Record<string, CommandRow>>;
