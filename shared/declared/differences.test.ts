/** What a file says against what is there; the values of a host are such as `present.ts` reads them. */
import { expect, test } from 'vitest';
import { Declared } from '../model/declared.ts';
import { differencesOf } from './differences.ts';
import type { Present, PresentExtension } from './present.ts';

const HASH = 'a'.repeat(64);
const TOOL: PresentExtension = {
  ...{ class: 'sysext', name: 'tool', version: 'v1.32.4', releaseVersion: null, enabled: true, ofOs: false },
  ...{ path: '/var/lib/extensions/tool.raw', realPath: '/var/lib/extensions.d/tool/tool-v1.32.4.raw', isFolder: false },
  stream: '',
  origin: { remote: 'mine', address: 'https://example.org/tool.raw', sha256: HASH, imageSha256: HASH },
};
const HOST: Present = {
  extensions: [TOOL, { ...TOOL, name: 'by-hand', version: null, origin: null }],
  masks: [],
  pins: [{ class: 'sysext', name: 'tool', version: 'v1.32.4', held: false }],
  transfers: [],
  remotes: [{ name: 'mine', url: 'https://example.org/', enabled: true, trust: 'unsigned', key: null }],
  boot: { sysext: true, confext: null, services: false },
};

function compare(declared: object) {
  const { differences, unknown } = differencesOf(Declared.parse({ veneer: 1, ...declared }), HOST);
  return {
    kinds: differences.map(({ what, name, declared: is, host }) => [what, name, is.text, host.text]),
    unknown: unknown.map(({ text }) => text),
  };
}

const kinds = (declared: object) => compare(declared).kinds;

test('what the file does not name is no difference', () => {
  expect(kinds({})).toEqual([]);
  expect(kinds({ extensions: [{ name: 'tool' }] })).toEqual([]);
});

test('a version, a stream, and nothing at all', () => {
  expect(kinds({ extensions: [{ name: 'tool', version: 'v1.32.4' }] })).toEqual([]);
  expect(kinds({ extensions: [{ name: 'tool', stream: 'v1.32.*' }] })).toEqual([]);
  expect(kinds({ extensions: [{ name: 'tool', stream: 'v1.3.*' }] })).toEqual([
    ['version', 'tool', 'v1.3.*', 'v1.32.4'],
  ]);
  expect(kinds({ extensions: [{ name: 'tool', version: 'v2' }] })).toEqual([['version', 'tool', 'v2', 'v1.32.4']]);
  expect(kinds({ extensions: [{ name: 'by-hand', version: '1' }] })).toEqual([
    ['version', 'by-hand', '1', 'no version'],
  ]);
  expect(kinds({ extensions: [{ name: 'tool', class: 'confext' }] })).toEqual([
    ['extension', 'tool', 'any version', 'not installed'],
  ]);
});

test('the content, where it is known', () => {
  const source = (sha256: string) => ({ url: 'https://example.org/tool.raw', sha256 });
  expect(kinds({ extensions: [{ name: 'tool', source: source(HASH) }] })).toEqual([]);
  expect(kinds({ extensions: [{ name: 'tool', source: source('b'.repeat(64)) }] })).toEqual([
    ['content', 'tool', 'b'.repeat(64), HASH],
  ]);
  const unknown = compare({ extensions: [{ name: 'by-hand', source: source(HASH) }] });
  expect(unknown.kinds).toEqual([]);
  expect(unknown.unknown).toEqual([expect.stringContaining('by-hand')]);
});

test('switches, masks, pins, remotes and what is done at boot', () => {
  expect(kinds({ extensions: [{ name: 'tool', enabled: false }] })).toEqual([
    ['enabled', 'tool', 'disabled', 'enabled'],
  ]);
  expect(kinds({ masks: [{ name: 'tool' }, { name: 'nobody' }] })).toEqual([['masked', 'tool', 'disabled', 'enabled']]);
  expect(kinds({ pins: [{ name: 'tool', version: 'v1.32.4' }] })).toEqual([]);
  expect(kinds({ pins: [{ name: 'tool', held: true }] })).toHaveLength(1);
  expect(kinds({ remotes: [{ name: 'mine', url: 'https://example.org/' }] })).toEqual([]);
  expect(kinds({ remotes: [{ name: 'mine', url: 'https://example.com/' }] })).toHaveLength(1);
  const boot = compare({ boot: { sysext: true, confext: true, services: true } });
  expect(boot.kinds).toEqual([['boot', 'services', 'enabled', 'disabled']]);
  expect(boot.unknown).toEqual([expect.stringContaining('confext')]);
});
