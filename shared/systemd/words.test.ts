/**
 * The lines were said by a real systemd, unless a test says otherwise: by 252.39 of Debian 12 on a tree below --root, by 257.13
 * of Debian 13 and 262.1 of sid in a chroot over their own root file systems or booted, and in the recordings of 400 random
 * merges of the three. Paths of trees are shortened.
 */
import { describe, expect, test } from 'vitest';
import { type MergedAt, mergedSentence, nextStepFor, readWords } from './words.ts';

const OVERLAY_252 =
  'Failed to mount sysext (type overlay) on /run/systemd/sysext/overlay/usr (MS_RDONLY "lowerdir=/run/systemd/sysext/meta/usr:/run/systemd/sysext/extensions/foo:bar/usr:/run/systemd/sysext/extensions/a/usr:/srv/tree/usr"): No such file or directory';
const OVERLAY_262 =
  'Failed to mount sysext (type overlay) on /run/systemd/sysext/overlay/usr (MS_RDONLY|MS_NODEV "lowerdir=/run/systemd/sysext/meta/usr:/run/systemd/sysext/extensions/foo:bar/usr:/usr"): No such file or directory';

describe.each([
  ['252', `Using extensions 'a', 'foo:bar'.\nUnmerged '/srv/tree/usr'.\n${OVERLAY_252}`],
  ['257 and 262', `Using extensions 'a', 'foo:bar'.\nUnmerged '/usr'.\n${OVERLAY_262}\nFailed to merge hierarchies`],
])('a name with a colon, %s', (_, output) => {
  test('gives the line that has the reason, without the options, and names the extension', () => {
    const words = readWords(output);
    expect(words).toMatchObject({ about: 'overlay', name: 'foo:bar', ended: true, mergedInto: [] });
    expect(words.reason).toMatch(/^Failed to mount sysext .*"lowerdir=…"\): No such file or directory$/);
    expect(nextStepFor(words).text).toBe('Disable foo:bar, or repair it, and try again.');
  });
});

test.each([
  // 252
  ['Failed to read metadata for image docker-24.0.9-x86-64: No medium found', 'docker-24.0.9-x86-64'],
  ['Failed to read metadata for image [br]: Not a directory', '[br]'],
  [
    "Failed to check if hierarchy '/run/systemd/sysext/extensions/cri_1.30+0-x86-64/opt' in extension '/run/systemd/sysext/extensions/cri_1.30+0-x86-64' is empty: Not a directory",
    'cri_1.30+0-x86-64',
  ],
  ['Failed to read verity artifacts for /var/lib/extensions/tool_1_2.raw: Invalid argument', 'tool_1_2'],
  // 262
  ['/etc/extensions/k3s.raw.v/k3s_2.0.raw: Image does not match image policy.\nFailed to merge hierarchies', 'k3s'],
  ['/run/extensions/sp ace.raw: Image does not match image policy.\nFailed to merge hierarchies', 'sp ace'],
  ['/var/lib/confexts/b_1.raw: Image does not match image policy.\nFailed to merge hierarchies', 'b_1'],
  // On 257 they are listed by their file names.
  [`Using extensions 'a:b.raw', 'c.raw'.\n${OVERLAY_262}\nFailed to merge hierarchies`, 'a:b'],
  [
    "Using extensions 'a', 'q\"q'.\nUnmerged '/srv/usr'.\nFailed to mangle mount options lowerdir=/run/systemd/sysext/meta/usr:/run/systemd/sysext/extensions/q\"q/usr:/srv/usr: Invalid argument",
    'q"q',
  ],
])('takes the name out of: %s', (output, name) => {
  const words = readWords(output);
  expect(words.name).toBe(name);
  expect(words.ended).toBe(true);
  expect(nextStepFor(words).text).toBe(`Disable ${name}, or repair it, and try again.`);
});

test.each([
  [
    "'ID' field not found or empty in 'os-release' data of OS tree '/'.\nFailed to merge hierarchies",
    'host',
    /os-release that has an ID/,
  ],
  [
    "Failed to acquire 'os-release' data of OS tree '/tree': No such file or directory",
    'host',
    /os-release that has an ID/,
  ],
  ['Failed to discover images: Too many levels of symbolic links', 'discovery', /leads in a circle/],
  ['Failed to discover extension images: Not a directory', 'discovery', /through a file/],
  [
    'Using extensions \'a\'.\nFailed to mount sysext (type overlay) on /run/systemd/sysext/overlay/usr (MS_RDONLY "lowerdir=/run/systemd/sysext/meta/usr:/run/systemd/sysext/extensions/a/usr:/srv/usr"): Too many levels of symbolic links',
    'overlay',
    /a folder inside what it extends/,
  ],
  [
    'Extension image contains /usr/lib/os-release file, which is not allowed (it may carry /etc/os-release), refusing.',
    'extension',
    /Disable the extension that is meant/,
  ],
  ["Hierarchy '/usr' is already merged.", 'merged-already', /Re-merge instead/],
  ['Need to be privileged.', 'other', /Read what systemd said/],
  [
    'Failed to mount n/a (type n/a) on /run (MS_REC|MS_SLAVE ""): Invalid argument\nFailed to remount /run/ MS_SLAVE: Invalid argument',
    'other',
    /Read what systemd said/,
  ],
] as const)('has a step that fits: %s', (output, about, step) => {
  const words = readWords(output);
  expect(words).toMatchObject({ about, name: null, ended: true });
  expect(words.reason).not.toBe('Failed to merge hierarchies');
  expect(nextStepFor(words).text).toMatch(step);
});

test('an image elsewhere is told by its path, for its name may be another', () => {
  const words = readWords('/srv/store/tool_1_2-3.raw: Image does not match image policy.\nFailed to merge hierarchies');
  expect(words).toMatchObject({ about: 'extension', name: null, path: '/srv/store/tool_1_2-3.raw' });
  expect(nextStepFor(words).text).toBe('Repair /srv/store/tool_1_2-3.raw or take it away, and try again.');
});

test.each([
  "Using extensions 'a'.\nUnmerged '/usr'.\nMerged extensions into '/usr'.\nMerged extensions into '/opt'.",
  "No suitable extensions found (2 ignored due to incompatible image(s)).\nUnmerged '/usr'.",
  'No suitable extensions found (1 ignored due to incompatible version).',
  'No extensions found.',
  'Skipping extension refresh because no change was found, use --always-refresh=yes to always do a refresh.',
  '',
])('hears no failure in: %s', (output) => {
  expect(readWords(output)).toMatchObject({ reason: null, ended: false });
});

test('a warning before a merge ended nothing', () => {
  const words = readWords(
    "/usr/lib/os-release:2: invalid UTF-8 value for key NAME: 'Caf', ignoring.\nUsing extensions 'a'.\nMerged extensions into '/usr'.",
  );
  expect(words).toMatchObject({ reason: null, ended: false, mergedInto: ['/usr'] });
});

test('keeps a line that it does not know (made up), and the last one where no reason is given', () => {
  expect(readWords("Using extensions 'a'.\nSomething new.\nFailed to merge hierarchies").reason).toBe('Something new');
  expect(readWords('Failed to merge hierarchies').reason).toBe('Failed to merge hierarchies');
});

test('shows no option string of a whole page (made up)', () => {
  const options = Array.from({ length: 90 }, (_, at) => `/run/systemd/sysext/extensions/e${at}/usr`).join(':');
  for (const line of [
    `Failed to mount sysext (type overlay) on /x (MS_RDONLY "lowerdir=${options}"): Invalid argument`,
    `Failed to mangle mount options lowerdir=${options}: Invalid argument`,
  ]) {
    const { reason } = readWords(line);
    expect(reason?.length).toBeLessThan(120);
    expect(reason).toMatch(/Invalid argument$/);
  }
});

describe('says what is merged', () => {
  const at = (path: string, ...extensions: string[]): MergedAt => ({ path, merged: extensions.length > 0, extensions });
  const [both, usr, none] = [
    [at('/usr', 'a', 'b'), at('/opt', 'a', 'b')],
    [at('/usr', 'a', 'b'), at('/opt')],
    [at('/usr'), at('/opt')],
  ];
  test.each([
    [both, both, 'Still merged: a, b.'],
    [usr, usr, 'Still merged: a, b.'],
    [both, none, 'Nothing is merged into /usr and /opt now.'],
    [none, [], 'Nothing is merged now.'],
    [none, none, 'Nothing is merged into /usr and /opt now.'],
    [both, usr, 'Merged into /usr now: a, b. Nothing is merged into /opt now.'],
    [none, usr, 'Merged into /usr now: a, b.'],
    [null, usr, 'Merged into /usr now: a, b.'],
    [[at('/usr', 'a')], [at('/usr', 'b')], 'Merged into /usr now: b.'],
  ])('%#', (before, now, said) => {
    expect(mergedSentence(before, now).text).toBe(said);
  });
});
