/** The commands that keep extensions current: new versions, where they come from, and the next OS. */
import { messageOf } from '../../../shared/messages/message.ts';
import { anyNames, CHANGED, type CommandRow, oneDeclared, oneName, TABLE } from './row.ts';

export const KEEPING = {
  update: {
    operands: anyNames('extensions'),
    options: ['check', 'automatic', 'remote', 'keep', 'force', 'class', ...TABLE, ...CHANGED],
    exclusive: [['check', 'automatic']],
    says: messageOf('commands.update'),
    more: messageOf('commands.update-more'),
    optionSays: {
      remote: messageOf('commands.update-option-remote'),
      automatic: messageOf('commands.update-option-automatic'),
    },
    examples: [
      { run: 'veneer update --check', does: messageOf('commands.update-example') },
      { run: 'veneer update docker --remote mine', does: messageOf('commands.update-example-2') },
    ],
    answer: 'update',
  },
  apply: {
    operands: oneDeclared,
    exclusive: [
      ['on', 'root'],
      ['on', 'services'],
      ['on', 'force'],
      ['on', 'move-aside'],
    ],
    options: ['dry-run', 'now', 'services', 'force', 'move-aside', 'on', 'inventory', ...TABLE, ...CHANGED],
    says: messageOf('commands.apply'),
    more: messageOf('commands.apply-more'),
    optionSays: { 'dry-run': messageOf('commands.apply-option-dry-run') },
    examples: [
      { run: 'veneer apply veneer.yaml --dry-run', does: messageOf('commands.apply-example') },
      { run: 'veneer apply veneer.yaml --now', does: messageOf('commands.apply-example-2') },
      { run: 'veneer apply veneer.yaml --on web-1,web-2 --dry-run', does: messageOf('commands.apply-example-3') },
    ],
    answer: 'apply',
  },
  follow: {
    operands: oneName([]),
    options: ['version', 'remote', 'keep', 'class', ...CHANGED],
    says: messageOf('commands.follow'),
    more: messageOf('commands.follow-more'),
    optionSays: { version: messageOf('commands.follow-option-version') },
    versionIs: 'PATTERN',
    examples: [{ run: "veneer follow kubernetes --version 'v1.32.*'", does: messageOf('commands.follow-example') }],
    answer: 'operation',
  },
  unfollow: {
    operands: oneName('extensions'),
    options: ['class', ...CHANGED],
    says: messageOf('commands.unfollow'),
    examples: [{ run: 'veneer unfollow kubernetes', does: messageOf('commands.unfollow-example') }],
    answer: 'operation',
  },
  features: {
    operands: {
      usage: '[NAME on|off|default]',
      takes: messageOf('commands.takes-nothing-or-a-name-and-on-off-or-default'),
      least: 0,
      most: 2,
      completes: ['features', ['on', 'off', 'default']],
    },
    options: [...TABLE, ...CHANGED],
    says: messageOf('commands.features'),
    more: messageOf('commands.features-more'),
    examples: [{ run: 'veneer features extras on', does: messageOf('commands.features-example') }],
    answer: 'features',
  },
  prepare: {
    operands: anyNames('extensions'),
    options: ['for', 'forget', 'dry-run', 'remote', 'class', ...CHANGED],
    says: messageOf('commands.prepare'),
    more: messageOf('commands.prepare-more'),
    optionSays: {
      'dry-run': messageOf('commands.prepare-option-dry-run'),
      remote: messageOf('commands.update-option-remote'),
    },
    examples: [
      { run: 'veneer prepare --dry-run', does: messageOf('commands.prepare-example') },
      { run: 'veneer prepare docker --for fedora=44', does: messageOf('commands.prepare-example-2') },
    ],
    answer: 'prepare',
  },
} as const satisfies Readonly<Record<string, CommandRow>>;
