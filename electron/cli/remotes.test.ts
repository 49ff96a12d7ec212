/** What the command line makes of remotes, from the program itself against a real server. */
import { execFile, spawnSync } from 'node:child_process';
import { existsSync, mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { serveFolder, type WebServer } from '../../e2e/harness/nginx.ts';
import { programFile } from '../../e2e/harness/program-files.ts';
import { imageOf, writeSums } from '../../e2e/harness/remotes.ts';
import { makeScratch, type Scratch } from '../../e2e/harness/scratch.ts';
import { ERROR_CODES } from '../../shared/model/errors.ts';

const MAIN = fileURLToPath(programFile('cli'));
let scratch: Scratch;
let server: WebServer | null = null;
beforeEach(() => {
  scratch = makeScratch('cli-remotes');
  scratch.put('tree/usr/lib/os-release', 'ID=debian\nVERSION_ID=12\n');
});
afterEach(async () => {
  await server?.stop();
  server = null;
  scratch.remove();
});

const image = (version: string) =>
  imageOf(scratch, { name: 'tool', release: `ID=_any\nSYSEXT_VERSION_ID=${version}\n` });

function veneer(...args: string[]): Promise<{ stdout: string; stderr: string; status: number }> {
  const { path } = scratch;
  const own = { HOME: path, XDG_CONFIG_HOME: join(path, 'config'), XDG_RUNTIME_DIR: path };
  const env = { ...process.env, ...own, XDG_CACHE_HOME: join(path, 'cache'), XDG_STATE_HOME: join(path, 'state') };
  const command = [MAIN, ...args, '--root', join(path, 'tree')];
  return new Promise((settle) => {
    const child = execFile(process.execPath, command, { env, timeout: 120_000 }, (_error, stdout, stderr) =>
      settle({ stdout, stderr, status: child.exitCode ?? -1 }),
    );
  });
}

test('of several names those that are there are downloaded, and the exit code says that it is not all', async () => {
  scratch.put('served/tool-1.0.raw', image('1.0'));
  writeSums(scratch, 'served');
  server = await serveFolder(scratch, 'served');
  expect(await veneer('remote', 'add', 'it', server.url)).toMatchObject({ status: 0 });
  const { stdout, stderr, status } = await veneer('download', 'nothing', 'tool', '--output', scratch.path);
  expect(status).toBe(ERROR_CODES.partly.exitCode);
  expect(stdout.trim()).toBe(join(scratch.path, 'tool-1.0.raw'));
  expect(existsSync(stdout.trim())).toBe(true);
  expect(stderr).toContain('nothing');
});

test('a pipe in a folder, or in place of the remotes, holds nothing up', async () => {
  const folder = join(scratch.path, 'd');
  mkdirSync(folder);
  spawnSync('mkfifo', [join(folder, 'SHA256SUMS')]);
  const added = await veneer('remote', 'add', 'd', folder);
  expect(added.stderr).toContain('is not a regular file');
  expect(added.status).not.toBe(0);
  expect(await veneer('remote', 'list')).toMatchObject({ status: 0 });
  expect(await veneer('remote', 'remove', 'd')).toMatchObject({ status: 0 });
  spawnSync('rm', [join(scratch.path, 'config/veneer/remotes.json')]);
  spawnSync('mkfifo', [join(scratch.path, 'config/veneer/remotes.json')]);
  const listed = await veneer('remote', 'list');
  expect(listed).toMatchObject({ status: 0, stderr: expect.stringContaining('remotes.json.damaged') });
  expect(await veneer('remote', 'list')).toMatchObject({ status: 0, stderr: '' });
});

test('what was done is said on stdout, and what could not be reached is so, with the exit code of why', async () => {
  scratch.put('served/tool-1.0.raw', image('1.0'));
  writeSums(scratch, 'served');
  server = await serveFolder(scratch, 'served');
  const { url } = server;
  const lines = async (...args: string[]) => {
    const { stdout, stderr, status } = await veneer('remote', ...args);
    return [status, stdout.trim(), stderr.trim()];
  };
  const see = 'See what it has: veneer search --remote it';
  expect(await lines('add', 'it', url)).toEqual([0, 'The remote it is added. It has 1 extension.', see]);
  const off = [0, 'The remote it is off.', 'To turn it on: veneer remote enable it'];
  expect(await lines('disable', 'it')).toEqual(off);
  expect(await lines('enable', 'it')).toEqual([0, 'The remote it is on. It has 1 extension.', see]);
  expect(await lines('edit', 'it', '--unsigned')).toEqual([0, 'The remote it is changed. It has 1 extension.', see]);
  const again = `To add it again: veneer remote add it ${url}`;
  expect(await lines('remove', 'it')).toEqual([0, 'The remote it is removed.', again]);

  // Nobody listens at port 1.
  const dead = 'http://127.0.0.1:1/';
  const { unreachable } = ERROR_CODES;
  const cannot = expect.stringMatching(/^veneer: .*cannot be reached/);
  expect(await lines('add', 'dead', dead)).toEqual([unreachable.exitCode, 'The remote dead is added.', cannot]);
  expect(await lines('enable', 'dead')).toEqual([unreachable.exitCode, 'The remote dead is on.', cannot]);
  const answer = await veneer('remote', 'edit', 'dead', '--unsigned', '--json');
  expect(answer.status).toBe(unreachable.exitCode);
  expect(JSON.parse(answer.stdout)).toMatchObject({ remote: { name: 'dead', error: { code: 'unreachable' } } });
  expect((await veneer('remote', 'list')).stdout).toContain(dead);
});
