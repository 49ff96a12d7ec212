import { expect, test } from 'vitest';
import { mergeStep } from './merge.ts';
import { questionsFor } from './questions.ts';
import { switchSteps, switchTo } from './switch.ts';

const mask = switchSteps('sysext', [switchTo(false, { class: 'sysext', name: 'a' })], false);
const merge = mergeStep('refresh', 'sysext', { force: false, mutable: null });
const forced = mergeStep('refresh', 'sysext', { force: true, mutable: null });

// assets/packaging's policy: what is kept grants what it implies (auth_admin_keep and annotate imply, polkit(8)).
test('a change and the merge after it are one question where the helper is installed', () => {
  expect(questionsFor([...mask, merge], { kind: 'pkexec', helper: 'installed' })).toBe(1);
  expect(questionsFor([...mask, forced], { kind: 'pkexec', helper: 'installed' })).toBe(2);
});

test('each call is one where the helper is carried along, and none for root or in the sandbox', () => {
  expect(questionsFor([...mask, merge], { kind: 'pkexec', helper: 'carried' })).toBe(2);
  for (const kind of ['direct', 'sandbox', 'none'] as const)
    expect(questionsFor([...mask, merge], { kind, helper: null })).toBe(0);
  expect(questionsFor([], { kind: 'pkexec', helper: 'carried' })).toBe(0);
});

test('systemd’s own interface asks once for each class, and not for what it cannot do', () => {
  const etc = mergeStep('refresh', 'confext', { force: false, mutable: null });
  expect(questionsFor([merge, etc], { kind: 'varlink', helper: null })).toBe(2);
  expect(questionsFor([...mask, merge], { kind: 'varlink', helper: 'installed' })).toBe(1);
});

test('what goes back by itself is merged by the helper, which alone can go back', () => {
  const etc = mergeStep('refresh', 'confext', { force: false, mutable: null });
  expect(questionsFor([merge, etc], { kind: 'varlink', helper: 'installed' }, true)).toBe(1);
});
