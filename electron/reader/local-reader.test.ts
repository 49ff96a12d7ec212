import { existsSync, readdirSync, readFileSync, statSync, truncateSync, utimesSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { GREEDY_READER, GUARDED_READER } from '../../e2e/harness/guarded-reader.ts';
import { imageOf } from '../../e2e/harness/remotes.ts';
import { makeScratch, putExtension, type Scratch } from '../../e2e/harness/scratch.ts';
import { makeSquashfs } from '../../e2e/harness/squashfs.ts';
import type { LocalReader } from '../extensions/local-reader.ts';
import { createOwnReader } from '../extensions/own-reader.ts';
import type { System } from '../extensions/system.ts';
import { ownMounts } from '../extensions/target.ts';
import { createLocalReader, LOCAL_LIMITS, type LocalLimits } from './local-reader.ts';

const GREEDY = { program: process.execPath, script: GREEDY_READER };
const MIB = 2 ** 20;
const lane = { fileBytes: 64 * MIB, memory: 256 * MIB, timeMs: 700 };
const LIMITS: LocalLimits = { host: lane, inside: lane, long: lane, texts: { ...lane, timeMs: 70 } };
const EXTENSIONS = 'var/lib/extensions';

let tree: Scratch;
const readers: LocalReader[] = [];
beforeEach(() => {
  tree = makeScratch('local-reader');
  tree.put('usr/lib/os-release', 'ID=debian\nVERSION_ID=12\n');
});
afterEach(() => {
  for (const one of readers.splice(0)) one.close();
  tree.remove();
});

const target = () => ({ root: tree.path, asSystemd: 257, mounts: ownMounts(tree.path) });

function greedy(limits = LIMITS): LocalReader {
  const reader = createLocalReader(GREEDY, null, limits);
  readers.push(reader);
  return reader;
}

function putImage(name: string): string {
  const path = join(tree.path, EXTENSIONS, `${name}.raw`);
  tree.put(`${EXTENSIONS}/${name}.raw`, imageOf(tree, { name }));
  return path;
}

const verdicts = ({ extensions }: System) =>
  Object.fromEntries(extensions.map(({ name, verdict }) => [name, verdict.compatible]));

function entry({ extensions }: System, name: string) {
  const found = extensions.find((one) => one.name === name);
  if (found === undefined) throw new Error(`${name} is not there`);
  return found;
}

test('reads what a direct reading reads', async () => {
  for (let at = 0; at < 20; at++) putExtension(tree, EXTENSIONS, `x${at}`, 'ID=_any\n', { 'usr/share/a': 'a' });
  putImage('tool');
  const reader = createLocalReader(GUARDED_READER, null);
  readers.push(reader);
  const own = createOwnReader();
  const system = await reader.system(target());
  expect(system).toEqual(await own.system(target()));
  const one = entry(system, 'tool');
  const gather = async (from: LocalReader) => {
    const parts = [];
    for await (const part of from.contents(target(), system, one, null)) parts.push(part);
    return [
      parts,
      await from.findings(target(), system, one, null),
      await from.layers(target(), system, 'sysext'),
      await from.folderSizes(target(), system),
      await from.dangers(target(), system, 'sysext', ['tool', 'x1'], null, []),
      await from.overlaps(target(), system, one, null),
      await from.disk(target(), system, one),
    ];
  };
  expect(await gather(reader)).toEqual(await gather(own));
  await expect(reader.file(target(), system, one, 'usr/nothing')).rejects.toMatchObject({ code: 'not-found' });
});

test('packs a folder as a direct packing does, and ends where nobody waits any more', async () => {
  const folder = join(tree.path, 'work');
  putExtension(tree, '.', 'work', 'ID=_any\n', { 'usr/share/a': 'a'.repeat(300_000), 'usr/bin/b': 'b' });
  const reader = createLocalReader(GUARDED_READER, null);
  readers.push(reader);
  const packed = async (by: LocalReader, name: string, signal: AbortSignal | null) => {
    const target = join(tree.path, name);
    writeFileSync(target, '');
    for await (const _ of by.pack(folder, target, signal)) signal?.throwIfAborted();
    return readFileSync(target);
  };
  expect(await packed(reader, 'a.raw', null)).toEqual(await packed(createOwnReader(), 'b.raw', null));
  await expect(packed(reader, 'c.raw', AbortSignal.abort())).rejects.toMatchObject({ name: 'AbortError' });
  await expect(async () => {
    for await (const _ of reader.pack(join(tree.path, 'nothing'), join(tree.path, 'a.raw'), null));
  }).rejects.toMatchObject({ code: 'unsupported' });
});

test('who asks for the host while others wait for it is answered with them, by a reading that begins later', async () => {
  const reader = createLocalReader(GUARDED_READER, null);
  readers.push(reader);
  const first = reader.system(target());
  // It has begun once the process is there.
  await reader.system(target());
  const begun = reader.system(target());
  await new Promise((settle) => setImmediate(settle));
  putExtension(tree, EXTENSIONS, 'new', 'ID=_any\n');
  const [second, third] = [reader.system(target()), reader.system(target())];
  expect((await first).extensions).toEqual([]);
  await begun;
  expect((await second).extensions.map(({ name }) => name)).toEqual(['new']);
  expect(await third).toBe(await second);
});

describe('what takes too much is said of that entry alone, and the others are read', () => {
  test.each(['hang', 'buffers', 'objects'])(
    '%s',
    async (how) => {
      const reader = greedy();
      for (const name of ['a', `${how}-x`, 'z']) putImage(name);
      putExtension(tree, EXTENSIONS, `${how}-folder`, 'ID=_any\n');
      const system = await reader.system(target());
      expect(verdicts(system)).toEqual({ a: true, [`${how}-x`]: null, [`${how}-folder`]: null, z: true });
      const { verdict, state } = entry(system, `${how}-x`);
      expect(state).toBe('unknown');
      expect(verdict).toMatchObject({
        code: 'not-readable-yet',
        message: {
          text: expect.stringMatching(/^Unknown: it took too much to read, and is not tried again .*or remove it\.$/),
        },
      });
      // It is not tried again, so that nothing is slow any more.
      const cpu = process.cpuUsage();
      expect(verdicts(await reader.system(target()))).toEqual(verdicts(system));
      expect(process.cpuUsage(cpu).user / 1000).toBeLessThan(500);
    },
    120_000,
  );
});

test('what changed is tried again, and nothing else', async () => {
  const reader = greedy();
  const path = putImage('hang-x');
  expect(verdicts(await reader.system(target()))).toEqual({ 'hang-x': null });
  writeFileSync(`${path}.calm`, '');
  expect(verdicts(await reader.system(target()))).toEqual({ 'hang-x': null });
  utimesSync(path, 1, 1);
  expect(verdicts(await reader.system(target()))).toEqual({ 'hang-x': true });
});

test('what is inside can take too much where the verdict did not', async () => {
  const own = createOwnReader();
  putImage('hang-x');
  putImage('b');
  const system = await own.system(target());
  const reader = greedy();
  const parts = [];
  for await (const part of reader.contents(target(), system, entry(system, 'hang-x'), null)) parts.push(part);
  expect(parts.at(-1)?.problem?.text).toContain('it took too much to read');
  expect((await reader.findings(target(), system, entry(system, 'b'), null)).problem).toBeNull();
});

test('whoever asked and went away ends what runs', async () => {
  const own = createOwnReader();
  const hanging = putImage('hang-x');
  putImage('b');
  const system = await own.system(target());
  const reader = greedy(LOCAL_LIMITS);
  const stop = new AbortController();
  const asked = reader.findings(target(), system, entry(system, 'hang-x'), stop.signal);
  await vi.waitFor(() => expect(existsSync(`${hanging}.begun`)).toBe(true), { timeout: 60_000 });
  stop.abort(new Error('went away'));
  await expect(asked).rejects.toThrow('went away');
  // The next question waits for no limit of time: that of the first one would be 8 s.
  const next = reader.file(target(), system, entry(system, 'b'), 'usr/nothing');
  await expect(next).rejects.toMatchObject({ code: 'not-found' });
});

test('leaves this process free meanwhile', async () => {
  putImage('hang-x');
  const reader = greedy();
  let isFree = false;
  setTimeout(() => {
    isFree = true;
  }, lane.timeMs / 2);
  await reader.system(target());
  expect(isFree).toBe(true);
});

test('a damaged index on disk costs speed only', async () => {
  const folder = join(tree.path, 'index');
  const files = Object.fromEntries(Array.from({ length: 3000 }, (_, at) => [`usr/share/files/f${at}`, `${at}`]));
  tree.put(`${EXTENSIONS}/big.raw`, imageOf(tree, { name: 'big', files }));
  const countFiles = async () => {
    const reader = createLocalReader(GUARDED_READER, folder);
    readers.push(reader);
    const system = await reader.system(target());
    let files = 0;
    for await (const part of reader.contents(target(), system, entry(system, 'big'), null)) files = part.files;
    return files;
  };
  const first = await countFiles();
  expect(first).toBeGreaterThan(3000);
  // Whether it was worth keeping depends on how long it took.
  for (const name of existsSync(folder) ? readdirSync(folder) : []) {
    const bytes = readFileSync(join(folder, name));
    bytes.writeUInt8(bytes.readUInt8(200) ^ 0xff, 200);
    writeFileSync(join(folder, name), bytes);
  }
  expect(await countFiles()).toBe(first);
});

test('unpacks a file that is larger than what the others may write', async () => {
  const size = 80 * MIB;
  putExtension(tree, 'sources', 'large', 'ID=_any\n', { 'usr/share/large': '' });
  truncateSync(join(tree.path, 'sources/large/usr/share/large'), size);
  const image = join(tree.path, 'large.raw');
  makeSquashfs(join(tree.path, 'sources/large'), image);
  const reader = createLocalReader(GUARDED_READER, null);
  readers.push(reader);
  const target = join(tree.path, 'unpacked');
  expect(await reader.unpack(image, target)).toBe(true);
  expect(statSync(join(target, 'usr/share/large')).size).toBe(size);
});

test('its processes end with it, and a program that is not there is told', async () => {
  const children = () => readFileSync(`/proc/self/task/${process.pid}/children`, 'utf8').trim().split(' ');
  // Those of the tests before may not be gone yet.
  const before = new Set(children());
  const reader = createLocalReader(GUARDED_READER, null);
  const system = await reader.system(target());
  await reader.layers(target(), system, 'sysext');
  const own = children().filter((pid) => !before.has(pid));
  expect(own).toHaveLength(2);
  reader.close();
  const left = () => own.filter((pid) => existsSync(`/proc/${pid}`));
  for (let tries = 0; left().length > 0 && tries < 500; tries++) await sleep(20);
  expect(left()).toEqual([]);
  await expect(reader.system(target())).rejects.toThrow('closed');
  const missing = createLocalReader({ program: '/nothing/node', script: GREEDY_READER }, null);
  await expect(missing.system(target())).rejects.toMatchObject({ code: 'internal' });
  missing.close();
});
