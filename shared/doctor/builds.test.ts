import { expect, test } from 'vitest';
import { foreignText, messageOf } from '../messages/message.ts';
import type { Diagnosis } from '../model/diagnosis.ts';
import { buildsFor } from './builds.ts';

const UNFIT: Diagnosis = {
  ...{ id: 'does-not-fit', severity: 'warning', reason: foreignText(''), nextStep: null, fix: null, source: 'a test' },
  subject: { kind: 'entry', class: 'sysext', path: '/var/lib/extensions/tool.raw' },
  message: messageOf('diagnosis.is-left-out-of-every-merge', { name: 'tool' }),
};
const entry = (remote: string, other: object = {}) => ({
  ...{ class: 'sysext' as const, name: 'tool', remote, fits: null, isMissing: false },
  ...other,
});

test('of what does not fit, remotes have a build that may fit', () => {
  const catalog = [
    entry('a', { fits: true }),
    entry('b'),
    entry('c', { fits: false }),
    entry('d', { isMissing: true }),
    entry('e', { class: 'confext' }),
    entry('f', { name: 'tools' }),
  ];
  expect(buildsFor(UNFIT, catalog)).toEqual(['a', 'b']);
  expect(buildsFor({ ...UNFIT, id: 'dangling' }, catalog)).toEqual([]);
});
