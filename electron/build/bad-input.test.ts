/** What a recipe, its sources and those who serve them can have wrong: a sentence with line and next step, and nothing half-made. */
import { createHash } from 'node:crypto';
import {
  chmodSync,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  renameSync,
  statSync,
  symlinkSync,
} from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { serveFaults, serveFile } from '../../e2e/harness/faulty-server.ts';
import { serveFolder } from '../../e2e/harness/nginx.ts';
import { run } from '../../e2e/harness/programs.ts';
import { type RecipeBuilder, recipeBuilder } from '../../e2e/harness/recipes.ts';
import { makeScratch, type Scratch } from '../../e2e/harness/scratch.ts';
import { readAs } from '../../shared/declared/read.ts';
import { parseYaml } from '../../shared/declared/yaml.ts';
import { Recipe } from '../../shared/model/recipe.ts';
import { openDownloaded } from './archive.ts';

let scratch: Scratch;
let build: RecipeBuilder['build'];
let servers: { stop(): Promise<void> }[];
const at = (path: string) => join(scratch.path, path);
beforeEach(() => {
  scratch = makeScratch('bad-input');
  ({ build } = recipeBuilder(scratch));
  servers = [];
  scratch.put('files/tool-1.0/bin/tool', '#!/bin/sh\necho tool\n', 0o755);
  scratch.put('files/tool-1.0/bin/toolctl', '#!/bin/sh\necho ctl\n', 0o755);
  scratch.put('files/tool-1.0/share/doc/README', 'Read me.\n');
  mkdirSync(at('served'));
});
afterEach(async () => {
  vi.unstubAllEnvs();
  for (const server of servers) await server.stop();
  scratch.remove();
});

const head = `name: tool\nversion: "1.0"\ntarget: {architectures: [x86-64, any]}\n`;
const sumOf = (path: string) =>
  createHash('sha256')
    .update(readFileSync(at(path)))
    .digest('hex');
const tar = (file: string, ...args: string[]) => run('tar', ['--create', '--file', at(file), ...args]);
const listing = (image: string) => run('unsquashfs', ['-lls', '-d', '', image]);
const errorOf = (yaml: string) =>
  build(yaml).then(
    () => null,
    (error: unknown) => error,
  );
const oneStep = (step: string) => `${head}sources: {it: {file: it}}\nsteps: [${step}]\n`;

test.each([
  [
    'a file that is not there',
    '{take: {from: it, path: tool-1.0/bin/nothing, to: /usr/bin/x}}',
    'It has: tool-1.0/bin, tool-1.0/share',
  ],
  ['several for one place', '{take: {from: it, path: tool-1.0/bin/*, to: /usr/bin/x}}', 'has to end with a slash'],
  ['two at one place', '{file: {at: /usr/a, content: x}}, {file: {at: /usr/a, content: y}}', '/usr/a is there already'],
  [
    'something below a file',
    '{file: {at: /usr/a, content: x}}, {link: {at: /usr/a/b, to: c}}',
    '/usr/a is there already',
  ],
  ['another release file', '{file: {at: /usr/lib/extension-release.d/extension-release.tool, content: x}}', null],
])('%s is told with its line', async (_, steps, said) => {
  tar('it', '-C', at('files'), 'tool-1.0');
  const error = await errorOf(oneStep(steps));
  expect(error).toMatchObject({
    code: 'invalid-input',
    message: expect.stringMatching(/^tool.recipe.yaml, line \d+, column \d+: /),
    nextStep: { id: 'recipe.mend-it' },
  });
  if (said !== null) expect((error as Error).message).toContain(said);
  expect(readdirSync(scratch.path).filter((name) => name.includes('.raw'))).toEqual([]);
});

/** Nothing half-made: no image, no part of a download, no folder of the build. */
const left = () => [
  ...readdirSync(scratch.path).filter((name) => name.includes('.raw')),
  ...(existsSync(at('cache')) ? readdirSync(at('cache')) : []),
  ...readdirSync(at('tmp')),
];

test.each([
  ['a path that leads out', () => run('tar', ['-cPf', at('it'), '-C', at('files'), '../tool.txt'])],
  ['an absolute path', () => run('tar', ['-cPf', at('it'), at('tool.txt')])],
  [
    'a zip file with an absolute path',
    () => run('python3', ['-c', `import zipfile; zipfile.ZipFile("${at('it')}", "w").writestr("/x", "x")`]),
  ],
  ['a device', () => run('tar', ['-cf', at('it'), '-C', '/dev', 'null'])],
  [
    'a zip file with a path that leads out',
    () => run('python3', ['-c', `import zipfile; zipfile.ZipFile("${at('it')}", "w").writestr("../x", "x")`]),
  ],
  [
    'a cut archive',
    () => {
      tar('whole', '--gzip', '-C', at('files'), 'tool-1.0');
      scratch.put('it', readFileSync(at('whole')).subarray(0, 150));
    },
  ],
  ['a package that is none', () => scratch.put('it', `!<arch>\n${'x'.repeat(600)}`)],
])('%s is refused', async (_, make) => {
  scratch.put('tool.txt', 'x');
  mkdirSync(at('tmp'));
  vi.stubEnv('TMPDIR', at('tmp'));
  make();
  const error = await errorOf(oneStep('{take: {from: it, path: x, to: /usr/x}}'));
  expect(error).toMatchObject({
    code: 'image-broken',
    message: expect.stringMatching(/^tool.recipe.yaml, line 4, column 15: .* cannot be unpacked: /),
    nextStep: { id: 'build.look-at-source' },
  });
  expect(left()).toEqual([]);
});

test('a download that is cut leaves nothing, and says what to do', async () => {
  mkdirSync(at('tmp'));
  vi.stubEnv('TMPDIR', at('tmp'));
  const content = Buffer.alloc(100_000, 'x');
  const server = await serveFaults((request, response) => serveFile(request, response, { content, cutAfter: 50_000 }));
  servers.push(server);
  const sha256 = createHash('sha256').update(content).digest('hex');
  const source = `{url: "${server.url}it", sha256: {"1.0": {any: ${sha256}}}}`;
  const error = await errorOf(`${head}sources: {it: ${source}}\nsteps: [{take: {from: it, to: /usr/it}}]\n`);
  expect(error).toMatchObject({
    code: 'unreachable',
    message: expect.stringMatching(/^tool.recipe.yaml, line 4, column 15: .*127.0.0.1:\d+/),
    nextStep: { text: expect.stringMatching(/./) },
  });
  expect(left()).toEqual([]);
});

test('a link that leads out of the extension is refused, one to the host is not', async () => {
  symlinkSync('../../../../etc/shadow', at('files/tool-1.0/bin/out'));
  symlinkSync('/etc/tool.conf', at('files/tool-1.0/bin/conf'));
  tar('it', '-C', at('files'), 'tool-1.0');
  mkdirSync(at('tmp'));
  vi.stubEnv('TMPDIR', at('tmp'));
  expect(await errorOf(oneStep('{take: {from: it, path: tool-1.0/bin, to: /usr/bin}}'))).toMatchObject({
    code: 'invalid-input',
    message: expect.stringMatching(
      /^tool.recipe.yaml, line 5, column \d+: .*\/usr\/bin\/out leads out of the extension/,
    ),
    nextStep: { id: 'recipe.mend-it' },
  });
  expect(left()).toEqual([]);
  const image = await build(oneStep('{take: {from: it, path: tool-1.0/bin/conf, to: /usr/bin/}}'));
  expect(listing(image)).toContain('/usr/bin/conf -> /etc/tool.conf');
});

test('another checksum, none for a version, a server without the file: nothing is kept', async () => {
  tar('served/tool.tar', '-C', at('files'), 'tool-1.0');
  const server = await serveFolder(scratch, 'served');
  servers.push(server);
  const recipe = (sum: string, file = 'tool.tar') =>
    `${head}sources: {tool: {url: "${server.url}${file}", sha256: {"1.0": {any: "${sum}"}}}}\nsteps: [{take: {from: tool, path: tool-1.0/bin, to: /usr/bin}}]\n`;
  expect(await errorOf(recipe('0'.repeat(64)))).toMatchObject({
    code: 'not-verified',
    message: expect.stringMatching(/^tool.recipe.yaml, line 4, column 17: .* is not the file that the recipe has the/),
    nextStep: { id: 'build.look-at-source' },
  });
  expect([readdirSync(at('cache')), existsSync(at('tool.raw'))]).toEqual([[], false]);
  expect(await errorOf(recipe(sumOf('served/tool.tar'), 'gone.tar'))).toMatchObject({ code: 'not-found' });
  const image = await build(recipe(sumOf('served/tool.tar')));
  expect(existsSync(image)).toBe(true);
  await expect(build(recipe(sumOf('served/tool.tar')), { version: '2.0', image: 'two.raw' })).rejects.toMatchObject({
    message: expect.stringMatching(
      /^tool.recipe.yaml, line 4, column \d+: The recipe has no checksum of version 2.0 for x86-64.$/,
    ),
  });
  // What is kept counts by its content alone.
  const [kept = ''] = readdirSync(at('cache'));
  chmodSync(at(`cache/${kept}`), 0o600);
  scratch.put(`cache/${kept}`, 'something else');
  await build(recipe(sumOf('served/tool.tar')), { image: 'three.raw' });
  expect(readFileSync(at('three.raw')).equals(readFileSync(image))).toBe(true);
});

test.each([
  ['a field that there is not', `${head}stpes: []\nsteps: [{file: {at: /usr/a, content: x}}]\n`, 'Did you mean steps?'],
  [
    'two in one step',
    `${head}steps: [{file: {at: /usr/a, content: x}, link: {at: /usr/b, to: a}}]\n`,
    'a step has one of take, file, link, folder, unit, uphold, tmpfiles, sysusers, run',
  ],
  ['a source that there is not', `${head}steps: [{take: {from: it, to: /usr/a}}]\n`, 'there is no source it'],
  [
    'a place outside',
    `${head}steps: [{file: {at: /usr/../etc/passwd, content: x}}]\n`,
    'at cannot be /usr/../etc/passwd',
  ],
  [
    'a line of a unit that makes two',
    `${head}steps: [{unit: {name: a.service, sections: {Service: {ExecStart: "a\\nb"}}}}]\n`,
    'cannot be',
  ],
  [
    'an address without a checksum',
    `${head}sources: {a: {url: "https://example.org/a"}}\nsteps: [{take: {from: a, to: /usr/a}}]\n`,
    'it takes sha256 or signed',
  ],
  [
    'a release without its version',
    `name: tool\nversion: "1"\ntarget: {id: debian, architectures: [any]}\nsteps: [{file: {at: /usr/a, content: x}}]\n`,
    'it takes version-id or level',
  ],
  [
    'a release by two fields',
    `name: tool\nversion: "1"\ntarget: {id: debian, version-id: "12", level: "1", architectures: [any]}\nsteps: [{file: {at: /usr/a, content: x}}]\n`,
    'level cannot stand beside version-id',
  ],
  [
    'neither an address nor a file',
    `${head}sources: {a: {}}\nsteps: [{take: {from: a, to: /usr/a}}]\n`,
    'it takes url or file',
  ],
])('%s is told with its line', async (_, yaml, said) => {
  const parsed = parseYaml(yaml, 'tool.recipe.yaml');
  expect(() => readAs(Recipe, parsed)).toThrow(said);
  expect(() => readAs(Recipe, parsed)).toThrow(/^tool.recipe.yaml, line \d+, column \d+: /);
});

test('a source that a stranger signed is told with its line, and nothing is made', async () => {
  for (const name of ['maker', 'stranger'])
    run('minisign', ['-G', '-W', '-p', at(`${name}.pub`), '-s', at(`${name}.key`)]);
  scratch.put('it', 'a tool');
  run('minisign', ['-S', '-s', at('stranger.key'), '-m', at('it')]);
  const source = '{file: it, signed: {by: maker.pub, signature: it.minisig}}';
  const yaml = `${head}sources:\n  it: ${source}\nsteps: [{take: {from: it, to: /usr/bin/it}}]\n`;
  expect(await errorOf(yaml)).toMatchObject({
    code: 'not-verified',
    message: `tool.recipe.yaml, line 5, column 7: ${at('it')} is not signed with the key in ${at('maker.pub')}.`,
    nextStep: { id: 'build.look-at-source' },
  });
  expect(existsSync(at('tool.raw'))).toBe(false);
  await build(yaml.replace('maker', 'stranger'));
});

test.each([
  ['a command that fails', '[sh, -c, "echo why >&2; exit 3"]', 'sh ended with 3.'],
  ['one that there is not', '[no-such-program]', 'no-such-program ended with 127.'],
  ['one that somebody ends', '[sh, -c, "kill -9 $$"]', 'sh ended with 137.'],
  ['a pipe', '[mkfifo, usr/pipe]', '/usr/pipe is neither a file nor a folder nor a link'],
  ['a link that leads out', '[ln, -s, ../../etc/shadow, usr/link]', 'the link /usr/link leads out of the extension'],
  ['another folder at the top', '[mkdir, var]', 'the command wrote /var'],
  ['a folder that nobody may look into', '[chmod, "0", usr]', null],
])('%s is told with the line of the step', async (_, command, said) => {
  const yaml = `${head}steps:\n  - folder: {at: /usr/lib}\n  - run: ${command}\n`;
  mkdirSync(at('tmp'));
  vi.stubEnv('TMPDIR', at('tmp'));
  const error = (await errorOf(yaml)) as Error | null;
  if (said !== null) expect(error?.message).toContain(`tool.recipe.yaml, line 6, column 10: `);
  if (said !== null) expect(error?.message).toContain(said);
  expect(existsSync(at('tool.raw'))).toBe(error === null);
  expect(readdirSync(at('tmp')), 'no folder is left').toEqual([]);
});

// Where in the recipe that is: what is refused above, of the same function.
test.each([
  ['gzip', () => tar('it', '--gzip', '-C', at('bomb'), 'zeros')],
  ['xz', () => tar('it', '--xz', '-C', at('bomb'), 'zeros')],
  ['zstd', () => tar('it', '--zstd', '-C', at('bomb'), 'zeros')],
  ['zip', () => run('zip', ['-q', at('it.zip'), 'zeros'], { cwd: at('bomb') }) + renameSync(at('it.zip'), at('it'))],
  [
    'a package of Debian',
    () => {
      const control = 'Package: it\nVersion: 1\nArchitecture: all\nMaintainer: x\nDescription: x\n';
      scratch.put('bomb/DEBIAN/control', control);
      run('dpkg-deb', ['--root-owner-group', '--build', at('bomb'), at('it')]);
    },
  ],
])('a bomb of %s is not unpacked to its end', async (_, make) => {
  scratch.put('bomb/zeros', Buffer.alloc(4_000_000));
  make();
  expect(statSync(at('it')).size).toBeLessThan(100_000);
  mkdirSync(at('unpacked'));
  await expect(openDownloaded(at('it'), at('unpacked'), null, 1_000_000)).rejects.toMatchObject({
    code: 'image-broken',
    message: expect.stringMatching(/ cannot be unpacked: it unpacks to more than 1000000 bytes/),
    nextStep: { id: 'build.look-at-source' },
  });
  expect(readdirSync(at('unpacked'))).toEqual([]);
});
