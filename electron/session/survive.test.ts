import { spawn, spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { makeScratch, type Scratch } from '../../e2e/harness/scratch.ts';
import { foreignText } from '../../shared/messages/message.ts';
import { type ErrorReport, VeneerError } from '../../shared/model/errors.ts';
import { createLog } from './log.ts';
import { createOpenRequests } from './open-requests.ts';
import { createComplain } from './survive.ts';

let scratch: Scratch;
beforeEach(() => {
  scratch = makeScratch('survive');
});
afterEach(() => scratch.remove());

test('a process that serves outlives what nobody foresaw, and keeps it', () => {
  const module = (name: string) => JSON.stringify(new URL(name, import.meta.url).href);
  const code = `
    const { createComplain, surviveErrors } = await import(${module('survive.ts')});
    const { createOpenRequests } = await import(${module('open-requests.ts')});
    const { createLog } = await import(${module('log.ts')});
    surviveErrors('here', createComplain(createLog(${JSON.stringify(scratch.path)}), createOpenRequests()));
    Promise.reject(new Error('planted rejection'));
    setTimeout(() => { throw new Error('planted throw') }, 10);
    setTimeout(() => process.stdout.write('alive'), 50);
  `;
  const run = spawnSync(process.execPath, ['--no-warnings', '--input-type=module', '-e', code], { encoding: 'utf8' });
  expect(run).toMatchObject({ status: 0, stdout: 'alive', stderr: '' });
  const log = readFileSync(join(scratch.path, 'veneer.log'), 'utf8');
  expect(log).toContain('planted rejection');
  expect(log).toContain('planted throw');
});

test('a process whose log nobody reads any more goes on, and tells each error once', async () => {
  const module = (name: string) => JSON.stringify(new URL(name, import.meta.url).href);
  const code = `
    const { createComplain, surviveErrors } = await import(${module('survive.ts')});
    const { createOpenRequests } = await import(${module('open-requests.ts')});
    const { createLog } = await import(${module('log.ts')});
    const { writeFileSync } = await import('node:fs');
    const log = createLog(${JSON.stringify(scratch.path)}, (line) => process.stderr.write(line + '\\n'));
    surviveErrors('here', createComplain(log, createOpenRequests()));
    await new Promise((settle) => process.stdin.once('data', settle));
    for (let at = 0; at < 3; at++) setTimeout(() => { throw new Error('planted ' + at) }, at * 20);
    // An error about telling the last one would come meanwhile, and one about that: without end, so long as it runs.
    setTimeout(() => process.exit(7), 500);
  `;
  const child = spawn(process.execPath, ['--no-warnings', '--input-type=module', '-e', code]);
  const ended = new Promise((settle) => child.once('exit', settle));
  child.stdout.destroy();
  child.stderr.destroy();
  child.stdin.end('go\n');
  expect(await ended).toBe(7);
  const log = readFileSync(join(scratch.path, 'veneer.log'), 'utf8').trim().split('\n');
  expect(log.map((line) => (JSON.parse(line) as { readonly message: string }).message)).toEqual([
    'planted 0',
    'planted 1',
    'planted 2',
  ]);
});

test('all windows are told, and none the same without end', async () => {
  const openRequests = createOpenRequests();
  const complain = createComplain(createLog(scratch.path), openRequests);
  const stop = new AbortController();
  const windows = [openRequests.watch(stop.signal), openRequests.watch(stop.signal)];
  const first = windows.map((one) => one.next());
  complain('here', new Error('odd'));
  complain('here', new Error('odd'));
  complain('here', new VeneerError('no-space', foreignText('The disk is full.')));
  for (const [at, one] of windows.entries()) {
    const told = [(await first[at])?.value, (await one.next()).value] as { readonly report: ErrorReport }[];
    expect(told.map(({ report }) => [report.code, report.message])).toEqual([
      ['internal', 'Veneer met an error that it did not expect. It goes on.'],
      ['no-space', 'The disk is full.'],
    ]);
  }
  stop.abort();
});

test('a part that is missing since an update is told as that, and nothing else is', async () => {
  const openRequests = createOpenRequests();
  const updated = new VeneerError('changed', foreignText('It was updated.'));
  const complain = createComplain(createLog(scratch.path), openRequests, () => updated);
  const missing = Object.assign(new Error('Cannot find module'), { code: 'ERR_MODULE_NOT_FOUND' });
  const window = openRequests.watch(undefined);
  const first = window.next();
  complain('here', missing);
  complain('here', new Error('odd'));
  expect((await first).value).toMatchObject({ report: { code: 'changed', message: 'It was updated.' } });
  expect((await window.next()).value).toMatchObject({ report: { code: 'internal' } });
});

test('who comes later hears the last of it', async () => {
  const openRequests = createOpenRequests();
  const complain = createComplain(createLog(scratch.path), openRequests);
  for (const text of ['one', 'two']) complain('here', new VeneerError('no-space', foreignText(text)));
  const stop = new AbortController();
  expect((await openRequests.watch(stop.signal).next()).value).toMatchObject({
    kind: 'problem',
    report: { message: 'two' },
  });
  stop.abort();
});

test('what windows were told and never took does not pile up', async () => {
  const openRequests = createOpenRequests();
  const stop = new AbortController();
  const windows = Array.from({ length: 5 }, () => openRequests.watch(stop.signal));
  const first = windows.map((one) => one.next());
  openRequests.offer({ kind: 'files', paths: ['/a'] });
  await first.at(-1);
  for (const text of ['one', 'two', 'three'])
    openRequests.tell(new VeneerError('no-space', foreignText(text)).report());
  await Promise.all(first);
  // All go with something that they did not take.
  stop.abort();
  await Promise.all(windows.map((one) => one.return(undefined)));
  const next = new AbortController();
  const late = openRequests.watch(next.signal);
  expect((await late.next()).value).toMatchObject({ kind: 'problem', report: { message: 'three' } });
  const more = late.next();
  openRequests.offer({ kind: 'files', paths: ['/b'] });
  expect((await more).value).toEqual({ kind: 'files', paths: ['/b'] });
  next.abort();
});
