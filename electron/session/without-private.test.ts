import { expect, test } from 'vitest';
import { withoutPrivate } from './without-private.ts';

test.each([
  ['https://me:pw@example.com/a/b?X-Amz-Signature=abc&t=1 failed', 'https://example.com/a/b?… failed'],
  ['"https://example.com/?token=abc"', '"https://example.com/?…"'],
  ['https://example.com/#key', 'https://example.com/?…'],
  ['https://example.com?key=1', 'https://example.com?…'],
  ['oci://user@ghcr.io/x/y:1', 'oci://ghcr.io/x/y:1'],
  ['https://example.com/plain/path.raw', 'https://example.com/plain/path.raw'],
  ['Authorization: Bearer abc.def-ghi', 'Authorization: Bearer …'],
  ['{"token":"abc","name":"x"}', '{"token":…,"name":"x"}'],
  ['access_token=abc&x=1', 'access_token=…&x=1'],
  ['password: hunter2, then', 'password: …, then'],
  ['a -----BEGIN PGP PUBLIC KEY BLOCK-----\nabc\n-----END PGP PUBLIC KEY BLOCK----- b', 'a … b'],
  ['-----BEGIN PRIVATE KEY-----\nabc', '…'],
  ['The signature cannot be verified: the key is unknown', 'The signature cannot be verified: the key is unknown'],
])('%s', (text, shown) => expect(withoutPrivate(text, '/')).toBe(shown));

test.each([
  ['at run (file:///home/anna/veneer/dist/cli.cjs:1:2)', 'at run (file://~/veneer/dist/cli.cjs:1:2)'],
  ["ENOENT, open '/home/bea/.config/veneer/settings.json'", "ENOENT, open '~/.config/veneer/settings.json'"],
  ['/var/home/carl/x and /root/.cache', '~/x and ~/.cache'],
  ['/srv/people/dora/x', '~/x'],
  ['/srv/people/dora.old and /mnt/srv/people/dora', '/srv/people/dora.old and /mnt/srv/people/dora'],
  ['/mnt/root/x and /rootless and /usr/home', '/mnt/root/x and /rootless and /usr/home'],
])('homes: %s', (text, shown) => expect(withoutPrivate(text, '/srv/people/dora')).toBe(shown));
