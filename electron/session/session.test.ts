/** What goes wrong behind the window: it is told, tried again, and ends nothing. */

import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { GUARDED_READER } from '../../e2e/harness/guarded-reader.ts';
import { clientOf } from '../../e2e/harness/port-client.ts';
import { makeScratch, type Scratch } from '../../e2e/harness/scratch.ts';
import { openSession } from '../../e2e/harness/session.ts';
import type { Host } from '../hosts/host.ts';
import { createLocalReader } from '../reader/local-reader.ts';
import type { Session } from './session.ts';

let scratch: Scratch;
let session: Session;
let host: Host;
const stop = new AbortController();
beforeEach(() => {
  scratch = makeScratch('core');
  scratch.put('tree/usr/lib/os-release', 'ID=debian\nVERSION_ID=12\n');
});
afterEach(() => {
  session.close();
  scratch.remove();
});

test('a reading that failed is told, and tried again until it is there', async () => {
  const begun = JSON.stringify(join(scratch.path, 'begun'));
  // The first one ends in the middle of its work, as out of memory it would.
  scratch.put(
    'reader.mjs',
    `import { existsSync, writeFileSync } from 'node:fs';
     if (existsSync(${begun})) await import(${JSON.stringify(GUARDED_READER.script.href)});
     else {
       process.on('message', () => { writeFileSync(${begun}, ''); process.exit(1); });
       process.send({ type: 'ready' });
     }`,
  );
  ({ session, host } = await openSession(scratch, join(scratch.path, 'tree'), {
    reader: createLocalReader({ program: process.execPath, script: join(scratch.path, 'reader.mjs') }, null),
  }));
  const told = session.openRequests.watch(stop.signal).next();
  const { value } = await host.watch(stop.signal).next();
  expect(value).toMatchObject({ host: { osRelease: expect.anything() } });
  expect((await told).value).toMatchObject({
    kind: 'problem',
    report: { code: 'internal', detail: expect.stringContaining('ended by somebody else') },
  });
});

test('remotes that cannot be understood end no process, are moved aside, and that is told', async () => {
  ({ session, host } = await openSession(scratch, join(scratch.path, 'tree')));
  scratch.put('config/remotes.json', '{');
  const { client, close } = clientOf(session, scratch.path);
  try {
    const told = session.openRequests.watch(stop.signal).next();
    const watching = client.catalog.watch({ host: host.id });
    await watching.catch(() => {});
    expect((await told).value).toMatchObject({
      kind: 'problem',
      report: { message: { text: expect.stringContaining('remotes.json.damaged') } },
    });
    expect(await client.settings.get()).toMatchObject({ theme: 'system' });
  } finally {
    close();
  }
});
