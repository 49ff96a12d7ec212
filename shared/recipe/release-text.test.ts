/** Fields of release files as os-release(5) of systemd 262 has them. */
import { expect, test } from 'vitest';
import { Recipe } from '../model/recipe.ts';
import { releaseText } from './release-text.ts';

const recipe = (more: object = {}, ...upholds: object[]) =>
  Recipe.parse({
    name: 'tool',
    version: '1.0',
    target: { architectures: ['any'] },
    ...more,
    steps: [{ folder: { at: '/usr/lib/tool' } }, ...upholds.map((uphold) => ({ uphold }))],
  });

test('what it is for', () => {
  const target = { id: 'debian', 'version-id': '13', architectures: ['arm64'], scope: ['system', 'initrd'] };
  expect(releaseText(recipe({ target }), '1.0', 'arm64', [])).toBe(
    'ID=debian\nSYSEXT_VERSION_ID="1.0"\nVERSION_ID=13\nARCHITECTURE=arm64\nSYSEXT_SCOPE="system initrd"\n',
  );
  const level = { id: 'debian', level: '2', architectures: ['any'] };
  expect(releaseText(recipe({ class: 'confext', target: level }), '2', 'any', [])).toBe(
    'ID=debian\nCONFEXT_VERSION_ID="2"\nCONFEXT_LEVEL=2\n',
  );
});

test('services are started anew that it brings and has kept running, and no others: one that does not run would be started', () => {
  const units = ['tool.service', 'tool.socket', 'tool@.service', 'calm.service', 'other.service'];
  const upholds = [
    { unit: 'tool.service' },
    { unit: 'tool.service', by: 'graphical.target' },
    { unit: 'tool@1.service' },
    { unit: 'tool.socket' },
    { unit: 'calm.service', restart: false },
    { unit: 'ssh.service' },
  ];
  expect(releaseText(recipe({}, ...upholds), '1.0', 'any', units)).toBe(
    'ID=_any\nSYSEXT_VERSION_ID="1.0"\nEXTENSION_RELOAD_MANAGER=1\nEXTENSION_RESTART_UNITS="tool.service tool@1.service"\n',
  );
  expect(releaseText(recipe({}), '1.0', 'any', units)).toMatch(/EXTENSION_RELOAD_MANAGER=1\n$/);
});
