/** The rules of portable services, by what portabled 257.13 and 262.1 did on booted Debian systems. */
import { expect, test } from 'vitest';
import {
  attachedTo,
  baseOfImage,
  hasPrefix,
  isPartOf,
  isPortableUnit,
  nameOfImage,
  prefixOfImage,
  stateOfImage,
} from './portable.ts';
import { misfitOf } from './portable-fit.ts';

test('units of an image: by type, and by prefix', () => {
  // `portablectl inspect minimal_1 app web` of an image with all of these.
  const units = ['app-a.service', 'web.service', 'app.socket', 'app@.service', 'app.mount', 'application.service'];
  const more = ['app.service', 'app.slice', 'apple.path', 'web-etc.service'];
  const taken = [...units, ...more].filter(
    (one) => isPortableUnit(one) && ['app', 'web'].some((p) => hasPrefix(one, p)),
  );
  expect(taken.sort()).toEqual(
    ['app-a.service', 'app.service', 'app.socket', 'app@.service', 'web-etc.service', 'web.service'].sort(),
  );
  expect(hasPrefix('app.service', 'app.service'), 'a whole name').toBe(true);
});

test('the prefix of an image is its name up to the first underscore, where a unit can begin so', () => {
  expect(['minimal_1', 'cc_1_2', 'dd-1', 'ff.sysext'].map(prefixOfImage)).toEqual([
    'minimal',
    'cc',
    'dd-1',
    'ff.sysext',
  ]);
  // portablectl: Failed to extract prefix of image name
  expect(['bb+3', 'ee@1', 'bad name', ''].map(prefixOfImage)).toEqual([null, null, null, null]);
});

test('names and versions of images', () => {
  expect(nameOfImage('/var/lib/portables/app_1.2.raw')).toBe('app_1.2');
  expect(['/a/app_1.2.raw', '/a/app+3', '/a/app', '/a/_1'].map(baseOfImage)).toEqual(['app', 'app', 'app', null]);
});

test('what a drop-in tells, as portabled writes it', () => {
  const drop =
    "# Drop-in created for image '/var/lib/portables/minimal:/run/portables/ext1', do not edit.\n\n[Service]\n";
  expect(attachedTo(drop)).toEqual({ image: '/var/lib/portables/minimal', extensions: ['/run/portables/ext1'] });
  const escaped = "# Drop-in created for image '/run/portables/a\\x3ab\\xc3\\xa4%41', do not edit.";
  expect(attachedTo(escaped)).toEqual({ image: '/run/portables/a:bä%41', extensions: [] });
  for (const other of ['', '# A drop-in of mine\n', "# Drop-in created for image '', do not edit."])
    expect(attachedTo(other)).toBe(null);
});

test('another version of what is attached counts as attached, and so does each extension', () => {
  const to = { image: '/var/lib/portables/dd_1', extensions: ['/var/lib/portables/ex.raw'] };
  expect(['/x/dd_2', '/x/dd', '/x/ex', '/x/d', '/x/ddd'].map((path) => isPartOf(to, path))).toEqual([
    true,
    true,
    true,
    false,
    false,
  ]);
});

test('the state in the words of portablectl list', () => {
  const unit = (enabled: boolean, running: boolean | null) => ({ enabled, running });
  const [plain, on, runs] = [unit(false, false), unit(true, null), unit(false, true)];
  const attached = (runtime: boolean, ...units: ReturnType<typeof unit>[]) => ({
    image: '/var/lib/portables/app',
    extensions: [],
    runtime,
    units,
  });
  const state = (...all: ReturnType<typeof attached>[]) => stateOfImage('/usr/lib/portables/app_2.raw', all);
  expect(state()).toBe('detached');
  expect(stateOfImage('/usr/lib/portables/other', [attached(false, plain)])).toBe('detached');
  expect(state(attached(false, plain))).toBe('attached');
  expect(state(attached(true, plain, on))).toBe('enabled-runtime');
  expect(state(attached(true, on, runs))).toBe('running-runtime');
  // For good counts first.
  expect(state(attached(true, runs), attached(false, plain))).toBe('attached');
});

/** What `portablectl attach bb_3 --extension x` said of each release file, on an image with ID_LIKE="lila base" and on x86-64. */
const IMAGE = { ID: 'testos', ID_LIKE: 'lila base', VERSION_ID: '1' };
test.each([
  [{ ID: 'testos', VERSION_ID: '1' }, true],
  [{ ID: 'lila', VERSION_ID: '1' }, true],
  [{ ID: '_any' }, true],
  [{ ID: 'testos', VERSION_ID: '1', SYSEXT_SCOPE: 'system' }, false],
  [{ ID: 'testos', VERSION_ID: '1', SYSEXT_SCOPE: 'system portable' }, true],
  [{ ID: 'testos', VERSION_ID: '1', SYSEXT_SCOPE: '' }, false],
  [{ ID: 'testos' }, false],
  [{ ID: 'testos', VERSION_ID: '1', ARCHITECTURE: 'x86-64' }, true],
  [{ ID: 'testos', VERSION_ID: '1', ARCHITECTURE: 'arm64' }, false],
  [{ VERSION_ID: '1' }, false],
  [{}, false],
  [{ ID: 'testos', VERSION_ID: '1', CONFEXT_SCOPE: 'system' }, true],
  [{ ID: 'testos', VERSION_ID: '2' }, false],
] as const)('an extension with %o on an image: %s', (release, fits) => {
  const misfit = misfitOf(release as Readonly<Record<string, string>>, IMAGE, 'x86-64');
  expect(misfit === null, misfit?.text).toBe(fits);
});

test('says which field it is', () => {
  expect(misfitOf({ ID: 'testos', VERSION_ID: '2' }, IMAGE, 'x86-64')?.text).toBe(
    'Its VERSION_ID is 2, that of the image is 1.',
  );
  expect(misfitOf({ ID: 'testos' }, IMAGE, 'x86-64')?.text).toBe('It names no VERSION_ID.');
  expect(misfitOf({ ID: 'testos', VERSION_ID: '1', SYSEXT_SCOPE: 'initrd' }, IMAGE, 'x86-64')?.text).toContain(
    'not for portable services',
  );
});
