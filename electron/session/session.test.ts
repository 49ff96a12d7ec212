/** What goes wrong behind the window: it is told, tried again, and ends nothing. */

import { join } from 'node:path';
import { MessageChannel } from 'node:worker_threads';
import { createORPCClient } from '@orpc/client';
import { RPCLink as PortLink } from '@orpc/client/message-port';
import type { ContractRouterClient } from '@orpc/contract';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { GUARDED_READER } from '../../e2e/harness/guarded-reader.ts';
import { makeScratch, type Scratch } from '../../e2e/harness/scratch.ts';
import { openSession } from '../../e2e/harness/session.ts';
import type { Contract } from '../../shared/contract/contract.ts';
import { createApi } from '../api/router.ts';
import type { Host } from '../hosts/host.ts';
import { createLocalReader } from '../reader/local-reader.ts';
import { createLog } from './log.ts';
import type { Session } from './session.ts';
import { createSettings } from './settings.ts';

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
  const { port1, port2 } = new MessageChannel();
  const log = createLog(join(scratch.path, 'state'));
  createApi(session, createSettings(join(scratch.path, 'settings')), log).attachPort(port1 as never);
  const client: ContractRouterClient<Contract> = createORPCClient(new PortLink({ port: port2 as never }));
  port1.start();
  port2.start();
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
    port1.close();
    port2.close();
  }
});
