/** Images of each format, judged by the programs that own them and read by Veneer itself. */
import { spawnSync } from 'node:child_process';
import { chmodSync, chownSync, existsSync, mkdirSync, readdirSync, readFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { fileURLToPath } from 'node:url';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { run } from '../../e2e/harness/programs.ts';
import { type How, type RecipeBuilder, recipeBuilder } from '../../e2e/harness/recipes.ts';
import { makeScratch, type Scratch } from '../../e2e/harness/scratch.ts';
import { openImage } from '../images/open.ts';
import { openFile } from '../images/source.ts';
import { readFile, resolvePath } from '../images/tree.ts';

let scratch: Scratch;
let build: RecipeBuilder['build'];
const at = (path: string) => `${scratch.path}/${path}`;
beforeEach(() => {
  scratch = makeScratch('pack');
  ({ build } = recipeBuilder(scratch));
});
afterEach(() => scratch.remove());

const RECIPE = `name: tool
version: "1.0"
target: {architectures: [x86-64, any]}
steps:
  - file: {at: /usr/bin/tool, content: "#!/bin/sh\\n", mode: '0700'}
  - folder: {at: /usr/lib/tool, mode: '0700'}
  - link: {at: /usr/bin/t, to: tool}
`;

/** What Veneer reads in it. */
async function readBack(image: string) {
  const opened = await openImage(openFile(image));
  if (opened.kind !== 'tree') throw new Error(opened.kind);
  const { tree, disk } = opened;
  const [tool, folder] = [await resolvePath(tree, 'usr/bin/t'), await resolvePath(tree, 'usr/lib/tool')];
  if (tool === null || folder === null) throw new Error('nothing');
  const text = (await readFile(tree, tool, 100)).toString();
  const release = await resolvePath(tree, 'usr/lib/extension-release.d/extension-release.tool');
  tree.close();
  return { form: tree.form, modes: [tool.mode, folder.mode], owner: tool.uid, text, named: release !== null, disk };
}
const READ = { modes: [0o755, 0o755], owner: 0, text: '#!/bin/sh\n', named: true };

const dissect = (image: string) => JSON.parse(run('systemd-dissect', ['--json=short', image]));
const asRoot = test.skipIf(process.getuid?.() !== 0);

test.each(['squashfs', 'erofs'] as const)(
  '%s is the same under another umask and time zone, and read',
  async (format) => {
    const image = await build(RECIPE, { format });
    const [mask, zone] = [process.umask(0o077), process.env['TZ']];
    process.env['TZ'] = 'Pacific/Auckland';
    try {
      const again = await build(RECIPE, { format, image: 'again.raw' });
      expect(readFileSync(again).equals(readFileSync(image))).toBe(true);
    } finally {
      process.umask(mask);
      if (zone === undefined) delete process.env['TZ'];
      else process.env['TZ'] = zone;
    }
    expect(await readBack(image)).toMatchObject({ form: format, ...READ, disk: null });
  },
);

/** The command line as another user, with a home, umask and time zone of its own, told of another time. */
function buildAs(uid: number, umask: string, zone: string, image: string, format: string): void {
  const main = fileURLToPath(new URL('../cli/main.ts', import.meta.url));
  const args = JSON.stringify(['build', at('tool.recipe.yaml'), image, '--arch', 'x86-64', '--format', format]);
  const text = `import(${JSON.stringify(main)}).then(({ runCommandLine }) => runCommandLine(${args}))`;
  const ran = spawnSync('sh', ['-c', 'umask "$1"; shift; exec "$@"', 'sh', umask, process.execPath, '-e', text], {
    ...{ uid, gid: uid, encoding: 'utf8', cwd: '/' },
    env: {
      ...{ PATH: process.env['PATH'], HOME: at('home'), TZ: zone, TMPDIR: tmpdir(), NODE_NO_WARNINGS: '1' },
      SOURCE_DATE_EPOCH: String(1_000_000_000 + uid),
    },
  });
  expect([ran.status, ran.stdout]).toEqual([0, `${image}\n`]);
}

asRoot.each([['squashfs'], ['erofs']])(
  '%s of two users is the same, also where a command ran (needs root)',
  (format) => {
    chmodSync(scratch.path, 0o755);
    scratch.put('source/share/text', 'some text', 0o600);
    chownSync(at('source/share/text'), 65534, 65534);
    const steps = '  - take: {from: it, path: share, to: /usr/share/tool}\n  - run: [gzip, -k, usr/share/tool/text]\n';
    scratch.put('tool.recipe.yaml', `${RECIPE.replace('steps:', 'sources: {it: {file: source}}\nsteps:')}${steps}`);
    const images = [0, 65534].map((uid) => {
      const folder = at(`of-${uid}`);
      mkdirSync(folder);
      chownSync(folder, uid, uid);
      buildAs(uid, uid === 0 ? '022' : '077', uid === 0 ? 'UTC' : 'Pacific/Auckland', `${folder}/tool.raw`, format);
      return readFileSync(`${folder}/tool.raw`);
    });
    expect(images[0]?.equals(images[1] as Buffer)).toBe(true);
  },
);

asRoot('an erofs image is a system extension for systemd-dissect (needs root)', async () => {
  const image = await build(RECIPE.replace('target', 'format: erofs\ntarget'));
  expect(dissect(image)).toMatchObject({ useSystemExtension: true, mounts: [{ fstype: 'erofs', designator: 'root' }] });
});

const makeKey = (name: string) =>
  run('openssl', [
    ...['req', '-batch', '-new', '-x509', '-newkey', 'rsa:2048', '-noenc', '-subj', `/CN=${name}`],
    ...['-keyout', at(`${name}.key`), '-out', at(`${name}.crt`)],
  ]);
const signing = (key: string, certificate = key) => ({ key: at(`${key}.key`), certificate: at(`${certificate}.crt`) });

asRoot('a verity image is signed for systemd-dissect, openssl and Veneer (needs root)', async () => {
  makeKey('me');
  const image = await build(RECIPE, { format: 'verity', signing: signing('me') });
  const { mounts } = dissect(image);
  expect(mounts).toMatchObject([
    { designator: 'root', fstype: 'squashfs', architecture: 'x86-64', verity: 'signed' },
    { designator: 'root-verity', fstype: 'DM_verity_hash' },
    { designator: 'root-verity-sig', fstype: 'verity_hash_signature' },
  ]);
  const { disk, ...read } = await readBack(image);
  expect(read).toMatchObject({ form: 'gpt', ...READ });
  expect(disk?.verity).toMatchObject([{ of: 'root', matches: true, signature: { subject: 'CN=me' } }]);

  // The signature is of the root hash, by openssl's word.
  const [{ rootHash = '' } = {}] = disk?.verity ?? [];
  const part = disk?.partitions.find(({ typeName }) => typeName.endsWith('verity-sig'));
  const bytes = readFileSync(image).subarray(part?.offset, (part?.offset ?? 0) + (part?.size ?? 0));
  const told = JSON.parse(bytes.subarray(0, bytes.indexOf(0)).toString());
  scratch.put('hash', rootHash);
  scratch.put('signature', Buffer.from(told.signature, 'base64'));
  const judge = (by: string) =>
    run('openssl', [
      ...['smime', '-verify', '-binary', '-inform', 'DER', '-in', at('signature'), '-content', at('hash')],
      ...['-certfile', at(`${by}.crt`), '-CAfile', at(`${by}.crt`), '-nointern', '-purpose', 'any', '-out', at('out')],
    ]);
  judge('me');
  makeKey('other');
  expect(() => judge('other')).toThrow();
});

test.each([
  ['without a key', { format: 'verity' }, 'takes --key=FILE and --certificate=FILE'],
  ['for every architecture', { format: 'verity', architecture: 'any' }, 'is for one architecture'],
  ['with a key that is not there', { format: 'verity', signing: ['none', 'me'] }, 'There is nothing at'],
  ['with a certificate that is none', { format: 'verity', signing: ['me', 'text'] }, 'holds no certificate'],
  ['with a folder for a certificate', { format: 'verity', signing: ['me', 'folder'] }, 'is not a regular file'],
  ['as erofs with a key', { format: 'erofs', signing: ['me', 'me'] }, 'erofs holds no signature'],
] as const)('%s no image is made', async (_, how, said) => {
  makeKey('me');
  scratch.put('text.crt', 'x');
  scratch.put('folder.crt/in-it', 'x');
  const { signing: names, ...rest } = { signing: null, ...how };
  const files = names === null ? null : signing(names[0], names[1]);
  await expect(build(RECIPE, { ...rest, signing: files } as How)).rejects.toThrow(said);
  expect(existsSync(at('tool.raw'))).toBe(false);
});

asRoot('a key of another certificate signs nothing (needs root)', async () => {
  makeKey('me');
  makeKey('other');
  await expect(build(RECIPE, { format: 'verity', signing: signing('me', 'other') })).rejects.toMatchObject({
    code: 'unsupported',
    detail: expect.stringContaining('key values mismatch'),
  });
  expect(readdirSync(scratch.path).filter((name) => name.startsWith('tool.raw'))).toEqual([]);
});
