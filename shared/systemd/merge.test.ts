/**
 * The rule of a whole merge, entry by entry. The right answers were measured on the real systemd-sysext 252.39, 257.13 and
 * 262.1; whole trees, recorded and fresh, are compared in e2e/live.
 */

import { expect, test } from 'vitest';
import { foreignText } from '../messages/message.ts';
import type { MutableMode } from './classes.ts';
import { MEASURED_VERSIONS, rulesFor } from './classes.ts';
import type { HierarchyFacts, MergeEntry, ReleaseLookup, Sidecars, TreeFacts } from './entry-facts.ts';
import { parseImagePolicy } from './image-policy.ts';
import { predictMerge } from './merge.ts';
import type { MergeContext } from './merge-context.ts';

const NONE: ReleaseLookup = { kind: 'missing', others: [] };
const ANY: ReleaseLookup = { kind: 'found', path: 'release', fields: new Map([['ID', '_any']]) };
const OTHER: ReleaseLookup = { kind: 'found', path: 'release', fields: new Map([['ID', 'other']]) };
const MISSING: HierarchyFacts = { state: 'missing', place: null };
const filled = (path: string | null = null): HierarchyFacts => ({
  state: 'filled',
  place: path === null ? null : { device: '8:1', path },
});

interface Shape extends Partial<Pick<TreeFacts, 'osRelease' | 'osTree' | 'folderForFile'>> {
  readonly sysext?: ReleaseLookup;
  readonly confext?: ReleaseLookup;
  readonly usr?: HierarchyFacts;
  readonly opt?: HierarchyFacts;
}

function facts({ sysext = ANY, confext = NONE, usr = filled(), opt = MISSING, ...rest }: Shape): TreeFacts {
  return {
    kind: 'tree',
    osRelease: 'missing',
    osTree: rest.osRelease ?? 'missing',
    folderForFile: null,
    release: { sysext, confext },
    hierarchies: { '/usr': usr, '/opt': opt, '/etc': MISSING },
    ...rest,
  };
}

function entry(
  name: string,
  form: 'folder' | 'image',
  shape: Shape = {},
  sidecars: Sidecars | null = null,
): MergeEntry {
  const path = `/var/lib/extensions/${name}${form === 'image' ? '.raw' : ''}`;
  return { name, path, form, facts: facts(shape), partitions: null, verityIntact: null, sidecars };
}

function context(version: number, more: Partial<MergeContext> = {}): MergeContext {
  return {
    class: 'sysext',
    host: {
      fields: new Map([
        ['ID', 'debian'],
        ['VERSION_ID', '12'],
      ]),
      architecture: 'x86-64',
      rules: rulesFor(version),
      scope: 'system',
      problem: null,
    },
    force: false,
    policy: null,
    kernel: { verity: null },
    undiscovered: [],
    hierarchies: ['/usr', '/opt'].map((path) => ({
      path,
      state: 'filled',
      place: { device: '8:1', path },
      mode: 0o755,
      mutable: null,
    })),
    mutable: 'no',
    root: '/',
    ...more,
  };
}

/** M merged, L left out and the others merged, F the whole merge fails with exit status 1, F0 with 0. */
function outcome(version: number, one: MergeEntry, more: Partial<MergeContext> = {}): string {
  const { fails, exitStatus, layers } = predictMerge([entry('good', 'folder'), one], context(version, more));
  if (fails.length > 0) return exitStatus === 0 ? 'F0' : 'F';
  return layers.includes(one.name) ? 'M' : 'L';
}

const outcomes = (one: MergeEntry, more: Partial<MergeContext> = {}) =>
  MEASURED_VERSIONS.map((version) => outcome(version, one, more)).join(' ');

const misnamed: ReleaseLookup = { kind: 'missing', others: ['docker'] };

test.each<[string, MergeEntry, string]>([
  ['a folder without a release file', entry('x', 'folder', { sysext: NONE }), 'L L L'],
  ['an image without one', entry('x', 'image', { sysext: NONE }), 'F F F'],
  ['an image saved under another name', entry('docker-24.0.9-x86-64', 'image', { sysext: misnamed }), 'F F F'],
  ['a folder of another name', entry('docker-24.0.9-x86-64', 'folder', { sysext: misnamed }), 'L L L'],
  ['a folder for its release file', entry('x', 'image', { sysext: { kind: 'directory', path: 'r' } }), 'F F F'],
  ['the same in a folder', entry('x', 'folder', { sysext: { kind: 'directory', path: 'r' } }), 'L L L'],
  ['two that both count', entry('x', 'image', { sysext: { kind: 'ambiguous', others: ['a', 'b'] } }), 'F F F'],
  ['an empty release file', entry('x', 'image', { sysext: { ...ANY, fields: new Map() } }), 'L L L'],
  ['another OS', entry('x', 'image', { sysext: OTHER }), 'L L L'],
  ['os-release in a folder', entry('x', 'folder', { osRelease: 'found' }), 'F0 F F'],
  ['os-release in an image', entry('x', 'image', { osRelease: 'found' }), 'F0 L L'],
  ['etc/os-release and a release file', entry('x', 'image', { osTree: 'found' }), 'M M M'],
  ['etc/os-release alone', entry('x', 'image', { osTree: 'found', sysext: NONE }), 'L L L'],
  ['a confext image', entry('x', 'image', { sysext: NONE, confext: ANY }), 'F L L'],
  ['opt is a file', entry('x', 'folder', { opt: { state: 'not-a-directory', place: null } }), 'F0 F F'],
  ['a file on the way to os-release', entry('x', 'folder', { osRelease: 'not-a-directory' }), 'F0 F F'],
  ['a file on the way, in an image', entry('x', 'image', { osRelease: 'not-a-directory' }), 'F F F'],
  ['a folder inside /usr', entry('x', 'folder', { usr: filled('/usr/lib/extensions/x/usr') }), 'F0 F F'],
  ['a folder inside /opt without opt', entry('x', 'folder', { usr: filled('/opt/x/usr') }), 'M M M'],
  ['a colon in the name', entry('a:b', 'image'), 'F0 F F'],
  ['blanks and umlauts in the name', entry('ä b%$+', 'image'), 'M M M'],
])('%s', (_, one, expected) => expect(outcomes(one)).toBe(expected));

test('a file that is no image, and a link in a circle', () => {
  const garbage: MergeEntry = {
    ...entry('x', 'image'),
    facts: { kind: 'unmountable', code: 'not-an-image', errno: 'ENOPKG', reason: foreignText('It is text.') },
  };
  expect(outcomes(garbage)).toBe('F F F');
  const { fails } = predictMerge([garbage], context(257));
  expect(fails[0]?.prints).toBe('Failed to read metadata for image x: Package not installed');
  const loop = { undiscovered: [{ path: '/var/lib/extensions/loop', reason: 'loop' as const }] };
  expect(outcomes(entry('x', 'folder'), loop)).toBe('F F F');
});

test('--force passes over the version check and nothing else', () => {
  const force = { force: true };
  expect(outcomes(entry('x', 'image', { sysext: NONE }), force)).toBe('F F F');
  expect(outcomes(entry('x', 'image', { osRelease: 'found' }), force)).toBe('M M M');
  expect(outcomes(entry('x', 'folder', { sysext: NONE }), force)).toBe('M M M');
  expect(outcomes(entry('x', 'folder', { osRelease: 'found' }), force)).toBe('M F F');
  const { layers } = predictMerge([entry('x', 'folder', { usr: MISSING, sysext: NONE })], context(257, force));
  expect(layers).toEqual([]);
});

test('a host without ID refuses every merge, of nothing too', () => {
  const { host } = context(257);
  for (const version of MEASURED_VERSIONS) {
    const nameless = { host: { ...host, rules: rulesFor(version), fields: new Map() } };
    expect(outcome(version, entry('x', 'folder'), nameless)).toBe(version === 252 ? 'F0' : 'F');
    expect(predictMerge([], context(version, nameless)).fails).toHaveLength(1);
  }
});

test('an image policy of the configuration stops images, not folders', () => {
  const signed = { policy: parseImagePolicy('root=signed+absent:usr=signed+absent') };
  expect(outcome(262, entry('x', 'image'), signed)).toBe('F');
  expect(outcome(262, entry('x', 'folder'), signed)).toBe('M');
});

test('what stands beside an image may stop it', () => {
  const hash = (text: string | null, hashTree = false): Sidecars => ({
    rootHash: { of: 'root', hash: text },
    hashTree,
    emptySignature: false,
  });
  expect(outcomes(entry('x', 'image', {}, hash(null)))).toBe('F0 F F');
  expect(outcomes(entry('x', 'image', {}, hash('ab'.repeat(32))))).toBe('M M M');
  const both = entry('x', 'image', {}, hash('ab'.repeat(32), true));
  expect(outcomes(both, { kernel: { verity: false } })).toBe('F0 F F');
  // Whether the hashes are right is not known before the whole image is read.
  expect(predictMerge([both], context(257)).uncertain).toMatchObject([{ name: 'x' }]);
});

test('a mutable directory must have the mode of its hierarchy', () => {
  const mutable = { mode: 0o700, place: { device: '8:1', path: '/var/lib/extensions.mutable/usr' }, isReadOnly: false };
  const [usr, opt] = context(257).hierarchies;
  if (usr === undefined || opt === undefined) throw new Error('there are two');
  const merge = (mode: MutableMode) =>
    predictMerge([entry('x', 'folder')], context(257, { mutable: mode, hierarchies: [{ ...usr, mutable }, opt] }));
  expect(merge('yes').fails[0]?.prints).toContain('has mode 0700, ought to have mode 0755');
  expect(merge('auto').fails[0]?.rule).toBe('mutable-mode');
  expect(merge('no').layers).toEqual(['x']);
});

/** With names of 7 letters 94 were merged and 95 not, with 30 letters 61 and 62 (measured on all three). */
test.each([
  [7, 94],
  [30, 61],
])('names of %i letters: %i of them fit', (letters, most) => {
  const named = (count: number) =>
    Array.from({ length: count }, (_, at) => entry(`${at}`.padStart(letters, 'n'), 'folder'));
  expect(predictMerge(named(most), context(257)).layers).toHaveLength(most);
  const { fails, keepsMerged } = predictMerge(named(most + 1), context(257));
  expect(fails[0]?.rule).toBe('options-too-long');
  // The mount fails after what was merged before is gone.
  expect(keepsMerged).toBe(false);
});

test('layers are in the order of versions, and what failed first decides what stays', () => {
  const names = ['b', 'a10', 'a9'].map((name) => entry(name, 'folder'));
  expect(predictMerge(names, context(262)).layers).toEqual(['a9', 'a10', 'b']);
  const two = [entry('a:b', 'folder'), entry('x', 'image', { sysext: NONE })];
  const { fails, keepsMerged } = predictMerge(two, context(262));
  expect(fails.map(({ rule }) => rule)).toEqual(['release-file-missing', 'name-in-options']);
  expect(keepsMerged).toBe(true);
});
