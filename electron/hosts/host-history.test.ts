/** What became otherwise between two entries of the history of a real tree. */
import { appendFileSync, mkdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { isRoot } from '../../e2e/harness/mount-namespace.ts';
import { programFile } from '../../e2e/harness/program-files.ts';
import { makeScratch, putExtension, type Scratch } from '../../e2e/harness/scratch.ts';
import { openSession } from '../../e2e/harness/session.ts';
import { EMPTY_REQUEST } from '../../shared/changes/empty-request.ts';
import { messageOf } from '../../shared/messages/message.ts';
import { takeNotices } from '../session/notices.ts';
import type { Session } from '../session/session.ts';
import type { Host } from './host.ts';

const HELPER = { program: process.execPath, args: ['--no-warnings', fileURLToPath(programFile('helper'))] };
const RELEASE = (version: string) => `ID=_any\nSYSEXT_VERSION_ID=${version}\n`;

let scratch: Scratch;
let session: Session;
let host: Host;
beforeEach(async () => {
  scratch = makeScratch('between');
  scratch.put('tree/usr/lib/os-release', 'ID=debian\nVERSION_ID=12\n');
  for (const name of ['one', 'two']) put(name, '1.0');
  ({ session, host } = await openSession(scratch, join(scratch.path, 'tree'), { helper: HELPER, isRoot }));
});
afterEach(() => {
  session.close();
  scratch.remove();
});

const put = (name: string, version: string) => putExtension(scratch, 'tree/var/lib/extensions', name, RELEASE(version));

/** @returns the id of its entry */
async function turn(verb: 'enable' | 'disable', name: string): Promise<string> {
  const request = {
    ...EMPTY_REQUEST,
    changes: [{ verb, class: 'sysext' as const, name }],
    classes: ['sysext' as const],
  };
  const { revision } = await host.plan(request);
  const { id } = await host.apply(request, revision);
  await host.operations.ended(id);
  return id;
}

test('what an update of the OS dropped is told once, unless it was switched off or removed since', async () => {
  const names = ['one', 'two', 'gone'];
  const line = {
    ...{
      id: 'merge',
      root: host.target.root,
      title: messageOf('change.done'),
      status: 'succeeded',
      by: 'me',
      steps: [],
    },
    ...{ startedAt: 1, finishedAt: 2, outcome: messageOf('change.done'), error: null, undo: null, os: 'Debian 11' },
    outcomes: [{ class: 'sysext', before: [], after: names, uncertain: [], versions: {} }],
  };
  scratch.put('state/history.jsonl', `${JSON.stringify(line)}\n`);
  scratch.put('tree/usr/lib/os-release', 'ID=debian\nVERSION_ID=12\nPRETTY_NAME="Debian 12"\n');
  mkdirSync(join(scratch.path, 'tree/etc/extensions/two'), { recursive: true });
  await host.reload();
  expect(await host.droppedByOs()).toMatchObject({ after: 'Debian 12', dropped: [{ class: 'sysext', name: 'one' }] });
  const told = await takeNotices(host, []);
  expect(told.map(({ title, lines }) => [title.text, ...lines.map(({ text }) => text)])).toEqual([
    ['Not merged any more since the update to Debian 12', 'one'],
  ]);
  expect(await takeNotices(host, [])).toEqual([]);
});

/** By MicroOS-release.spec of openSUSE: the name is the same in each release. */
const MICROOS = (version: string) => `ID=opensuse-microos\nVERSION_ID=${version}\nPRETTY_NAME="openSUSE MicroOS"\n`;

describe.runIf(isRoot)('as root, on a tree', () => {
  test('another release of an OS whose name has no version is another OS', async () => {
    scratch.put('tree/usr/lib/os-release', MICROOS('20260101'));
    await host.reload();
    await turn('disable', 'one');
    const file = join(scratch.path, 'state/history.jsonl');
    const lines = () => readFileSync(file, 'utf8').trim().split('\n');
    const [last = ''] = lines().slice(-1);
    expect(JSON.parse(last)).toMatchObject({ os: 'openSUSE MicroOS 20260101' });
    // What is merged is what a tree has not; long ago, for what came just after a change is of that change.
    const merged = { class: 'sysext', before: [], after: ['two'], uncertain: [], versions: {} };
    appendFileSync(file, `${JSON.stringify({ ...JSON.parse(last), id: 'x', finishedAt: 2, outcomes: [merged] })}\n`);
    await host.reload();
    expect(await host.droppedByOs()).toBeNull();
    scratch.put('tree/usr/lib/os-release', MICROOS('20260201'));
    await host.reload();
    expect(await host.droppedByOs()).toEqual({
      before: 'openSUSE MicroOS 20260101',
      after: 'openSUSE MicroOS 20260201',
      dropped: [{ class: 'sysext', name: 'two' }],
    });
  });

  test('what came, went and became otherwise is told, between two entries and until now', async () => {
    const first = await turn('disable', 'one');
    put('three', '3.0');
    const second = await turn('enable', 'one');
    expect(await host.between(first, second)).toEqual({
      changes: [
        {
          ...{ class: 'sysext', name: 'one' },
          before: { version: '1.0', state: 'masked' },
          after: { version: '1.0', state: 'ready' },
        },
        { class: 'sysext', name: 'three', before: null, after: { version: '3.0', state: 'ready' } },
      ],
      unknown: null,
    });
    expect((await host.between(second, second)).changes).toEqual([]);
    put('two', '2.0');
    await host.reload();
    expect((await host.between(second, null)).changes).toEqual([
      {
        ...{ class: 'sysext', name: 'two' },
        before: { version: '1.0', state: 'ready' },
        after: { version: '2.0', state: 'ready' },
      },
    ]);
  });

  test('of an entry that an older version kept it is not known, and of none it is an error', async () => {
    const id = await turn('disable', 'one');
    const file = join(scratch.path, 'state/history.jsonl');
    const { state, ...older } = JSON.parse(readFileSync(file, 'utf8').trim().split('\n').at(-1) ?? '') as {
      state: unknown;
    };
    expect(state).toEqual([
      ['sysext', 'one', '1.0', 'masked'],
      ['sysext', 'two', '1.0', 'ready'],
    ]);
    appendFileSync(file, `${JSON.stringify(older)}\n`);
    expect(await host.between(id, null)).toMatchObject({
      changes: [],
      unknown: { id: 'history.state-then-is-not-known' },
    });
    await expect(host.between('nobody', null)).rejects.toMatchObject({ code: 'not-found' });
  });
});
