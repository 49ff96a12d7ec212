/** Where certificates are looked for, by the variables that OpenSSL reads (openssl-env(7)) and Node's own. */
import { mkdirSync, symlinkSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { makeScratch, type Scratch } from '../../e2e/harness/scratch.ts';
import { hasCertificates, systemCertificates } from './certificates.ts';

let scratch: Scratch;
let nowhere: { readonly SSL_CERT_DIR: string; readonly SSL_CERT_FILE: string };
const at = (path: string) => join(scratch.path, path);
beforeEach(() => {
  scratch = makeScratch('certificates');
  nowhere = { SSL_CERT_DIR: at('none'), SSL_CERT_FILE: at('none.pem') };
});
afterEach(() => scratch.remove());

test('a system without a folder and a file has none', () => {
  expect(hasCertificates(nowhere)).toBe(false);
  expect(systemCertificates(nowhere)).toEqual([]);
});

test('an empty folder, an empty file and links to nothing are as good as none', () => {
  mkdirSync(at('certs'));
  symlinkSync('gone.pem', at('certs/0a0b0c.0'));
  scratch.put('empty.pem', '');
  expect(hasCertificates({ SSL_CERT_DIR: at('certs'), SSL_CERT_FILE: at('empty.pem') })).toBe(false);
});

test('one in any of the folders will do, and one that is told to Node alone', () => {
  scratch.put('certs/one.pem', 'a certificate');
  expect(hasCertificates({ ...nowhere, SSL_CERT_DIR: `${at('none')}:${at('certs')}` })).toBe(true);
  expect(hasCertificates({ ...nowhere, NODE_EXTRA_CA_CERTS: at('certs/one.pem') })).toBe(true);
});

test('without a folder those of the file count, which Node would not read by itself', () => {
  scratch.put('all.pem', 'certificates');
  expect(systemCertificates({ ...nowhere, SSL_CERT_FILE: at('all.pem') })).toEqual(['certificates']);
  expect(hasCertificates({ ...nowhere, SSL_CERT_FILE: at('all.pem') })).toBe(true);
});
