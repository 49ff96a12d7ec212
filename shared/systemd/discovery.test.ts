import fc from 'fast-check';
import { expect, test } from 'vitest';
import { MEASURED_VERSIONS, rulesFor } from './classes.ts';
import { discoverEntries } from './discovery.ts';
import { nameOfEntry } from './image-name.ts';
import type { DirectoryEntry, TargetKind } from './search-directory.ts';
import { pickVersion } from './vpick.ts';

const KINDS: TargetKind[] = ['file', 'directory', 'block', 'null', 'other', 'missing', 'unreadable'];
const entry = (fileName: string, target: TargetKind = 'file'): DirectoryEntry => ({ fileName, target, symlink: false });

const on = (architecture: string) => ({ rules: rulesFor(257), architecture });

test('lists at most one entry of a name, and only names that systemd takes', () => {
  const names = fc.stringMatching(/^[ab](\.sysext|\.confext)?(\.raw)?(\.v)?$/);
  const entries = fc.array(
    fc.record({ fileName: fc.oneof(names, fc.string()), target: fc.constantFrom(...KINDS), symlink: fc.boolean() }),
  );
  fc.assert(
    fc.property(fc.array(entries, { maxLength: 3 }), fc.constantFrom(...MEASURED_VERSIONS), (folders, version) => {
      const directories = folders.map((inside, at) => ({
        path: `/d${at}`,
        realPath: `/d${at}`,
        entries: inside,
        problem: null,
      }));
      const listed = discoverEntries(directories, {
        class: 'sysext',
        rules: rulesFor(version),
        architecture: 'x86-64',
      }).filter((one) => one.listed);
      expect(new Set(listed.map(({ name }) => name)).size).toBe(listed.length);
    }),
  );
});

test('reads suffixes as each version does', () => {
  expect(nameOfEntry('a.sysext.raw', 'sysext', rulesFor(252))).toBe('a.sysext');
  expect(nameOfEntry('a.sysext.raw', 'sysext', rulesFor(257))).toBe('a');
  expect(nameOfEntry('a.confext.raw', 'sysext', rulesFor(257))).toBe('a.confext');
  expect(nameOfEntry('a.raw.v', 'sysext', rulesFor(257))).toBe('a');
  expect(nameOfEntry('.raw', 'sysext', rulesFor(257))).toBe('.raw');
});

test('picks the newest version of the native architecture', () => {
  const files = ['n_1.9.raw', 'n_1.10.raw', 'n_1.10_x86-64.raw', 'n_2.0_arm64.raw', 'other_9.raw'].map((name) =>
    entry(name),
  );

  expect(pickVersion(files, 'n', '.raw', on('x86-64'))?.fileName).toBe('n_1.10_x86-64.raw');
  expect(pickVersion(files, 'n', '.raw', on('riscv64'))?.fileName).toBe('n_1.10.raw');
  expect(pickVersion([entry('n_3_arm64.raw')], 'n', '.raw', on('x86-64'))).toBeNull();
});

test('prefers an image that has tries left', () => {
  const files = [entry('n_3+0-3.raw'), entry('n_2+2.raw')];
  expect(pickVersion(files, 'n', '.raw', on('x86-64'))?.fileName).toBe('n_2+2.raw');
});
