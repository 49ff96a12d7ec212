/** Commands that need nobody else, in this process: what they print, and how they end. Their answers: e2e/specs/answers.spec.ts. */
import { existsSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { makeScratch, putExtension, type Scratch } from '../../e2e/harness/scratch.ts';
import { isVisible } from '../../shared/messages/visible.ts';
import { FOUND_DANGERS, FOUND_WARNINGS, SOMETHING_NEW } from '../../shared/model/errors.ts';
import { parseCommandLine } from './arguments.ts';
import { runBuild } from './build.ts';
import { runFleet } from './fleet.ts';
import { runHistory } from './history.ts';
import { runLint } from './lint.ts';
import { runProvision } from './provision.ts';
import { runPublish } from './publish.ts';
import { stdout } from './terminal.ts';

let scratch: Scratch;
let printed: string;
const at = (path: string) => join(scratch.path, path);
beforeEach(() => {
  scratch = makeScratch('in-process');
  printed = '';
  for (const name of ['CONFIG', 'STATE', 'DATA', 'CACHE']) vi.stubEnv(`XDG_${name}_HOME`, at(name.toLowerCase()));
  vi.stubEnv('XDG_RUNTIME_DIR', at('run'));
  // From now on it is written by its stream.
  stdout();
  const keep = (text: string | Uint8Array) => {
    printed += Buffer.from(text as string).toString('utf8');
    return true;
  };
  vi.spyOn(process.stdout, 'write').mockImplementation(keep);
  vi.spyOn(process.stderr, 'write').mockImplementation(keep);
});
afterEach(() => {
  vi.restoreAllMocks();
  vi.unstubAllEnvs();
  scratch.remove();
});

const RECIPE = `name: tool
version: "1.0"
target: {architectures: [any]}
steps: [{file: {at: /usr/bin/tool, content: "#!/bin/sh\\n", mode: "0755"}}]
`;

test('build writes an image once, and lint has nothing to say of it', async () => {
  scratch.put('tool.recipe.yaml', RECIPE);
  const words = ['build', at('tool.recipe.yaml'), at('tool.raw')];
  expect(await runBuild(parseCommandLine(words))).toBe(0);
  expect(printed).toBe(`${at('tool.raw')}\n`);
  await expect(runBuild(parseCommandLine(words))).rejects.toMatchObject({ code: 'invalid-input' });
  expect(await runBuild(parseCommandLine(['build', at('tool.recipe.yaml'), at('json.raw'), '--json']))).toBe(0);
  expect(printed).toContain(`"path": "${at('json.raw')}"`);
  printed = '';
  expect(await runPublish(parseCommandLine(['publish', at('pub'), at('tool.raw'), '--keep', '2']))).toBe(0);
  expect(printed).toBe(`${at('pub/tool/tool-1.0.raw')}\n`);
  expect(await runPublish(parseCommandLine(['publish', at('pub'), at('tool.raw'), '--json']))).toBe(0);
  expect(printed).toContain('"removed": []');
  printed = '';
  expect(await runLint(parseCommandLine(['lint', at('tool.raw')]))).toBe(0);
  expect(printed).toBe('Nothing is wrong with it.\n');
});

test('provision writes what a host begins with, of what was published with an address', async () => {
  scratch.put('tool.recipe.yaml', RECIPE);
  await runBuild(parseCommandLine(['build', at('tool.recipe.yaml'), at('tool.raw')]));
  const publish = ['publish', at('pub'), at('tool.raw'), '--url', 'https://example.org/x'];
  await runPublish(parseCommandLine(publish));
  printed = '';
  const provision = (...words: string[]) => runProvision(parseCommandLine(['provision', at('pub'), ...words]));
  expect(await provision('tool', '--without', 'docker,podman')).toBe(0);
  expect(printed).toMatch(/^variant: flatcar\n/);
  expect(printed).toContain('source: https://example.org/x/tool/tool-1.0.raw');
  expect(printed).toContain('/etc/extensions/podman');
  expect(printed).toContain('/etc/sysupdate.tool.d/tool.transfer');
  printed = '';
  expect(await provision('--format', 'butane-fcos')).toBe(0);
  expect(printed).toMatch(/^variant: fcos\nversion: 1\.5\.0\n/);
  printed = '';
  expect(await provision('--format', 'ignition', '--json')).toBe(0);
  expect(JSON.parse(printed)).toMatchObject({ format: 'ignition', lacks: [] });
  await expect(provision('nobody')).rejects.toMatchObject({ code: 'not-found' });
});

test('build says what it cannot do, and leaves nothing', async () => {
  scratch.put('tool.recipe.yaml', RECIPE.replace('[any]', '[arm64]'));
  const build = (...more: string[]) =>
    runBuild(parseCommandLine(['build', at('tool.recipe.yaml'), at('x.raw'), ...more]));
  await expect(build('--arch', 'riscv64')).rejects.toThrow('The recipe builds for arm64, not for riscv64.');
  await expect(runBuild(parseCommandLine(['build', at('nothing.yaml')]))).rejects.toMatchObject({ code: 'not-found' });
  expect(existsSync(at('x.raw'))).toBe(false);
  expect(await build('--arch', 'arm64')).toBe(0);
});

test.each([
  ['what is no YAML', 'name: [tool', /line \d+, column \d+: /],
  ['what is nothing', '', /takes fields|line \d+, column \d+: /],
  ['a field that there is not', RECIPE.replace('file', 'fiel'), /line 4, column \d+: .*Did you mean file\?/],
])('%s is told with line and next step', async (_, text, said) => {
  scratch.put('tool.recipe.yaml', text);
  const error = runBuild(parseCommandLine(['build', at('tool.recipe.yaml'), at('tool.raw')]));
  await expect(error).rejects.toMatchObject({ code: 'invalid-input', nextStep: { id: 'recipe.see-fields' } });
  await expect(error).rejects.toThrow(said);
  expect(existsSync(at('tool.raw'))).toBe(false);
});

test('the format is that of the recipe unless another is asked for', async () => {
  scratch.put('tool.recipe.yaml', `format: erofs\n${RECIPE}`);
  const build = (...more: string[]) =>
    runBuild(parseCommandLine(['build', at('tool.recipe.yaml'), at('tool.raw'), ...more]));
  await expect(build('--compression', 'zstd')).rejects.toThrow('mkfs.erofs packs with lz4');
  await expect(build('--format', 'verity', '--key', at('key'))).rejects.toThrow(
    'takes --key=FILE and --certificate=FILE',
  );
  await expect(build('--key', at('key'), '--certificate', at('key'))).rejects.toThrow('erofs holds no signature');
  expect(() => parseCommandLine(['build', 'x', '--format', 'ext4'])).toThrow('squashfs, erofs, verity');
  expect(existsSync(at('tool.raw'))).toBe(false);
  expect(await build('--format', 'squashfs', '--compression', 'zstd')).toBe(0);
  expect(readFileSync(at('tool.raw')).toString('latin1', 0, 4)).toBe('hsqs');
  rmSync(at('tool.raw'));
  expect(await build()).toBe(0);
  expect(readFileSync(at('tool.raw')).readUInt32LE(1024)).toBe(0xe0f5e1e2);
});

test('build says that a command ran, and in what', async () => {
  scratch.put('tool.recipe.yaml', RECIPE.replace(/}]\n$/, '}, {run: [chmod, "+x", "usr/bin/tool", "usr/bin"]}]\n'));
  const words = ['build', at('tool.recipe.yaml'), at('tool.raw')];
  expect(await runBuild(parseCommandLine([...words, '--json']))).toBe(0);
  expect(printed).toMatch(
    /^note: Running chmod \+x usr\/bin\/tool usr\/bin in a sandbox without network \((?:bubblewrap|unshare)\)\n\{/,
  );
  expect(printed).toContain('Its recipe ran chmod +x usr/bin/tool');
});

test('lint ends by the worst that it found', async () => {
  putExtension(scratch, '.', 'tool', 'ID=_any\n', {});
  scratch.put('tool/usr/bin/mine', 'x', 0o4755);
  expect(await runLint(parseCommandLine(['lint', at('tool')]))).toBe(FOUND_WARNINGS);
  expect(printed).toMatch(
    /^warning: \/usr\/bin\/mine: .*\n {2}Fix: Give \/usr\/bin\/mine the mode 755\.\n {2}See: veneer --explain setuid\n/,
  );
  printed = '';
  expect(await runLint(parseCommandLine(['lint', at('tool'), '--fix']))).toBe(0);
  expect(printed).toBe(
    'Fix: Give /usr/bin/mine the mode 755.\nDone: Give /usr/bin/mine the mode 755.\nNothing is wrong with it.\n',
  );
  scratch.put('tool/usr/bin/a\u001b[31m\u202e', 'x', 0o4755);
  printed = '';
  await runLint(parseCommandLine(['lint', at('tool'), '--fix']));
  expect(isVisible(printed.replaceAll('\n', '')), 'what a stranger named').toBe(true);
  expect(printed).toContain('\nDone: Give /usr/bin/a');
  scratch.put('tool/usr/lib/systemd/system/tool.service', '[Service]\nExecStop=/bin/x\n');
  printed = '';
  await runLint(parseCommandLine(['lint', at('tool')]));
  expect(printed).toContain('\n  lint --fix cannot mend this.\n');
  const found = printed.match(/^(?:note|warning|danger): /gm);
  expect(printed.match(/^ {2}(?:Fix: |lint --fix cannot )/gm)?.length, 'each with its fix').toBe(found?.length);
  scratch.put('cut.raw', 'hsqs');
  printed = '';
  expect(await runLint(parseCommandLine(['lint', at('cut.raw'), '--json']))).toBe(FOUND_DANGERS);
  expect(JSON.parse(printed)).toMatchObject({
    name: 'cut',
    findings: [{ id: 'blocks-merge', mend: null }],
    mended: [],
  });
  await expect(runLint(parseCommandLine(['lint', at('cut.raw'), '--fix']))).rejects.toMatchObject({
    code: 'invalid-input',
  });
});

test('a fleet without ssh: hosts are added, told and taken away', async () => {
  const fleet = (...words: string[]) => runFleet(parseCommandLine(['fleet', ...words]));
  expect(await fleet('add', 'nas', 'core@edge-01:2222')).toBe(0);
  printed = '';
  expect(await fleet('list')).toBe(0);
  expect(printed).toMatch(/^HOST +OS\nnas +-\ncore@edge-01:2222 +-\n/);
  await expect(fleet('add', '--', '-oProxyCommand=x')).rejects.toMatchObject({ code: 'invalid-input' });
  await expect(fleet('differ', 'nobody')).rejects.toMatchObject({ code: 'not-found' });
  printed = '';
  expect(await fleet('list', '--json')).toBe(0);
  expect(JSON.parse(printed)).toMatchObject({
    hosts: [{ id: 'nas', state: 'never-read' }, { id: 'core@edge-01:2222' }],
  });
  expect(await fleet('remove', 'nas')).toBe(0);
});

test('a host to which nothing happened has no history', async () => {
  scratch.put('tree/usr/lib/os-release', 'ID=debian\nVERSION_ID=12\n');
  const history = (...words: string[]) => runHistory(parseCommandLine(['history', ...words, '--root', at('tree')]));
  expect(await history('list', '--json')).toBe(0);
  expect(JSON.parse(printed)).toMatchObject({ entries: [] });
  await expect(history('diff', '3')).rejects.toMatchObject({ code: 'not-found' });
  await expect(history('diff', 'yesterday or so')).rejects.toMatchObject({ code: 'invalid-input' });
  expect([0, SOMETHING_NEW]).toContain(await history('list'));
});
