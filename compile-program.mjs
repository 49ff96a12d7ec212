/**
 * Part of build.mjs: runs a program on a host of two extensions and keeps what V8 compiled of it beside it, the functions that were
 * called among it.
 */
import {
  copyFileSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { COMMANDS, READING } from './electron/cli/compiled.ts';
import { loadCompiled } from './electron/node/compiled.ts';
import { READER } from './electron/reader/compiled.ts';

/** How long a window may take to be there. */
const SERVED_MS = 30_000;

const [dist, which] = process.argv.slice(2);
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

async function runCommands({ runCommandLine }, all) {
  for (const args of all) {
    await runCommandLine([...args, '--root', tree]);
    if (process.exitCode !== undefined && process.exitCode !== 0)
      throw new Error(`veneer ${args.join(' ')} ended with ${process.exitCode}`);
  }
}

const look = (commandLine) =>
  runCommands(commandLine, [
    ['list', '--json'],
    ['list'],
    ['status'],
    ['status', '--json'],
    ['inspect', 'metrics'],
    ['inspect', 'folder', '--json'],
    ['ls', 'metrics'],
  ]);

async function changeAndServe(commandLine) {
  await runCommands(commandLine, [
    ['plan', 'refresh'],
    ['plan', 'disable', 'folder', '--json'],
    ['plan', 'install', image],
    ['history', '--quiet'],
    ['why', 'metrics'],
    ['versions', 'metrics'],
  ]);
  const socket = join(scratch, 'socket');
  let isServing = true;
  const serving = commandLine.runCommandLine(['serve', '--socket', socket, '--root', tree]).finally(() => {
    isServing = false;
  });
  for (const until = Date.now() + SERVED_MS; isServing && !existsSync(socket); await sleep(20))
    if (Date.now() > until) throw new Error('veneer serve opened no socket');
  // Where no socket can be, as in a folder with too long a name, the window starts a little later.
  if (isServing) process.kill(process.pid, 'SIGTERM');
  await serving;
  process.exitCode = 0;
}

/** Is the keeper of the guarded process, in the process itself. */
async function keepReader() {
  const say = (message) => process.emit('message', message);
  const ask = (message, answered) =>
    new Promise((settle, fail) => {
      process.send = (reply) => {
        if (reply.type === 'need') {
          const { id, offset, length } = reply;
          say({ type: 'bytes', id, bytes: readFileSync(image).subarray(offset, offset + length) });
        } else if (reply.type === answered) settle(reply.answer);
        else if (reply.type === 'failed' || reply.type === 'not-answered') fail(new Error(JSON.stringify(reply)));
      };
      say(message);
    });
  let id = 1;
  const askLocal = (name, ...args) => ask({ type: 'ask-local', id: id++, name, args, isStream: false }, 'found');
  const target = {
    value: { root: tree, asSystemd: null, mounts: { root: tree, prefix: '', mountinfo: '/proc/self/mountinfo' } },
  };
  say({ type: 'begin', indexFolder: join(scratch, 'index'), condemned: [] });
  const system = await askLocal('system', target);
  for (const extension of system.extensions)
    await askLocal('findings', target, { system, ticket: 1 }, { value: extension }, { signal: true });
  await askLocal('layers', target, { system, ticket: 1 }, { value: 'sysext' });
  const host = system.release;
  await ask(
    { type: 'ask', question: { about: 'fit', class: 'sysext', name: 'metrics', host }, size: statSync(image).size },
    'answer',
  );
}

const programs = new Map([
  [READING, look],
  [COMMANDS, changeAndServe],
  [READER, keepReader],
]);
const compiled = [...programs.keys()].find(({ program }) => program === which);
// A process for bytes of strangers begins by telling who started it.
if (compiled === READER) process.send = () => {};
try {
  const { exports, script } = loadCompiled(dist, compiled);
  await programs.get(compiled)(exports);
  writeFileSync(join(dist, compiled.cache), script.createCachedData());
} catch (error) {
  // Thrown on, it would be one of those that a window outlives.
  console.error(error);
  process.exit(1);
}
