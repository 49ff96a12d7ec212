/** What goes wrong behind the window: it is told, tried again, and ends nothing. */
import { join } from 'node:path';
import { MessageChannel } from 'node:worker_threads';
import { createORPCClient } from '@orpc/client';
import { RPCLink as PortLink } from '@orpc/client/message-port';
import type { ContractRouterClient } from '@orpc/contract';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { openCore } from '../../e2e/harness/core.ts';
import { makeScratch, type Scratch } from '../../e2e/harness/scratch.ts';
import type { Contract } from '../../shared/contract/contract.ts';
import type { Core } from './core.ts';
import { createLog } from './log.ts';
import { createApi } from './router.ts';
import { createSettings } from './settings.ts';

let scratch: Scratch;
let core: Core | null = null;
const stop = new AbortController();
beforeEach(() => {
  scratch = makeScratch('core');
  scratch.put('tree/usr/lib/os-release', 'ID=debian\nVERSION_ID=12\n');
});
afterEach(() => {
  core?.close();
  scratch.remove();
});

test('a reading that failed is told, and tried again until it is there', async () => {
  const real = new URL('../extensions/system-reader-thread.ts', import.meta.url).href;
  const begun = JSON.stringify(join(scratch.path, 'begun'));
  // The first one ends in the middle of its work, as out of memory it would.
  scratch.put(
    'thread.mjs',
    `import { existsSync, writeFileSync } from 'node:fs';
     import { parentPort } from 'node:worker_threads';
     if (existsSync(${begun})) await import(${JSON.stringify(real)});
     else parentPort.on('message', () => { writeFileSync(${begun}, ''); process.exit(1); });`,
  );
  core = await openCore(scratch, join(scratch.path, 'tree'), { readerThread: join(scratch.path, 'thread.mjs') });
  const told = core.inbox.watch(stop.signal).next();
  const { value } = await core.watch(stop.signal).next();
  expect(value).toMatchObject({ host: { osRelease: expect.anything() } });
  expect((await told).value).toMatchObject({
    kind: 'problem',
    report: { code: 'internal', detail: expect.stringContaining('the thread that reads the host ended') },
  });
});

test('remotes that cannot be understood end no process, are moved aside, and that is told', async () => {
  core = await openCore(scratch, join(scratch.path, 'tree'));
  scratch.put('config/remotes.json', '{');
  const { port1, port2 } = new MessageChannel();
  const log = createLog(join(scratch.path, 'state'));
  createApi(core, createSettings(join(scratch.path, 'settings')), log).attachPort(port1 as never);
  const client: ContractRouterClient<Contract> = createORPCClient(new PortLink({ port: port2 as never }));
  port1.start();
  port2.start();
  try {
    const told = core.inbox.watch(stop.signal).next();
    const watching = client.catalog.watch();
    await watching.catch(() => {});
    expect((await told).value).toMatchObject({
      kind: 'problem',
      report: { message: expect.stringContaining('remotes.json.damaged') },
    });
    expect(await client.settings.get()).toMatchObject({ theme: 'system' });
  } finally {
    port1.close();
    port2.close();
  }
});
