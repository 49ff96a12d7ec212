/** Definition files in real trees; what is right is said by sysupdate.d(5), sysupdate.features(5) and sysupdate.components(5). */
import { mkdirSync, symlinkSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { DEBIAN } from '../../e2e/harness/catalog-room.ts';
import { makeScratch, type Scratch } from '../../e2e/harness/scratch.ts';
import { rulesFor } from '../../shared/systemd/classes.ts';
import { readAllDefinitions } from '../host/definitions.ts';
import { componentsIn, keepsTheOs } from './components.ts';
import { featuresIn } from './features.ts';

let scratch: Scratch;
beforeEach(() => {
  scratch = makeScratch('components');
});
afterEach(() => scratch.remove());

const on = (version: number) => ({ ...DEBIAN, rules: rulesFor(version) });
const read = (version = 257) => componentsIn(readAllDefinitions(scratch.path, on(version)));

const transfer = (name: string, more = '', path = '/var/lib/extensions.d') =>
  `[Transfer]\nProtectVersion=%A\n${more}\n[Source]\nType=url-file\nPath=https://example.org/${name}/\nMatchPattern=${name}-@v.raw\n` +
  `[Target]\nInstancesMax=2\nType=regular-file\nPath=${path}/${name}\nMatchPattern=${name}-@v.raw\nCurrentSymlink=/var/lib/extensions/${name}.raw\n`;

test('a component is a folder of its name, and the extension that its link is called after', () => {
  scratch.put('etc/sysupdate.kube.d/kube.transfer', transfer('kubernetes'));
  expect(read()).toMatchObject([{ component: 'kube', class: 'sysext', name: 'kubernetes', problem: null, isOn: true }]);
});

test('of files with one name the one in /etc counts, and an empty one takes that of the vendor away', () => {
  scratch.put('usr/lib/sysupdate.tool.d/10-tool.transfer', transfer('vendor'));
  expect(read().map(({ name }) => name)).toEqual(['vendor']);
  scratch.put('etc/sysupdate.tool.d/10-tool.transfer', transfer('mine'));
  expect(read().map(({ name }) => name)).toEqual(['mine']);
  scratch.put('etc/sysupdate.tool.d/10-tool.transfer', '');
  expect(read()).toEqual([]);
});

test('so does a link to /dev/null', () => {
  scratch.put('usr/lib/sysupdate.tool.d/10-tool.transfer', transfer('tool'));
  mkdirSync(join(scratch.path, 'etc/sysupdate.tool.d'), { recursive: true });
  scratch.put('dev/null', '');
  symlinkSync('/dev/null', join(scratch.path, 'etc/sysupdate.tool.d/10-tool.transfer'));
  expect(read()).toEqual([]);
});

describe('by version of systemd', () => {
  test('before 257 files end in .conf; from then on only where there is no .transfer', () => {
    scratch.put('etc/sysupdate.tool.d/old.conf', transfer('old'));
    expect(read(252).map(({ name }) => name)).toEqual(['old']);
    expect(read(257).map(({ name }) => name)).toEqual(['old']);
    scratch.put('etc/sysupdate.tool.d/new.transfer', transfer('new'));
    expect(read(252).map(({ name }) => name)).toEqual(['old']);
    expect(read(257).map(({ name }) => name)).toEqual(['new']);
  });

  test('drop-ins count from 257 on', () => {
    scratch.put('etc/sysupdate.tool.d/tool.transfer', transfer('tool'));
    scratch.put('etc/sysupdate.tool.d/tool.transfer.d/10.conf', '[Source]\nPath=https://example.com/other/\n');
    const path = (version: number) => read(version)[0]?.transfer?.source.path;
    expect(path(257)).toBe('https://example.com/other/');
    scratch.put('etc/sysupdate.tool.d/tool.conf', transfer('tool'));
    expect(path(252)).toBe('https://example.org/tool/');
  });

  test('a component can be switched off from 262 on', () => {
    scratch.put('etc/sysupdate.tool.d/tool.transfer', transfer('tool'));
    scratch.put('etc/sysupdate.tool.component', '[Component]\nEnabled=no\n');
    expect(read(257)[0]?.isOn).toBe(true);
    expect(read(262)[0]?.isOn).toBe(false);
    scratch.put('etc/sysupdate.tool.component.d/50.conf', '[Component]\nEnabled=yes\n');
    expect(read(262)[0]?.isOn).toBe(true);
  });
});

test('one file that systemd refuses stops its component, which is named with the reason, and no other', () => {
  scratch.put('etc/sysupdate.bad.d/bad.transfer', '[Source]\nType=nonsense\n');
  scratch.put('etc/sysupdate.good.d/good.transfer', transfer('good'));
  const [bad, good] = read();
  expect(bad).toMatchObject({ component: 'bad', name: 'bad', transfer: null });
  expect(bad?.problem?.text).toMatch(/^bad\.transfer: /);
  expect(good).toMatchObject({ component: 'good', problem: null });
});

test('what is no extension is none, and the OS is told from what comes along with it', () => {
  expect(keepsTheOs(readAllDefinitions(scratch.path, on(257)))).toBe(false);
  const kernel = transfer('linux').replace('/var/lib/extensions/linux.raw', '/boot/linux');
  scratch.put('usr/lib/sysupdate.d/50-kernel.transfer', kernel.replace('/var/lib/extensions.d', '/boot'));
  scratch.put('usr/lib/sysupdate.d/60-tool.transfer', transfer('tool'));
  expect(keepsTheOs(readAllDefinitions(scratch.path, on(257)))).toBe(true);
  expect(read().map(({ component, name }) => [component, name])).toEqual([['', 'tool']]);
});

test('a target that is no file cannot be followed, and says so', () => {
  scratch.put(
    'etc/sysupdate.tool.d/tool.transfer',
    transfer('tool').replace('url-file', 'url-tar').replace('regular-file', 'directory'),
  );
  expect(read()[0]?.problem).toEqual('its target is a directory');
});

test('a feature says what it brings; one that nobody defined is off', () => {
  scratch.put('etc/sysupdate.tool.d/tool.transfer', transfer('tool'));
  scratch.put('etc/sysupdate.tool.d/debug.transfer', transfer('debug', 'Features=debugging'));
  scratch.put('etc/sysupdate.tool.d/lost.transfer', transfer('lost', 'Features=nobody'));
  scratch.put('etc/sysupdate.tool.d/debugging.feature', '[Feature]\nDescription=For finding faults\nEnabled=false\n');
  expect(read().map(({ name }) => name)).toEqual(['tool']);
  expect(featuresIn(readAllDefinitions(scratch.path, on(257)))).toEqual([
    {
      component: 'tool',
      name: 'debugging',
      description: 'For finding faults',
      documentation: null,
      isOn: false,
      brings: ['debug'],
    },
  ]);
  // As `updatectl enable debugging` does it.
  scratch.put(
    'etc/sysupdate.tool.d/debugging.feature.d/50-systemd-sysupdate-enabled.conf',
    '[Feature]\nEnabled=true\n',
  );
  expect(featuresIn(readAllDefinitions(scratch.path, on(257)))[0]?.isOn).toBe(true);
  expect(read().map(({ name }) => name)).toEqual(['debug', 'tool']);
});

test('a file that is too large or a folder in the way hides nothing else', () => {
  scratch.put('etc/sysupdate.tool.d/10-huge.transfer', `${transfer('huge')}#${'x'.repeat(300 * 1024)}\n`);
  mkdirSync(join(scratch.path, 'etc/sysupdate.tool.d/20-folder.transfer'));
  scratch.put('etc/sysupdate.tool.d/30-tool.transfer', transfer('tool'));
  expect(read().map(({ name }) => name)).toEqual(['tool']);
});
