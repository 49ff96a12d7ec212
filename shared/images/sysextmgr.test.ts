/** By the source of sysextmgr 1.3.0: src/images-list.c, image_remote_metadata() and image_manifest_from_url(). */
import { expect, test } from 'vitest';
import { manifestNameOf, sysextmgrNameOf } from './sysextmgr.ts';

// The first two names are of its own comment and of its tests (tests/tst-create-json1.sh).
test.each([
  ['debug-tools-23.7.x86-64.raw', 'debug-tools', 'debug-tools-23.7.x86-64.manifest.gz'],
  ['k3s-1.31.5+k3s1-29.1.x86-64.raw', 'k3s-1.31.5+k3s1', 'k3s-1.31.5+k3s1-29.1.x86-64.manifest.gz'],
  ['debug-29.1.x86-64.sysext.raw', 'debug', 'debug-29.1.x86-64.manifest.gz'],
  ['tool-1.10.2-x86-64.raw', 'tool', 'tool-1.10.2-x86-64.manifest.gz'],
  ['tool-2-x86-64.raw', 'tool-2-x86', 'tool-2-x86-64.manifest.gz'],
])('%s is %s to it', (file, name, manifest) => {
  expect(sysextmgrNameOf(file)).toBe(name);
  expect(manifestNameOf(file)).toBe(manifest);
});
