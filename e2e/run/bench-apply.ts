/**
 * The rows of `npm run bench` on Apply: 20 extensions are merged again over a tree, by the machine's systemd, in a mount
 * namespace of its own.
 */
import { utimesSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { EMPTY_REQUEST } from '../../shared/changes/empty-request.ts';
import { openMountNamespace } from '../harness/mount-namespace.ts';
import { putExtension, type Scratch } from '../harness/scratch.ts';
import setUpPrograms from '../shells/programs.ts';
import { startServer } from '../shells/server.ts';
import { doorAt, openWindow } from '../soak/door.ts';
import { time, turnByTurn } from './turns.ts';

const EXTENSIONS = 20;
/** A window reads again after a change, which is not to be measured. */
const SETTLE_MS = 1000;

interface Sides {
  /** Milliseconds, medians. */
  readonly ours: number;
  readonly theirs: number;
}

/**
 * @param cli the built command line
 * @returns `window`: from Apply of what was planned until the window is told that it is done, against the bare command;
 * `command`: the command line's refresh, against the bare command and a start of Node
 */
export async function benchApply(scratch: Scratch, cli: string): Promise<{ window: Sides; command: Sides }> {
  scratch.put('apply/usr/lib/os-release', 'ID=debian\nVERSION_ID=12\n');
  scratch.put('apply/opt/.keep', '');
  for (let at = 0; at < EXTENSIONS; at++) {
    putExtension(scratch, 'apply/var/lib/extensions', `x${at}`, 'ID=_any\n', { [`usr/bin/x${at}`]: '#!/bin/sh\n' });
  }
  const tree = join(scratch.path, 'apply');
  const removePrograms = setUpPrograms();
  const namespace = await openMountNamespace();
  const { enter } = namespace;
  /** Where nothing changed a newer systemd does not merge again. */
  const change = async () => {
    const now = new Date();
    utimesSync(join(tree, 'var/lib/extensions/x0'), now, now);
    await sleep(SETTLE_MS);
  };
  const bare = [...enter, 'systemd-sysext', `--root=${tree}`, 'refresh'];
  try {
    time([...enter, 'systemd-sysext', `--root=${tree}`, 'merge']);
    const theirs = async () => {
      await change();
      return time(bare);
    };
    const server = await startServer(scratch, { user: 'own', args: ['--root', tree], enter });
    let window: Sides;
    try {
      window = await turnByTurn(() => applyRefresh(server.url, change), theirs);
    } finally {
      await server.stop();
    }
    const command = await turnByTurn(
      async () => {
        await change();
        return time([...enter, process.execPath, cli, 'refresh', '--root', tree]);
      },
      async () => (await theirs()) + time([process.execPath, '--eval', '']),
    );
    return { window, command };
  } finally {
    namespace.close();
    removePrograms();
  }
}

/** As a window does it: the plan is there when Apply is pressed. */
async function applyRefresh(url: string, change: () => Promise<void>): Promise<number> {
  const window = await openWindow(doorAt(url));
  if (typeof window === 'number') throw new Error(`the door refused with ${window}`);
  const { client, host } = window;
  try {
    // It is looked at, so that its reading is kept.
    await (await client.system.watch({ host })).next();
    await change();
    const request = { ...EMPTY_REQUEST, action: 'refresh' as const };
    const { revision } = await client.plan.preview({ host, request });
    const start = performance.now();
    const { operation: id } = await client.plan.apply({ host, request, revision });
    for await (const { status, outcome } of await client.operations.watch({ host, id })) {
      if (status === 'running') continue;
      if (status !== 'succeeded') throw new Error(`it ended as ${status}: ${outcome?.text}`);
      return performance.now() - start;
    }
    throw new Error('it was never told to be done');
  } finally {
    window.close();
    await window.closed;
  }
}
