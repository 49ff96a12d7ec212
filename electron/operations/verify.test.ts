import { expect, test } from 'vitest';
import { foreignText } from '../../shared/messages/message.ts';
import type { Step } from '../../shared/model/plan.ts';
import { type Afterwards, verifyOutcome } from './verify.ts';

const refresh: Step = {
  verb: 'refresh',
  class: 'sysext',
  force: false,
  mutable: null,
  sentence: foreignText('Re-merge'),
};
const plan = (after: string[], uncertain: string[] = []) => ({
  steps: [refresh],
  outcomes: [{ class: 'sysext' as const, before: [], after, uncertain }],
});
const host = (names: string[], root = '/'): Afterwards => ({
  facts: { root },
  hierarchies: ['/usr', '/opt'].map((path) => ({
    path,
    class: 'sysext' as const,
    merged: names.length > 0 && path === '/usr',
    extensions: path === '/usr' ? names : [],
    since: null,
    writable: false,
    mutable: null,
  })),
  extensions: [
    { name: 'link', path: '/var/lib/extensions/link.raw', realPath: '/srv/link.raw', listed: true },
    { name: 'plain', path: '/var/lib/extensions/plain.raw', realPath: '/var/lib/extensions/plain.raw', listed: true },
  ],
});
const REPORT = /^Please report this/;

test('says nothing where all is as planned, and where nothing merged', () => {
  expect(verifyOutcome(host(['plain']), plan(['plain']), [])).toBe(null);
  expect(verifyOutcome(host(['plain']), plan([], ['plain']), [])).toBe(null);
  expect(verifyOutcome(host([]), { ...plan(['plain']), steps: [] }, [])).toBe(null);
});

test('is at odds with systemd only where it said nothing and all was certain', () => {
  const said = ["Using extensions 'x'.\nMerged extensions into '/usr'."];
  expect(verifyOutcome(host(['x']), plan(['plain', 'y']), said)).toMatchObject({
    code: 'systemd-failed',
    message:
      'systemd reported success, but plain, y are not merged although they should be, and x is merged although it should not be. Merged into /usr now: x.',
    nextStep: { text: expect.stringMatching(REPORT) as string },
    detail: said[0],
  });
});

test('repeats what systemd said where it said something', () => {
  // 252 below --root where /run is no mount; it ended with 0.
  const said = ['Failed to remount /run/ MS_SLAVE: Invalid argument'];
  const error = verifyOutcome(host([]), plan(['plain']), said);
  expect(error?.message).toBe(
    'systemd said “Failed to remount /run/ MS_SLAVE: Invalid argument”, but plain is not merged although it should be. Nothing is merged into /usr and /opt now.',
  );
  expect(error?.nextStep?.text).not.toMatch(REPORT);
});

test('knows what systemd does with a symlink below a root of its own', () => {
  expect(verifyOutcome(host([], '/srv/tree'), plan(['link']), [])?.nextStep?.text).toMatch(
    /does not follow symlinks.*link/,
  );
  expect(verifyOutcome(host([]), plan(['link']), [])?.nextStep?.text).toMatch(REPORT);
});

test('reports nothing where something could not be predicted', () => {
  expect(verifyOutcome(host([]), plan(['plain', 'maybe'], ['maybe']), [])?.nextStep?.text).toBe(
    'It could not be predicted what systemd makes of maybe: disable that and try again.',
  );
});
