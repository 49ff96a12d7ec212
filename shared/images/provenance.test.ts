import { expect, test } from 'vitest';
import { provenanceOf } from './provenance.ts';

const KEY = 'A'.repeat(40);
const fetched = {
  remote: 'smithy',
  address: 'https://example.org/tool-1.0.raw',
  sha256: 'b'.repeat(64),
  signedBy: null,
  sysupdate: null,
};
const bySysupdate = (source: string | null, verify: boolean) =>
  provenanceOf({
    ...{ ...fetched, remote: null, address: null, sha256: null },
    sysupdate: { transferFile: '/etc/sysupdate.d/tool.transfer', source, verify },
  });

test('no more is claimed than was checked when it was fetched', () => {
  expect(provenanceOf({ ...fetched, signedBy: KEY })).toMatchObject({
    kind: 'signed',
    remote: 'smithy',
    signedBy: KEY,
  });
  expect(provenanceOf(fetched)).toMatchObject({ kind: 'checksum', address: fetched.address });
  expect(provenanceOf({ ...fetched, sha256: null, signedBy: KEY })).toMatchObject({ kind: 'unchecked' });
  expect(provenanceOf({ ...fetched, remote: null, address: null })).toMatchObject({ kind: 'file', remote: null });
});

test('systemd-sysupdate checks the list of a server, its signature where it is told to, and of a folder nothing', () => {
  expect(bySysupdate('https://example.org/', true)).toMatchObject({ kind: 'signed', signedBy: null });
  expect(bySysupdate('https://example.org/', false)).toMatchObject({
    kind: 'checksum',
    address: 'https://example.org/',
  });
  expect(bySysupdate('file:///srv/images', false)).toMatchObject({ kind: 'unchecked' });
  // Its address has a password, so it is not kept.
  expect(bySysupdate(null, false)).toMatchObject({ kind: 'unchecked', address: null });
});
