import { expect, test } from 'vitest';
import { codeOf, states, turn } from '../../e2e/harness/held-job.ts';
import { foreignText } from '../../shared/messages/message.ts';
import { VeneerError } from '../../shared/model/errors.ts';
import type { JobHandle } from './order.ts';
import { createJobs } from './runner.ts';
import { streamJob } from './stream.ts';

test('a job that is looked at ends where the looking ends', async () => {
  const jobs = createJobs();
  const base = { kind: 'verify', host: null, title: foreignText('image') } as const;
  const left: string[] = [];
  async function* parts({ tell, signal }: JobHandle) {
    try {
      for (let part = 1; part <= 3; part++) {
        if (signal.aborted) throw new VeneerError('cancelled', foreignText('Stopped.'));
        tell({ progress: part / 3 }, 'soon');
        yield part;
      }
    } finally {
      left.push('over');
    }
  }
  async function* throwing({ signal }: JobHandle) {
    yield 1;
    signal.throwIfAborted();
  }
  const all: number[] = [];
  for await (const part of streamJob(jobs, { ...base, run: parts }, null)) all.push(part);
  for await (const part of streamJob(jobs, { ...base, run: parts }, null)) if (part === 1) break;
  const stop = new AbortController();
  const aborted = (async () => {
    for await (const _part of streamJob(jobs, { ...base, run: parts }, stop.signal)) stop.abort();
  })();
  expect(await codeOf(aborted)).toBe('cancelled');
  const stream = streamJob(jobs, { ...base, run: parts }, null);
  await stream.next();
  expect(jobs.cancel(jobs.goingOn('verify')[0]?.id ?? '')).toBe(true);
  expect(await codeOf(stream.next())).toBe('cancelled');
  expect(all).toEqual([1, 2, 3]);
  expect(left).toHaveLength(4);
  const foreignError = streamJob(jobs, { ...base, run: throwing }, null);
  await foreignError.next();
  expect(jobs.cancel(jobs.goingOn('verify')[0]?.id ?? '')).toBe(true);
  expect(await codeOf(foreignError.next())).toBe('cancelled');
  await turn();
  expect(states(jobs)).toEqual(['image succeeded', ...Array(4).fill('image cancelled')]);
});
