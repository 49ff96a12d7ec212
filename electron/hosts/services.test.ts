/** Who watches the services of a host hears of each change once, and of nothing where nothing changed. */
import { existsSync } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterEach, beforeEach, expect, test } from 'vitest';
import type { Extension } from '../../shared/model/extension.ts';
import type { ServiceReport } from '../../shared/model/service.ts';
import type { Snapshot } from '../../shared/model/snapshot.ts';
import type { System, Target } from '../extensions/system.ts';
import { createHostServices, type HostServices } from './services.ts';

/** The units of `tool` on the host, which a test changes. */
let units: string[];
let tellOfChange: () => void;
let isWatched: boolean;
let stop: AbortController;
let services: HostServices;
let heard: ServiceReport[];

/** Of a tree, so that what is said does not depend on this machine. */
function make(root: string): HostServices {
  return createHostServices({
    target: { root } as Target,
    isSandbox: false,
    readHost: async () => {
      const tool = { name: 'tool', class: 'sysext', units, merged: true, listed: true } as unknown as Extension;
      return { extensions: [tool] } as unknown as System;
    },
    async *watchHost(signal) {
      isWatched = true;
      try {
        while (signal?.aborted !== true) {
          yield {} as Snapshot;
          await new Promise<void>((settle) => {
            tellOfChange = settle;
            signal?.addEventListener('abort', () => settle());
          });
        }
      } finally {
        isWatched = false;
      }
    },
  });
}

beforeEach(() => {
  units = ['a.service'];
  heard = [];
  stop = new AbortController();
  services = make('/mnt/tree');
});
afterEach(() => stop.abort());

/** Listens until it is told to stop; settles when the watch has ended. */
async function listen(): Promise<void> {
  for await (const report of services.watch(stop.signal)) heard.push(report);
}
const heardUnits = () => heard.map((report) => report.services.map(({ name }) => name).join());
async function until(count: number): Promise<void> {
  for (let tries = 0; heard.length < count; tries++) {
    if (tries > 200) throw new Error(`only ${heard.length} of ${count} reports came`);
    await sleep(10);
  }
}

test('a change of the host is told, what stays as it was is not, and the end is one', async () => {
  const listening = listen();
  await until(1);
  tellOfChange();
  services.look();
  await sleep(50);
  expect(heardUnits(), 'nothing changed').toEqual(['a.service']);
  units = ['a.service', 'b.service'];
  tellOfChange();
  await until(2);
  units = ['b.service'];
  services.look();
  await until(3);
  expect(heardUnits()).toEqual(['a.service', 'a.service,b.service', 'b.service']);
  stop.abort();
  await listening;
  expect(isWatched, 'the host is left alone').toBe(false);
  units = ['c.service'];
  services.look();
  await sleep(50);
  expect(heard).toHaveLength(3);
});

test('who gave up before it began hears nothing', async () => {
  stop.abort();
  await listen();
  expect(heard).toEqual([]);
});

test('the log is that of units of extensions, and a tree has none', async () => {
  expect(await services.log('a.service')).toMatchObject({
    lines: [],
    problem: { text: expect.stringContaining('not booted') },
  });
  for (const unit of ['ssh.service', '--all', '../a.service'])
    await expect(services.log(unit), unit).rejects.toMatchObject({ code: 'not-found' });
});

test('of this machine the service manager is asked, or it is said that there is none', async () => {
  const { services: told, problem } = await make('/').read();
  expect(told).toMatchObject([{ name: 'a.service', extension: 'tool', class: 'sysext' }]);
  // sd_booted(3): where systemd runs the machine it answers.
  expect(problem === null).toBe(existsSync('/run/systemd/system'));
});
