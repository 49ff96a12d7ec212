import { gzipSync } from 'node:zlib';
import { expect, test } from 'vitest';
import { manifestFields } from './manifest-fields.ts';

test('what is no manifest tells nothing', () => {
  // The one that sysextmgr made before it took those of mkosi.
  const older = '{"image_name":"strace-29.1.x86-64.raw","sysext":{"ID":"opensuse-microos","VERSION_ID":"20250329"}}';
  expect(manifestFields(Buffer.from(older))?.get('VERSION_ID')).toBe('20250329');
  for (const bytes of ['', 'nonsense', '[]', '{}', '{"extension":[]}', '{"extension":{}}', '{"extension":{"ID":1}}'])
    expect(manifestFields(Buffer.from(bytes))).toBe(null);
  expect(manifestFields(gzipSync(Buffer.alloc(64 * 1024 * 1024)))).toBe(null);
});
