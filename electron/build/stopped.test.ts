/** A build that is stopped while a program works for it: the real mkfs.erofs and dpkg-deb, held still so that neither can end by itself. */
import { randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { existsSync, readdirSync, readFileSync, truncateSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { BUILDER } from '../../e2e/harness/guarded-reader.ts';
import { programFile } from '../../e2e/harness/program-files.ts';
import { run } from '../../e2e/harness/programs.ts';
import { recipeBuilder } from '../../e2e/harness/recipes.ts';
import { makeScratch, type Scratch } from '../../e2e/harness/scratch.ts';
import { startProgram, untilReady } from '../node/long-program.ts';
import { buildApart } from './build-apart.ts';
import type { BuildOrder } from './build-order.ts';

const MIB = 1024 ** 2;

let scratch: Scratch;
const at = (path: string) => join(scratch.path, path);
beforeEach(() => {
  scratch = makeScratch('stopped');
});
afterEach(() => scratch.remove());

/** Those that work for a build of this test, by a path in their arguments; zombies are none. */
function idsOf(program: string): number[] {
  return readdirSync('/proc').flatMap((id) => {
    if (!/^\d+$/.test(id)) return [];
    try {
      const [name = '', state = ''] = /\((.*)\) (\S)/s.exec(readFileSync(`/proc/${id}/stat`, 'utf8'))?.slice(1) ?? [];
      if (name !== program || state === 'Z') return [];
      return readFileSync(`/proc/${id}/cmdline`, 'utf8').includes(scratch.path) ? [Number(id)] : [];
    } catch {
      return [];
    }
  });
}

async function until(what: () => boolean): Promise<void> {
  for (const end = Date.now() + 30_000; !what(); await sleep(2)) if (Date.now() > end) throw new Error('it never came');
}

/** Waits for it and holds it still. */
async function hold(program: string): Promise<void> {
  await until(() => idsOf(program).length > 0);
  for (const id of idsOf(program)) process.kill(id, 'SIGSTOP');
}

function order(format: string, source: string): BuildOrder {
  const text = `name: tool
version: "1.0"
format: ${format}
target: {architectures: [any]}
sources: {it: {file: ${source}}}
steps: [{take: {from: it, path: usr, to: /usr}}]
`;
  scratch.put('made/.keep', '');
  return {
    ...{ text, path: at('tool.recipe.yaml'), image: at('made/tool.raw'), packing: 'gzip', cache: at('cache') },
    ...{ version: '1.0', architecture: 'any' },
  };
}

/** What takes a program some time. */
const SLOW: Readonly<Record<string, () => BuildOrder>> = {
  'mkfs.erofs': () => {
    // Which nothing makes smaller, so that it tries for long.
    scratch.put('folder/usr/share/big', randomBytes(48 * MIB));
    return order('erofs', 'folder');
  },
  'dpkg-deb': () => {
    scratch.put('deb/DEBIAN/control', 'Package: it\nVersion: 1\nArchitecture: all\nMaintainer: x\nDescription: x\n');
    scratch.put('deb/usr/share/big', '');
    truncateSync(at('deb/usr/share/big'), 256 * MIB);
    run('dpkg-deb', ['-Znone', '--root-owner-group', '--build', at('deb'), at('it.deb')]);
    return order('squashfs', 'it.deb');
  },
};

test.each(Object.keys(SLOW))('%s ends with the build that is cancelled, and nothing is left', async (program) => {
  const order = SLOW[program]?.() as BuildOrder;
  const stop = new AbortController();
  const built = buildApart(BUILDER, order, () => {}, stop.signal);
  await hold(program);
  stop.abort();
  await expect(built).rejects.toMatchObject({ code: 'cancelled' });
  await until(() => idsOf(program).length === 0);
  expect(readdirSync(at('made'))).toEqual(['.keep']);
});

test('it ends with the builder that is killed, or that nobody listens to any more', async () => {
  const order = SLOW['mkfs.erofs']?.() as BuildOrder;
  for (const how of ['disconnect', 'kill'] as const) {
    const builder = startProgram(BUILDER.program, [BUILDER.script.pathname], {
      stdio: ['ignore', 'ignore', 'ignore', 'ipc'],
      ...{ serialization: 'advanced', detached: true, env: { ...process.env, TMPDIR: at('made') } },
    });
    await untilReady(builder, 'message', 20_000);
    builder.send({ type: 'start', order });
    await hold('mkfs.erofs');
    if (how === 'disconnect') builder.disconnect();
    else process.kill(-(builder.pid ?? 0), 'SIGKILL');
    await until(() => idsOf('mkfs.erofs').length === 0);
    expect(idsOf('mkfs.erofs'), how).toEqual([]);
  }
});

test.each(['SIGINT', 'SIGTERM'] as const)('veneer build ends by %s, and takes it along', async (signal) => {
  SLOW['mkfs.erofs']?.();
  scratch.put('tool.recipe.yaml', order('erofs', 'folder').text);
  scratch.put('tmp/.keep', '');
  const words = [programFile('cli').pathname, 'build', at('tool.recipe.yaml'), at('made/tool.raw'), '--arch', 'any'];
  const env = { PATH: process.env['PATH'], HOME: at('home'), TMPDIR: at('tmp'), NODE_NO_WARNINGS: '1' };
  const command = startProgram(process.execPath, words, { stdio: 'ignore', env });
  const ended = once(command, 'exit');
  await hold('mkfs.erofs');
  command.kill(signal);
  expect(await ended).toEqual([null, signal]);
  expect(idsOf('mkfs.erofs')).toEqual([]);
  expect([readdirSync(at('made')), readdirSync(at('tmp'))]).toEqual([['.keep'], ['.keep']]);
});

test('in this process, it ends by the signal alone', async () => {
  SLOW['mkfs.erofs']?.();
  const stop = new AbortController();
  const yaml = order('erofs', 'folder').text;
  const built = recipeBuilder(scratch).build(yaml, { architecture: 'any', signal: stop.signal });
  await Promise.all([
    expect(built).rejects.toMatchObject({ code: 'cancelled' }),
    hold('mkfs.erofs').then(() => stop.abort()),
  ]);
  await until(() => idsOf('mkfs.erofs').length === 0);
  expect(existsSync(at('tool.raw'))).toBe(false);
});
