/** Playwright fixtures: one booted system a suite, with its window open, put back to how it was before each test. */
import { type ChildProcess, spawn } from 'node:child_process';
import { copyFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { test as base, type Page } from 'playwright/test';
import { HELPER_VERBS } from '../../shared/changes/actions.ts';
import { holdEnding } from '../harness/endings.ts';
import { makeScratch, type Scratch } from '../harness/scratch.ts';
import { addressOf } from '../shells/server.ts';
import { openWindow } from '../shells/window.ts';
import { asSeated, asUser, boot, type Machine, type Ran } from './machine.ts';
import type { Suite } from './rootfs.ts';

const CLI = ['node', '/usr/lib/veneer/cli.cjs'] as const;
/** Everything that Veneer or systemd asks polkit for. */
export const ALL_ACTIONS = HELPER_VERBS.map((verb) => `org.veneer.helper.${verb}`);
export const SYSTEMD_ACTIONS = ['io.systemd.sysext.manage', 'io.systemd.confext.manage'];

type Who = 'user' | 'seated' | 'root';

export interface Bed {
  readonly machine: Machine;
  readonly scratch: Scratch;
  /** The command line, as the ordinary user. */
  veneer(...args: string[]): Ran;
  /** What systemd itself says is merged into /usr, in its order. */
  merged(): string[];
  /** Puts a file of this machine into the user's home. @returns its path there */
  give(path: string): string;
  /** A window of the ordinary user, from nowhere or from the seat of the machine, or of root. */
  open(page: Page, who?: Who): Promise<void>;
}

interface WorkerFixtures {
  readonly suite: Suite;
  readonly machine: Machine;
}

export const test = base.extend<{ bed: Bed }, WorkerFixtures>({
  suite: ['trixie', { option: true, scope: 'worker' }],
  machine: [
    async ({ suite }, use) => {
      const scratch = makeScratch(`bed-${suite}`);
      const machine = await boot(suite, scratch);
      await use(machine);
      await machine.stop();
      scratch.remove();
    },
    { scope: 'worker', timeout: 300_000 },
  ],
  bed: async ({ machine }, use) => {
    reset(machine);
    machine.allow(...ALL_ACTIONS, ...SYSTEMD_ACTIONS);
    const scratch = makeScratch('bed-files');
    const servers: ChildProcess[] = [];
    const serve = (...command: readonly string[]): Promise<string> => {
      const [program = '', ...args] = [...machine.enter, ...command];
      const server = spawn(program, args, { stdio: ['ignore', 'pipe', 'pipe'] });
      servers.push(server);
      return addressOf(server);
    };
    const server = [CLI[1], 'serve', '--port', '0'];
    await use({
      machine,
      scratch,
      veneer(...args) {
        const ran = machine.runAsUser(...CLI, ...args);
        holdEnding(args, ran.status);
        return ran;
      },
      merged() {
        const { stdout } = machine.run('systemd-sysext', 'status', '--json=short');
        const status = JSON.parse(stdout) as { hierarchy: string; extensions: string[] | 'none' }[];
        const usr = status.find(({ hierarchy }) => hierarchy === '/usr')?.extensions ?? [];
        return usr === 'none' ? [] : usr;
      },
      give(path) {
        const target = join('/home/tester', basename(path));
        copyFileSync(path, join(machine.root, target));
        return target;
      },
      async open(page, who = 'user') {
        const commands = {
          root: [CLI[0], ...server],
          user: asUser(CLI[0], server),
          seated: asSeated(`/usr/bin/${CLI[0]}`, server),
        };
        await openWindow(page, await serve(...commands[who]));
      },
    });
    // nsenter waits outside for the server inside, which a signal to nsenter does not reach.
    const gone = Promise.all(servers.map((one) => new Promise((settle) => one.once('close', settle))));
    machine.run('pkill', '--full', 'cli.cjs serve');
    await gone;
    scratch.remove();
  },
});

/** The system as it was booted, but for what stands in the user's home. */
function reset(machine: Machine): void {
  // What the test before asked, and nobody answered.
  machine.run('sh', '-c', 'rm -f /run/veneer/go-back.json; systemctl stop veneer-go-back.timer 2> /dev/null');
  for (const program of ['systemd-sysext', 'systemd-confext']) machine.run(program, 'unmerge');
  const places = ['/etc', '/run', '/var/lib'].flatMap((at) =>
    ['extensions', 'extensions.d', 'extensions.disabled', 'confexts', 'confexts.d'].map((name) => `${at}/${name}`),
  );
  machine.run('umount', '--quiet', ...places);
  machine.run('rm', '--recursive', '--force', ...places);
  machine.run(
    'sh',
    '-c',
    'rm -rf /home/tester/* /home/tester/.[a-z]* /etc/sysupdate.*.d /var/lib/systemd/sysupdate /var/lib/veneer/pins /opt/extensions',
  );
  machine.run('systemctl', 'daemon-reload');
}
