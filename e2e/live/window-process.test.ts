/** What answers a window opens no image itself, and answers while one is read that takes too much. */
import fs from 'node:fs';
import { syncBuiltinESMExports } from 'node:module';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { createLocalReader } from '../../electron/reader/local-reader.ts';
import type { Session, SessionOptions } from '../../electron/session/session.ts';
import { EMPTY_REQUEST } from '../../shared/changes/empty-request.ts';
import type { Snapshot } from '../../shared/model/snapshot.ts';
import { GREEDY_READER } from '../harness/guarded-reader.ts';
import { type Client, clientOf, type PortClient } from '../harness/port-client.ts';
import { imageOf } from '../harness/remotes.ts';
import { makeScratch, type Scratch } from '../harness/scratch.ts';
import { openSession } from '../harness/session.ts';
import { SQUASHFS_CASES } from '../hostile/squashfs-cases.ts';

const EXTENSIONS = 'tree/var/lib/extensions';
const openSync = fs.openSync;
let scratch: Scratch;
let session: Session;
let host: string;
let port: PortClient;
let opened: string[] = [];
beforeEach(() => {
  scratch = makeScratch('guarded-core');
  scratch.put('tree/usr/lib/os-release', 'ID=debian\nVERSION_ID=12\n');
  opened = [];
});
afterEach(() => {
  fs.openSync = openSync;
  syncBuiltinESMExports();
  port.close();
  session.close();
  scratch.remove();
});

async function connect(change: Partial<SessionOptions> = {}): Promise<Client> {
  ({ session } = await openSession(scratch, join(scratch.path, 'tree'), change));
  host = session.first;
  port = clientOf(session, scratch.path);
  return port.client;
}

function countOpenings(): void {
  fs.openSync = (path, ...rest) => {
    if (String(path).endsWith('.raw')) opened.push(String(path));
    return openSync(path, ...rest);
  };
  syncBuiltinESMExports();
}

function idOf({ extensions }: Snapshot, name: string): string {
  return extensions.find((one) => one.name === name)?.id ?? '';
}

test('every question of a window is answered without an image being opened in this process', async () => {
  for (const name of ['a', 'b']) scratch.put(`${EXTENSIONS}/${name}.raw`, imageOf(scratch, { name }));
  const [hostile] = SQUASHFS_CASES;
  if (hostile !== undefined) scratch.put(`${EXTENSIONS}/hostile.raw`, hostile.make());
  scratch.put('tree/new-1.raw', imageOf(scratch, { name: 'new' }));
  countOpenings();
  const client = await connect();
  const snapshot = await client.system.reload({ host });
  expect(snapshot.extensions.map(({ name }) => name).sort()).toEqual(['a', 'b', 'hostile']);
  for (const name of ['a', 'hostile']) {
    const id = idOf(snapshot, name);
    for await (const part of await client.extensions.contents({ host, id }))
      expect(part.files).toBeGreaterThanOrEqual(0);
    await client.extensions.findings({ host, id });
    await client.extensions.disk({ host, id });
    await client.extensions.file({ host, id, path: 'usr/nothing' }).catch(() => {});
  }
  expect((await client.system.details({ host })).layers).toHaveLength(3);
  const wishes = { class: null, name: null, version: null };
  const { inspected } = await client.files.examine({ host, path: join(scratch.path, 'tree/new-1.raw'), ...wishes });
  expect(inspected.name).toBe('new');
  const { name, class: ofIt, sha256, version, architecture, path: source } = inspected;
  const image = { source, sha256, version, architecture, place: 'kept', keep: null } as const;
  const plan = await client.plan.preview({
    host,
    request: {
      ...EMPTY_REQUEST,
      changes: [{ verb: 'install', class: ofIt, name, image }],
      action: 'merge',
      classes: ['sysext'],
    },
  });
  expect(plan.steps.map(({ verb }) => verb)).toContain('install');
  expect(opened).toEqual([]);
});

test('others are answered while the host is read and an image takes too much', async () => {
  for (const name of ['a', 'hang-x', 'buffers-x', 'z'])
    scratch.put(`${EXTENSIONS}/${name}.raw`, imageOf(scratch, { name }));
  const lane = { fileBytes: 0, memory: 256 * 2 ** 20, timeMs: 700 };
  const greedy = { program: process.execPath, script: GREEDY_READER };
  const client = await connect({
    reader: createLocalReader(greedy, null, { host: lane, inside: lane, long: lane, texts: lane }),
  });
  let answers = 0;
  let isRead = false;
  const reading = client.system.reload({ host }).finally(() => {
    isRead = true;
  });
  while (!isRead) {
    await client.settings.get();
    answers++;
    await new Promise((settle) => setTimeout(settle, 5));
  }
  // Where they waited for the reading, one would be answered, after it.
  expect(answers).toBeGreaterThan(2);
  const { extensions } = await reading;
  const states = Object.fromEntries(extensions.map(({ name, state }) => [name, state]));
  expect(states).toEqual({ a: 'ready', 'hang-x': 'unknown', 'buffers-x': 'unknown', z: 'ready' });
});
