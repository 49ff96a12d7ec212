/**
 * Part of build.mjs: runs a program of the command line on a host of two extensions and keeps what V8 compiled of it beside it, the
 * functions that were called among it.
 */
import { copyFileSync, existsSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { COMMANDS, loadCompiled, READING } from './electron/cli/compiled.ts';

/** How long a window may take to be there. */
const SERVED_MS = 30_000;

const [dist, which] = process.argv.slice(2);
const compiled = [COMMANDS, READING].find(({ program }) => program === which);
const scratch = mkdtempSync(join(tmpdir(), 'veneer-build-'));
const tree = join(scratch, 'tree');
const image = join(dist, 'sandbox/metrics.raw');
process.on('exit', () => rmSync(scratch, { recursive: true }));
for (const name of ['HOME', 'XDG_CONFIG_HOME', 'XDG_STATE_HOME', 'XDG_DATA_HOME', 'XDG_CACHE_HOME', 'XDG_RUNTIME_DIR'])
  process.env[name] = join(scratch, name);

function put(path, text) {
  mkdirSync(join(tree, path, '..'), { recursive: true });
  writeFileSync(join(tree, path), text);
}
put('usr/lib/os-release', 'ID=debian\nVERSION_ID=12\n');
const extensions = 'var/lib/extensions';
put(`${extensions}/folder/usr/lib/extension-release.d/extension-release.folder`, 'ID=_any\n');
copyFileSync(image, join(tree, extensions, 'metrics.raw'));

const { commandLine, script } = loadCompiled(dist, compiled);
const run = (args) => commandLine.runCommandLine([...args, '--root', tree]);
const looks = [
  ['list', '--json'],
  ['list'],
  ['status'],
  ['status', '--json'],
  ['inspect', 'metrics'],
  ['inspect', 'folder', '--json'],
  ['ls', 'metrics'],
];
const others = [
  ['plan', 'refresh'],
  ['plan', 'disable', 'folder', '--json'],
  ['plan', 'install', image],
  ['history', '--quiet'],
  ['why', 'metrics'],
  ['versions', 'metrics'],
];
for (const args of compiled === READING ? looks : others) {
  await run(args);
  if (process.exitCode !== undefined && process.exitCode !== 0)
    throw new Error(`veneer ${args.join(' ')} ended with ${process.exitCode}`);
}
if (compiled === COMMANDS) {
  const socket = join(scratch, 'socket');
  let isServing = true;
  const serving = run(['serve', '--socket', socket]).finally(() => {
    isServing = false;
  });
  for (const until = Date.now() + SERVED_MS; isServing && !existsSync(socket); await sleep(20))
    if (Date.now() > until) throw new Error('veneer serve opened no socket');
  // Where no socket can be, as in a folder with too long a name, the window starts a little later.
  if (isServing) process.kill(process.pid, 'SIGTERM');
  await serving;
  process.exitCode = 0;
}
writeFileSync(join(dist, compiled.cache), script.createCachedData());
