/** A system that never had Veneer, of its own for each test, with what is packed for it. */
import { copyFileSync, existsSync, mkdirSync, statSync } from 'node:fs';
import { connect, createServer, type Server } from 'node:net';
import { join } from 'node:path';
import { test as base, expect, type Page } from 'playwright/test';
import { findPackages, type Packages } from '../harness/packages.ts';
import { makeScratch, type Scratch } from '../harness/scratch.ts';
import { openWindow } from '../shells/window.ts';
import { ALL_ACTIONS, SYSTEMD_ACTIONS } from './bed.ts';
import { boot, type Machine, type Ran, USER } from './machine.ts';
import type { Suite } from './rootfs.ts';

export interface Fresh {
  readonly machine: Machine;
  readonly scratch: Scratch;
  readonly packages: Packages;
  /** Root's command, which has to succeed. */
  must(program: string, ...args: string[]): string;
  /** Puts a file of this machine there. @returns its path */
  put(file: string, path: string): string;
  /** The window of the ordinary user, by the unit of their own service manager, through a tunnel as ssh makes one. */
  openByUnit(page: Page): Promise<void>;
  /** A port of this machine that leads to the socket of the ordinary user. @returns its address */
  openTunnel(): Promise<string>;
  /** systemctl of the ordinary user's own service manager. */
  userctl(...args: string[]): Ran;
}

export const test = base.extend<{ fresh: Fresh }, { suite: Suite; made: Packages }>({
  suite: ['trixie', { option: true, scope: 'worker' }],
  made: [
    // biome-ignore lint/correctness/noEmptyPattern: Playwright reads the names of the fixtures from the pattern
    async ({}, use) => {
      const scratch = makeScratch('packages');
      await use(findPackages(scratch));
      scratch.remove();
    },
    { scope: 'worker', timeout: 300_000 },
  ],
  fresh: async ({ suite, made }, use) => {
    const scratch = makeScratch(`fresh-${suite}`);
    const machine = await boot(suite, scratch, true);
    const tunnels: Server[] = [];
    const must = (program: string, ...args: string[]) => {
      const { status, stdout, stderr } = machine.run(program, ...args);
      if (status !== 0) throw new Error(`${program} ${args.join(' ')} ended with ${status}:\n${stdout}${stderr}`);
      return stdout;
    };
    const runtime = `/run/user/${USER.id}`;
    const userctl = (...args: string[]) =>
      machine.runAsUser('env', `XDG_RUNTIME_DIR=${runtime}`, 'systemctl', '--user', ...args);
    machine.allow(...ALL_ACTIONS, ...SYSTEMD_ACTIONS);
    const socket = join(machine.root, runtime, 'veneer/serve.sock');
    const openTunnel = async () => {
      const tunnel = createServer((peer) => {
        const inside = connect(socket);
        peer.pipe(inside).pipe(peer);
        for (const end of [peer, inside]) end.on('error', () => peer.destroy());
      });
      tunnels.push(tunnel);
      await new Promise<void>((settle) => tunnel.listen(0, '127.0.0.1', settle));
      const address = tunnel.address();
      return `http://localhost:${typeof address === 'object' && address !== null ? address.port : 0}`;
    };
    await use({
      machine,
      scratch,
      packages: made,
      must,
      userctl,
      put(file, path) {
        mkdirSync(join(machine.root, path, '..'), { recursive: true });
        copyFileSync(file, join(machine.root, path));
        return path;
      },
      async openByUnit(page) {
        must('systemctl', 'start', `user@${USER.id}.service`);
        expect(userctl('daemon-reload')).toMatchObject({ status: 0 });
        expect(userctl('restart', 'veneer.service')).toMatchObject({ status: 0, stderr: '' });
        await expect.poll(() => existsSync(socket)).toBe(true);
        expect(statSync(socket).mode & 0o777).toBe(0o600);
        const journal = () => must('journalctl', '--output=cat', '--no-pager', '_SYSTEMD_USER_UNIT=veneer.service');
        await expect.poll(journal).toContain('/#');
        const token = journal().trim().split('/#').at(-1) ?? '';
        await openWindow(page, `${await openTunnel()}/#${token}`);
      },
      openTunnel,
    });
    for (const tunnel of tunnels) tunnel.close();
    machine.run('systemctl', '--no-block', 'stop', `user@${USER.id}.service`);
    await machine.stop();
    scratch.remove();
  },
});
