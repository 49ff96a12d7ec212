/** Sources that GnuPG and minisign signed. */
import { appendFileSync, mkdirSync, readFileSync, renameSync } from 'node:fs';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { serveFolder, type WebServer } from '../../e2e/harness/nginx.ts';
import { makeSigningKey, type SigningKey } from '../../e2e/harness/openpgp-key.ts';
import { run } from '../../e2e/harness/programs.ts';
import { makeScratch, type Scratch } from '../../e2e/harness/scratch.ts';
import { RecipeSource } from '../../shared/model/recipe.ts';
import { locateSource } from './sources.ts';

let scratch: Scratch;
let keys: SigningKey[];
let server: WebServer | null;
let fetched: string[];
const at = (path: string) => `${scratch.path}/${path}`;
beforeEach(() => {
  scratch = makeScratch('signed');
  keys = [];
  server = null;
  fetched = [];
  mkdirSync(at('served'));
  scratch.put('served/tool-1.0', 'a tool'.repeat(1000));
});
afterEach(async () => {
  for (const key of keys) key.close();
  await server?.stop();
  scratch.remove();
});

const locate = (source: unknown) =>
  locateSource(
    RecipeSource.parse(source),
    at('tool.recipe.yaml'),
    { version: '1.0', architecture: 'any' },
    {
      cache: at('cache'),
      signal: null,
      onFetch: (address) => fetched.push(address.replace(/.*\//, '')),
    },
  );
const refusal = (source: unknown) =>
  locate(source).then(
    () => 'taken',
    (error: Error & { code?: string }) => `${error.code}: ${error.message.replaceAll(scratch.path, '')}`,
  );

function openPgpKey(name: string): SigningKey {
  const key = makeSigningKey(scratch, name);
  keys.push(key);
  scratch.put(`${name}.asc`, key.armour);
  return key;
}
function minisignKey(name: string) {
  run('minisign', ['-G', '-W', '-p', at(`${name}.pub`), '-s', at(`${name}.key`)]);
  return (file: string, ...args: string[]) =>
    run('minisign', ['-S', '-s', at(`${name}.key`), '-m', at(file), '-t', 'of version 1.0', ...args]);
}

test('a file that OpenPGP signed, by a key with and without armour', async () => {
  const key = openPgpKey('maker');
  key.exportTo(at('maker.gpg'));
  key.sign(at('served/tool-1.0'));
  const source = { file: 'served/tool-{version}', signed: { by: 'maker.asc', signature: 'served/tool-{version}.gpg' } };
  expect(await locate(source)).toBe(at('served/tool-1.0'));
  expect(await locate({ ...source, signed: { ...source.signed, by: 'maker.gpg' } })).toBe(at('served/tool-1.0'));
  openPgpKey('stranger');
  expect(await refusal({ ...source, signed: { ...source.signed, by: 'stranger.asc' } })).toBe(
    'not-verified: /served/tool-1.0 is not signed with the key in /stranger.asc.',
  );
  appendFileSync(at('served/tool-1.0'), '!');
  expect(await refusal(source)).toContain('is not signed with the key in /maker.asc.');
});

test.each([
  ['of its hash', []],
  ['of itself', ['-l']],
])('a file that minisign signed by a signature %s', async (_, how) => {
  const sign = minisignKey('maker');
  minisignKey('stranger');
  sign('served/tool-1.0', ...how);
  const source = { file: 'served/tool-1.0', signed: { by: 'maker.pub', signature: 'served/tool-1.0.minisig' } };
  expect(readFileSync(at('served/tool-1.0.minisig'), 'latin1').split('\n')[1]?.slice(0, 2)).toBe(
    how.length === 0 ? 'RU' : 'RW',
  );
  expect(await locate(source)).toBe(at('served/tool-1.0'));
  expect(await refusal({ ...source, signed: { ...source.signed, by: 'stranger.pub' } })).toContain(
    'is not signed with',
  );
  const signature = readFileSync(at('served/tool-1.0.minisig'), 'utf8');
  scratch.put('served/tool-1.0.minisig', signature.replace('of version 1.0', 'of version 2.0'));
  expect(await refusal(source), 'the comment is signed too').toContain('is not signed with the key in /maker.pub.');
  scratch.put('served/tool-1.0.minisig', signature);
  appendFileSync(at('served/tool-1.0'), '!');
  expect(await refusal(source)).toContain('is not signed with the key in /maker.pub.');
});

test('what is no key, no signature, or not there', async () => {
  minisignKey('maker')('served/tool-1.0');
  const source = (by: string, signature: string) => ({ file: 'served/tool-1.0', signed: { by, signature } });
  const signature = 'served/tool-1.0.minisig';
  scratch.put('text', 'untrusted comment: x\nRWQ\n');
  expect(await refusal(source('served/tool-1.0', signature))).toBe(
    'invalid-input: /served/tool-1.0 holds no public key of OpenPGP or minisign.',
  );
  expect(await refusal(source('text', signature))).toContain('/text holds no public key');
  expect(await refusal(source('nothing', signature))).toBe('not-found: There is nothing at /nothing.');
  expect(await refusal(source('maker.pub', 'nothing'))).toBe('not-found: There is nothing at /nothing.');
  expect(await refusal(source('maker.pub', 'text'))).toBe('not-verified: /text is no signature that can be read.');
  openPgpKey('other');
  expect(await refusal(source('other.asc', signature))).toContain('is no signature that can be read.');
});

test('a list of checksums that is signed, and what is kept counts without a server', async () => {
  const sums = () => run('sh', ['-c', 'sha256sum tool-* >SHA256SUMS'], { cwd: at('served') });
  const key = openPgpKey('maker');
  sums();
  key.sign(at('served/SHA256SUMS'));
  server = await serveFolder(scratch, 'served');
  const { url } = server;
  const signed = { by: 'maker.asc', signature: `${url}SHA256SUMS.gpg`, sums: `${url}SHA256SUMS` };
  const source = { url: `${url}tool-{version}`, signed };
  const path = await locate(source);
  expect(readFileSync(path, 'utf8')).toBe('a tool'.repeat(1000));
  expect(fetched).toEqual(['tool-1.0', 'SHA256SUMS.gpg', 'SHA256SUMS']);
  scratch.put('served/other', 'x');
  expect(await refusal({ ...source, url: `${url}other` })).toBe(
    `not-verified: ${url}SHA256SUMS has no checksum of other.`,
  );

  // A new release behind the same addresses is noticed by what was kept before.
  scratch.put('served/tool-1.0', 'another tool');
  sums();
  key.sign(at('served/SHA256SUMS'));
  appendFileSync(path, 'somebody else was here');
  expect(readFileSync(await locate(source), 'utf8')).toBe('another tool');

  await server.stop();
  server = null;
  fetched = [];
  expect(readFileSync(await locate(source), 'utf8')).toBe('another tool');
  expect(fetched).toEqual([]);
  renameSync(at('maker.asc'), at('before.asc'));
  openPgpKey('stranger');
  renameSync(at('stranger.asc'), at('maker.asc'));
  expect(await refusal(source), 'another key, and no server').toContain('unreachable: ');
});
