/** What is said of a service, beside what `systemd-analyze verify` of this machine says of the same file. */
import { spawnSync } from 'node:child_process';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { OPEN, survey } from '../../../e2e/harness/merge-facts.ts';
import { makeScratch, type Scratch } from '../../../e2e/harness/scratch.ts';
import type { BaseEntry } from '../merge/facts.ts';
import { unitWillNotStart } from './unit-will-not-start.ts';

let scratch: Scratch;
beforeEach(() => {
  scratch = makeScratch('verify');
});
afterEach(() => scratch.remove());

const PATH = 'usr/lib/systemd/system/tool.service';
const FOLDER: BaseEntry = { kind: 'folder', rights: OPEN };

function saidOf(text: string, { mode = 0o755, base = 'absent' as BaseEntry['kind'] } = {}): string[] {
  const kinds: Readonly<Record<string, BaseEntry>> = { 'usr/bin': FOLDER };
  const found = unitWillNotStart.find({
    ...{ class: 'sysext', name: 'tool', release: {} },
    survey: survey({ 'usr/bin': 'folder', 'usr/bin/tool': 'file', [PATH]: 'file' }),
    units: new Map([[PATH, text]]),
    modeOf: () => mode,
    base: { at: (path) => kinds[path] ?? ({ kind: base } as BaseEntry), names: () => [] },
  });
  return found.map(({ message }) => message.text);
}

function isRefused(text: string): boolean {
  scratch.put('tool.service', text);
  const { stderr, status } = spawnSync('systemd-analyze', ['verify', '--man=no', `${scratch.path}/tool.service`], {
    encoding: 'utf8',
  });
  expect(status === null ? stderr : 'ran').toBe('ran');
  return /Refusing|bad-setting|bad unit file setting/i.test(stderr);
}

const START = 'ExecStart=/bin/true\n';
test.each([
  ['a command', `[Service]\n${START}`],
  ['a command that goes on', '[Unit]\nDescription=a \\\n# not this\n b\n[Service]\nExecStart=/bin/true \\\n  a\n'],
  ['none', '[Unit]\nDescription=x\n'],
  ['one that was taken away again', `[Service]\n${START}ExecStart=\n`],
  ['only what stops it', '[Service]\nExecStop=/bin/true\n'],
  ['only what stops it, and stays', '[Service]\nRemainAfterExit=yes\nExecStop=/bin/true\n'],
  ['several', `[Service]\n${START}${START}`],
  ['several of a oneshot', `[Service]\nType=oneshot\n${START}${START}`],
  ['one of D-Bus without a name', `[Service]\nType=dbus\n${START}`],
  ['one of D-Bus with a name', `[Service]\nType=dbus\nBusName=org.example.a\n${START}`],
])('%s: said where systemd refuses it', (_, text) => {
  expect(saidOf(text, { base: 'unknown' }).length > 0).toBe(isRefused(text));
});

// systemd-analyze verify: "Command /usr/bin/x is not executable: No such file or directory", and at the start 203/EXEC.
test('a program that is nowhere or that nobody may run', () => {
  const missing = ['This service will not start: there is no /usr/bin/other.'];
  expect(saidOf('[Service]\nExecStart=/usr/bin/other -x\n')).toEqual(missing);
  expect(saidOf('[Service]\nExecStart=!"/usr/bin/other" -x\n')).toEqual(missing);
  expect(saidOf('[Service]\nExecStart=/usr/bin/other -x\n', { base: 'unknown' })).toEqual([]);
  expect(saidOf('[Service]\nExecStart=-/usr/bin/other\n')).toEqual([]);
  expect(saidOf('[Service]\nExecStart=/usr/bin/tool\n')).toEqual([]);
  expect(saidOf('[Service]\nExecStart=/usr/bin/%p\nType=oneshot\n')).toEqual([]);
  expect(saidOf('[Service]\nExecStart=other\n')).toEqual([]);
  expect(saidOf('[Service]\nExecStart=/usr/bin/tool\n', { mode: 0o644 })).toEqual([
    'This service will not start: /usr/bin/tool may not be run by anybody.',
  ]);
});
