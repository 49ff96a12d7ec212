import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep, setImmediate as turn } from 'node:timers/promises';
import { afterEach, describe, expect, test } from 'vitest';
import { GREEDY_READER, GUARDED_READER } from '../../e2e/harness/guarded-reader.ts';
import { imageOf } from '../../e2e/harness/remotes.ts';
import { makeScratch } from '../../e2e/harness/scratch.ts';
import { foreignText } from '../../shared/messages/message.ts';
import { VeneerError } from '../../shared/model/errors.ts';
import { rulesFor } from '../../shared/systemd/classes.ts';
import { openBytes, type RandomAccess } from '../images/source.ts';
import { createGuard, type Guard, TookTooMuch } from './guard.ts';
import type { GuardLimits, NodeProgram } from './process.ts';
import type { FitQuestion } from './protocol.ts';

const QUESTION: FitQuestion = {
  about: 'fit',
  class: 'sysext',
  name: 'tool',
  host: {
    fields: new Map([['ID', 'debian']]),
    architecture: 'x86-64',
    rules: rulesFor(257),
    scope: 'system',
    problem: null,
  },
};
const GREEDY = { program: process.execPath, script: GREEDY_READER };
const LIMITS: GuardLimits = { memory: 256 * 2 ** 20, timeMs: 1500 };

const guards: Guard[] = [];
afterEach(() => {
  for (const one of guards.splice(0)) one.close();
});
function guardOf(program: NodeProgram, limits = LIMITS): Guard {
  const guard = createGuard(program, limits);
  guards.push(guard);
  return guard;
}

const behaves = (how: string): RandomAccess => openBytes(Buffer.from(how.padEnd(8)));
async function pidOf(guard: Guard, source = behaves('well')): Promise<number> {
  const answer = await guard.ask(QUESTION, source, null);
  return 'verdict' in answer ? Number(answer.verdict.message.text) : Number.NaN;
}

test('a real image is judged, and so is what is none', async () => {
  const scratch = makeScratch('guard');
  try {
    const guard = guardOf(GUARDED_READER);
    const image = openBytes(imageOf(scratch, { name: 'tool' }));
    expect(await guard.ask(QUESTION, image, null)).toMatchObject({ verdict: { compatible: true, code: 'any-os' } });
    const other = openBytes(imageOf(scratch, { name: 'tool', release: 'ID=other\n' }));
    expect(await guard.ask(QUESTION, other, null)).toMatchObject({ verdict: { compatible: false } });
    const text = openBytes(Buffer.from('no image'));
    expect(await guard.ask(QUESTION, text, null)).toMatchObject({ verdict: { code: 'not-an-image' } });
  } finally {
    scratch.remove();
  }
});

describe('what goes past a limit ends alone, and the next image is read by another process', () => {
  const withoutLimiter = { ...LIMITS, limiter: '/nothing/prlimit' };
  test.each([
    ['hang', LIMITS],
    ['buffers', LIMITS],
    ['objects', LIMITS],
    ['buffers', withoutLimiter],
    ['objects', withoutLimiter],
  ])(
    '%s, %j',
    async (how, limits) => {
      const guard = guardOf(GREEDY, limits);
      const before = await pidOf(guard);
      const others = Promise.all([pidOf(guard, behaves('well')), pidOf(guard, behaves('well'))]);
      await expect(guard.ask(QUESTION, behaves(how), null)).rejects.toBeInstanceOf(TookTooMuch);
      expect(await others).toEqual([expect.any(Number), expect.any(Number)]);
      expect(await pidOf(guard)).toBeGreaterThan(0);
      expect(before).toBeGreaterThan(0);
    },
    30_000,
  );
});

test('what an earlier image left behind is not laid at the door of the next one', async () => {
  const guard = guardOf(GREEDY, { ...LIMITS, timeMs: 20_000 });
  const first = await pidOf(guard, behaves('keep'));
  const second = await pidOf(guard, behaves('keep'));
  expect(second).not.toBe(first);
});

test('the time that bytes take does not count', async () => {
  const guard = guardOf(GREEDY, { ...LIMITS, timeMs: 400 });
  const slow: RandomAccess = {
    ...behaves('well'),
    read: async (offset, length) => {
      // Of this process's own time, which is what is measured here: more than twice the limit.
      await sleep(900);
      return Buffer.from('well'.padEnd(8)).subarray(offset, length);
    },
  };
  expect(await pidOf(guard, slow)).toBeGreaterThan(0);
});

test('the error of a server stays what it is, and so does the reason of a stop', async () => {
  const guard = guardOf(GREEDY);
  const gone = new VeneerError('unreachable', foreignText('it is gone'));
  const source: RandomAccess = { ...behaves('well'), read: () => Promise.reject(gone) };
  await expect(guard.ask(QUESTION, source, null)).rejects.toBe(gone);
  const stop = new AbortController();
  const hanging = behaves('hang');
  const read: RandomAccess['read'] = (...where) => {
    // Once it has the bytes at which it hangs.
    setImmediate(() => stop.abort(new Error('stopped')));
    return hanging.read(...where);
  };
  await expect(guard.ask(QUESTION, { ...hanging, read }, stop.signal)).rejects.toThrow('stopped');
});

test('bytes that come, or fail, after the answer are no matter of the next question', async () => {
  const scratch = makeScratch('guard');
  try {
    // It answers before its bytes are there, as one does whose other reading was enough.
    scratch.put(
      'hasty.mjs',
      `let asked = 0;
       const say = (message) => process.send(message);
       const answer = { type: 'answer', answer: { unreadable: String(process.pid) } };
       process.on('message', ({ type, id }) => {
         if (type === 'ask') {
           say({ type: 'need', id: ++asked, offset: 0, length: 8 });
           if (asked % 2 === 1) say(answer);
         } else if (id === asked && asked % 2 === 0) say(answer);
       });
       process.on('disconnect', () => process.exit(0));
       say({ type: 'ready' });`,
    );
    const guard = guardOf({ program: process.execPath, script: join(scratch.path, 'hasty.mjs') });
    for (const late of [() => Promise.reject(new Error('closed')), () => Promise.resolve(Buffer.alloc(8))]) {
      let comeLate = () => {};
      const source: RandomAccess = {
        ...behaves('well'),
        read: () =>
          new Promise<void>((settle) => {
            comeLate = settle;
          }).then(late),
      };
      const first = await guard.ask(QUESTION, source, null);
      const next: RandomAccess = {
        ...behaves('well'),
        read: async (offset, length) => {
          comeLate();
          await turn();
          return await behaves('well').read(offset, length);
        },
      };
      // By the same process: another one is asked where it did not answer.
      expect(await guard.ask(QUESTION, next, null)).toEqual(first);
    }
  } finally {
    scratch.remove();
  }
});

test('a process that ends while its limits are set is told of', async () => {
  const scratch = makeScratch('guard');
  try {
    scratch.put('short.mjs', "process.send({ type: 'ready' }, () => process.exit(0));");
    // It is called with `--pid PID`.
    scratch.put('slow-limiter', '#!/bin/sh\nwhile [ -e "/proc/$2" ]; do sleep 0.01; done\n', 0o755);
    const limiter = join(scratch.path, 'slow-limiter');
    const program = { program: process.execPath, script: join(scratch.path, 'short.mjs') };
    const guard = guardOf(program, { memory: 256 * 2 ** 20, timeMs: 15_000, limiter });
    const begun = performance.now();
    await expect(guard.ask(QUESTION, behaves('well'), null)).rejects.toBeInstanceOf(TookTooMuch);
    expect(performance.now() - begun).toBeLessThan(14_000);
  } finally {
    scratch.remove();
  }
});

test('closing ends its processes; a program that is not there is told', async () => {
  const guard = guardOf(GREEDY);
  const pid = await pidOf(guard);
  expect(existsSync(`/proc/${pid}`)).toBe(true);
  guard.close();
  for (let tries = 0; existsSync(`/proc/${pid}`) && tries < 100; tries++) await sleep(20);
  expect(existsSync(`/proc/${pid}`)).toBe(false);
  await expect(pidOf(guard)).rejects.toThrow('closed');
  const early = guardOf(GREEDY);
  const asked = pidOf(early);
  early.close();
  await expect(asked).rejects.toThrow('closed');
  const missing = guardOf({ program: '/nothing/node', script: GREEDY.script });
  await expect(pidOf(missing)).rejects.toMatchObject({ code: 'internal' });
});
