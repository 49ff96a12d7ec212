/** A machine of a publisher's for the command line alone, as a tree that may be changed, with servers that behave like theirs. */
import { readlinkSync } from 'node:fs';
import { join } from 'node:path';
import { test as base, expect } from 'playwright/test';
import { type MountNamespace, openMountNamespace } from '../harness/mount-namespace.ts';
import { type Host, type Internet, openInternet } from '../harness/publishers/internet.ts';
import { makeScratch, type Scratch } from '../harness/scratch.ts';
import { runVeneer } from './server.ts';
import { jsonFrom, type Tree } from './tree.ts';

interface Machine {
  readonly scratch: Scratch;
  /** Opens the servers, and makes the machine one with this os-release. */
  at(osRelease: string, ...hosts: readonly Host[]): Promise<void>;
  readonly veneer: Tree['veneer'];
  /** From now on no server answers. */
  goOffline(): Promise<void>;
  readonly json: ReturnType<typeof jsonFrom>;
  /** Downloads, installs, and tells the file that the link of a name leads to. */
  install(wanted: string, name: string): string;
}

/** No proxy listens there. */
const UNREACHABLE = { https_proxy: 'http://127.0.0.1:9', NODE_EXTRA_CA_CERTS: '' };

export const test = base.extend<{ machine: Machine }>({
  // biome-ignore lint/correctness/noEmptyPattern: Playwright reads the names of the fixtures from the pattern
  machine: async ({}, use) => {
    const scratch = makeScratch('publishers');
    const tree = join(scratch.path, 'tree');
    const namespace: MountNamespace = await openMountNamespace();
    let internet: Internet | null = null;
    const veneer = (...args: string[]) =>
      runVeneer(scratch, {
        user: 'own',
        args: [...args, '--root', tree, '--as-systemd', '257'],
        enter: namespace.enter,
        env: internet?.env ?? {},
      });
    const json = jsonFrom(veneer);
    await use({
      scratch,
      veneer,
      json,
      async at(osRelease, ...hosts) {
        scratch.put('tree/usr/lib/os-release', osRelease);
        internet = await openInternet(scratch, hosts);
      },
      async goOffline() {
        await (internet as Internet | null)?.stop();
        internet = { env: UNREACHABLE, stop: async () => {} };
      },
      install(wanted, name) {
        const output = join(scratch.path, 'images');
        const { path } = json('download', wanted, '--output', output, '--force') as { readonly path: string };
        expect(veneer('install', path)).toMatchObject({ status: 0 });
        return readlinkSync(join(tree, `var/lib/extensions/${name}.raw`));
      },
    });
    namespace.close();
    await (internet as Internet | null)?.stop();
    scratch.remove();
  },
});
