/** What the contract tells of Veneer itself, and what it keeps for it, over both transports. */
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import {
  failure,
  type OpenContract,
  openContract,
  TRANSPORTS,
  type Transport,
} from '../../e2e/harness/open-contract.ts';
import type { Client } from '../../e2e/harness/port-client.ts';

let here: OpenContract;
let host: string;

beforeAll(async () => {
  here = await openContract('support');
  host = here.shown.id;
});
afterAll(() => here.close());

describe.each(TRANSPORTS)('over %s', (_name, connect) => {
  let transport: Transport;
  let client: Client;
  beforeAll(async () => {
    transport = await here[connect]();
    ({ client } = transport);
  });
  afterAll(() => transport.close());

  test('support: which Veneer this is, a report, the log, and what is offered', async () => {
    expect((await client.support.about()).runtime).toContainEqual(`node ${process.versions.node}`);
    expect((await client.support.details({ host })).text).toMatch(/^Veneer .*\n(.*\n)*a line$/);
    await client.support.log({ message: 'of the page', stack: '' });
    expect(here.logged.pop()).toMatchObject({ message: 'of the page' });
    expect(await failure(client.support.log({ message: 'x'.repeat(9000), stack: '' }))).toBe('VENEER invalid-input');
    here.session.openRequests.offer({ kind: 'files', paths: ['/early.raw'] });
    const stop = new AbortController();
    const offers = await client.support.offered(undefined, { signal: stop.signal });
    expect((await offers.next()).value).toEqual({ kind: 'files', paths: ['/early.raw'] });
    here.session.openRequests.offer({ kind: 'command', id: 'refresh' });
    expect((await offers.next()).value).toEqual({ kind: 'command', id: 'refresh' });
    stop.abort();
  });

  test('settings: kept, and checked', async () => {
    const settings = {
      theme: 'dark' as const,
      language: 'de' as const,
      tray: false,
      applyAtOnce: true,
      firstSteps: 'open' as const,
      updates: 'notify' as const,
      keep: 3,
    };
    expect(await client.settings.set(settings)).toEqual(settings);
    expect(await client.settings.get()).toEqual(settings);
    expect(await failure(client.settings.set({ ...settings, theme: 'pink' as 'dark' }))).toBe('VENEER invalid-input');
    expect(here.logged).toEqual([]);
  });
});
