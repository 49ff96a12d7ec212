/** A window of a tree that has a fleet, and what its tests look for in it. */
import { join } from 'node:path';
import { test as base, type Locator, type Page } from 'playwright/test';
import { type KeptHost, keepFleet } from '../harness/kept-fleet.ts';
import { freePort } from '../harness/nginx.ts';
import { makeScratch, type Scratch } from '../harness/scratch.ts';
import { makeHome, type Server, startServer } from './server.ts';

interface Own {
  readonly scratch: Scratch;
  /** @param sshConfig for `ssh -F`, in the folder of the test */
  start(sshConfig: string): Promise<Server>;
}

export const test = base.extend<{ own: Own }>({
  // biome-ignore lint/correctness/noEmptyPattern: Playwright reads the names of the fixtures from the pattern
  own: async ({}, use) => {
    const scratch = makeScratch('fleet-window');
    scratch.put('tree/usr/lib/os-release', 'ID=debian\nVERSION_ID=12\n');
    const servers: Server[] = [];
    await use({
      scratch,
      async start(sshConfig) {
        const server = await startServer(scratch, {
          user: 'own',
          args: ['--root', join(scratch.path, 'tree')],
          env: { VENEER_SSH_CONFIG: sshConfig },
        });
        servers.push(server);
        return server;
      },
    });
    for (const server of servers) await server.stop();
    scratch.remove();
  },
});

/** A host at which nobody listens. */
export async function putClosed(scratch: Scratch, name: string): Promise<string> {
  scratch.put('closed-config', `Host ${name}\n  HostName 127.0.0.1\n  Port ${await freePort()}\n`);
  return join(scratch.path, 'closed-config');
}

/** What an earlier start left of hosts, before the server is started. */
export function keep(scratch: Scratch, hosts: readonly KeptHost[]): void {
  const { HOME } = makeHome(scratch, 'own');
  keepFleet(HOME ?? '', hosts);
}

export const grid = (page: Page): Locator => page.getByRole('grid');
export const hostRow = (page: Page, name: string): Locator =>
  grid(page)
    .getByRole('row')
    .filter({ has: page.getByRole('rowheader', { name, exact: true }) });
export const details = (page: Page): Locator => page.getByRole('complementary', { name: 'Details' });
