/** Every command really runs and answers in JSON, and each answer is as it is published in docs/json. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { gunzipSync, gzipSync } from 'node:zlib';
import { test as base, expect } from 'playwright/test';
import { ROW_NAMES, type RowName, rowOf } from '../../electron/cli/table/commands.ts';
import { ERROR_CODES, FOUND_WARNINGS, SOMETHING_NEW } from '../../shared/model/errors.ts';
import { answerProblem } from '../harness/answers.ts';
import { openMountNamespace } from '../harness/mount-namespace.ts';
import { serveFolder } from '../harness/nginx.ts';
import { imageOf, writeSums } from '../harness/remotes.ts';
import { makeScratch, putExtension, type Scratch } from '../harness/scratch.ts';
import { makeSquashfs } from '../harness/squashfs.ts';
import { runVeneer } from '../shells/server.ts';

const DISK = new URL('../fixtures/images/fixture-ddi.raw.gz', import.meta.url);

interface Host {
  readonly scratch: Scratch;
  readonly url: string;
  veneer(...args: string[]): ReturnType<typeof runVeneer>;
}

const test = base.extend<{ host: Host }>({
  // biome-ignore lint/correctness/noEmptyPattern: Playwright reads the names of the fixtures from the pattern
  host: async ({}, use) => {
    const scratch = makeScratch('answers');
    const tree = join(scratch.path, 'tree');
    scratch.put('tree/usr/lib/os-release', 'ID=debian\nVERSION_ID=12\n');
    for (const [name, release] of [
      ['alpha', 'ID=_any\n'],
      ['beta', 'ID=fedora\nVERSION_ID=41\n'],
    ] as const) {
      putExtension(scratch, 'tree/var/lib/extensions', name, release, { 'usr/share/common': name });
    }
    putExtension(scratch, 'sources', 'loose', 'ID=_any\n');
    makeSquashfs(join(scratch.path, 'sources/loose'), join(scratch.path, 'loose.raw'));
    for (const version of ['1.0', '2.0']) {
      const release = `ID=_any\nSYSEXT_VERSION_ID=${version}\n`;
      scratch.put(`served/tool-${version}-x86-64.raw`, imageOf(scratch, { name: 'tool', release }));
      scratch.put(`images/tool-${version}-x86-64.raw`, imageOf(scratch, { name: 'tool', release }));
    }
    scratch.put('ddi.raw', gunzipSync(readFileSync(DISK)));
    writeSums(scratch, 'served');
    const web = await serveFolder(scratch, 'served');
    const namespace = await openMountNamespace();
    await use({
      scratch,
      url: web.url,
      veneer: (...args) => {
        const isOfHost = !['unpack', 'build', 'publish', 'provision', 'version', 'fleet'].includes(args[0] ?? '');
        const host = isOfHost ? ['--root', tree, '--as-systemd', '257'] : [];
        return runVeneer(scratch, { user: 'own', args: [...args, ...host, '--json'], enter: namespace.enter });
      },
    });
    namespace.close();
    await web.stop();
    scratch.remove();
  },
});

const RECIPE = 'name: made\nversion: "1"\ntarget: {architectures: [any]}\nsteps: [{file: {at: /usr/a, content: x}}]\n';

test('each command that takes --json answers as it is published', async ({ host: { scratch, url, veneer } }) => {
  const at = (path: string) => join(scratch.path, path);
  const packed = at('packed/tool.raw.gz');
  scratch.put('packed/tool.raw.gz', gzipSync(readFileSync(at('images/tool-1.0-x86-64.raw'))));
  const answered = new Set<RowName>();
  /** @param status null where it may also be refused */
  const hold = (name: RowName, words: readonly string[], status: number | null) => {
    const { stdout, stderr, status: ended } = veneer(...words);
    if (status !== null) expect(ended, `${words.join(' ')}: ${stderr}${stdout}`).toBe(status);
    const answer = rowOf(name).answer ?? '';
    const isRefused = status === null && 'error' in (JSON.parse(stdout) as object);
    const isByLine = answer === 'ls' || answer === 'download';
    const texts = isByLine ? stdout.trim().split('\n') : [stdout];
    const values = texts.map((text) => JSON.parse(text) as unknown);
    for (const value of values) {
      const problem = answerProblem(isRefused ? 'error' : answer, value);
      expect(problem, `${words.join(' ')}\n${stdout}`).toBeNull();
    }
    answered.add(name);
    return values;
  };

  hold('version', ['version'], 0);
  hold('list', ['list'], 0);
  hold('status', ['status'], 0);
  hold('inspect', ['inspect', 'alpha'], 0);
  hold('inspect', ['inspect', at('loose.raw')], 0);
  hold('inspect', ['inspect', at('images/tool-1.0-x86-64.raw')], 0);
  hold('why', ['why', 'beta'], 0);
  hold('versions', ['versions', 'alpha'], 0);
  expect(hold('ls', ['ls', at('loose.raw')], 0).length).toBeGreaterThan(3);
  hold('cat', ['cat', 'alpha', 'usr/share/common'], 0);
  hold('conflicts', ['conflicts'], 0);
  hold('services', ['services'], 0);
  hold('which', ['which', '/usr/share/common'], 0);
  hold('which', ['which', '/usr/share/nothing'], 3);
  hold('doctor', ['doctor'], FOUND_WARNINGS);
  hold('report', ['report'], 0);
  hold('export', ['export'], 0);
  scratch.put('host.yaml', 'veneer: 1\nextensions: [{name: nothing}]\n');
  hold('diff', ['diff', at('host.yaml')], SOMETHING_NEW);
  hold('plan', ['plan', 'disable', 'alpha', '--now'], 0);
  scratch.put('made.recipe.yaml', RECIPE);
  hold('pack', ['pack', at('sources/loose'), at('packed/loose.raw')], 0);
  hold('lint', ['lint', at('sources/loose')], 0);
  hold('build', ['build', at('made.recipe.yaml'), at('packed/made.raw')], 0);
  hold('publish', ['publish', at('published'), at('packed/made.raw')], 0);
  hold('publish', ['publish', at('sited'), at('packed/made.raw'), '--url', 'https://example.org/'], 0);
  hold('provision', ['provision', at('sited')], 0);
  hold('unpack', ['unpack', packed], 0);

  hold('remote list', ['remote', 'list'], 0);
  hold('remote known', ['remote', 'known'], 0);
  hold('remote add', ['remote', 'add', 'mine', url], 0);
  hold('remote edit', ['remote', 'edit', 'mine', '--unsigned'], 0);
  hold('remote disable', ['remote', 'disable', 'mine'], 0);
  hold('remote enable', ['remote', 'enable', 'mine'], 0);
  hold('search', ['search', 'tool'], 0);
  expect(hold('download', ['download', 'nothing', 'tool=1.0', '--output', at('out')], 24)).toEqual([
    expect.objectContaining({ operand: 'nothing', error: expect.objectContaining({ code: 'not-found' }) }),
    expect.objectContaining({ path: at('out/tool-1.0-x86-64.raw') }),
  ]);

  hold('install', ['install', at('out/tool-1.0-x86-64.raw')], 0);
  hold('update', ['update', '--check'], SOMETHING_NEW);
  const succeeded = expect.objectContaining({ status: 'succeeded' });
  expect(hold('update', ['update'], 0)).toEqual([{ schema: 1, operation: succeeded }]);
  expect(hold('update', ['update'], 0)).toEqual([{ schema: 1, operation: null }]);
  hold('install', ['install', at('images/tool-2.0-x86-64.raw')], 0);
  hold('rollback', ['rollback', 'tool'], 0);
  hold('pin', ['pin', 'tool'], 0);
  hold('unpin', ['unpin', 'tool'], 0);
  hold('hold', ['hold', 'tool'], 0);
  scratch.put('host.yaml', 'veneer: 1\npins: [{name: tool, version: "1.0"}]\n');
  hold('apply', ['apply', at('host.yaml')], 0);
  hold('unpin', ['unpin', 'tool'], 0);
  hold('vacuum', ['vacuum', 'tool', '--keep', '0'], 0);
  hold('disable', ['disable', 'alpha'], 0);
  hold('history list', ['history'], 0);
  hold('history diff', ['history', 'diff', '1'], 0);
  hold('enable', ['enable', 'alpha'], 0);
  scratch.put('tree/var/lib/extensions/misnamed.raw', readFileSync(at('loose.raw')));
  hold('rename', ['rename', 'misnamed', 'loose'], 0);
  hold('remove', ['remove', 'loose', '--purge'], 0);
  hold('features', ['features'], 0);
  hold('plan', ['plan', '--for', 'debian=13'], 0);
  hold('prepare', ['prepare', '--for', 'debian=13', '--dry-run'], 0);
  hold('portable list', ['portable', 'list'], 0);
  scratch.put('tree/usr/lib/systemd/portable/profile/default/service.conf', '[Service]\n');
  scratch.put('tree/var/lib/portables/app/usr/lib/os-release', 'ID=x\n');
  scratch.put('tree/var/lib/portables/app/usr/lib/systemd/system/app.service', '[Service]\n');
  hold('portable attach', ['portable', 'attach', 'app', '--dry-run'], 0);
  for (const verb of ['detach', 'reattach'] as const) hold(`portable ${verb}`, ['portable', verb, 'app'], null);
  hold('remove', ['remove', 'tool', '--purge'], 0);
  hold('verify', ['verify', at('ddi.raw')], 0);
  // What these come to depends on who runs the test and on this machine's systemd; how they say it does not.
  for (const name of ['merge', 'refresh', 'unmerge'] as const) hold(name, [name], null);
  for (const name of ['at-boot', 'boot-refresh', 'helper'] as const) hold(name, [name, 'off'], null);
  hold('follow', ['follow', 'tool'], null);
  hold('unfollow', ['unfollow', 'tool'], null);
  hold('remote remove', ['remote', 'remove', 'mine'], 0);

  hold('fleet add', ['fleet', 'add', '127.0.0.1:1'], 0);
  hold('fleet list', ['fleet', 'list'], 0);
  hold('fleet read', ['fleet', 'read'], ERROR_CODES.unreachable.exitCode);
  hold('fleet differ', ['fleet', 'differ', '127.0.0.1:1'], null);
  hold('fleet plan', ['fleet', 'plan', '--for', 'debian=13'], 0);
  hold('fleet remove', ['fleet', 'remove', '127.0.0.1:1'], 0);

  const answering = ROW_NAMES.filter((name) => rowOf(name).answer !== null);
  expect(answering.filter((name) => !answered.has(name))).toEqual([]);
});

test('what goes wrong is the answer too, with the exit code as without JSON', ({ host: { veneer } }) => {
  for (const [words, code, status] of [
    [['inspect', 'nobody'], 'not-found', 3],
    [['list', '--frobnicate'], 'invalid-input', 2],
    [['lst'], 'invalid-input', 2],
    [['ls', '/nowhere/x.raw'], 'not-found', 3],
    [['enable', 'nobody'], 'not-found', 3],
    [['search', 'x'], 'not-found', 3],
    [['serve'], 'invalid-input', 2],
  ] as const) {
    const { stdout, stderr, status: ended } = veneer(...words);
    expect(ended, words.join(' ')).toBe(status);
    const answer = JSON.parse(stdout) as unknown;
    expect(answerProblem('error', answer), stdout).toBeNull();
    expect(answer).toMatchObject({ error: { code } });
    expect(stderr, 'it is said once').toBe('');
  }
});
