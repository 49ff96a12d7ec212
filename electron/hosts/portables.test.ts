/** Who watches the portable services of a host hears of an image and of what is attached, and of nothing where nothing changed. */
import { setTimeout as sleep } from 'node:timers/promises';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { makeScratch, type Scratch } from '../../e2e/harness/scratch.ts';
import type { Portables } from '../../shared/model/portable.ts';
import type { Snapshot } from '../../shared/model/snapshot.ts';
import { readPortables } from '../extensions/portable/portables.ts';
import { ownMounts } from '../extensions/target.ts';
import { createHostPortables } from './portables.ts';

let scratch: Scratch;
let stop: AbortController;
let readings: number;
let ended: number;
beforeEach(() => {
  scratch = makeScratch('host-portables');
  scratch.put('usr/lib/os-release', 'ID=debian\nVERSION_ID=13\n');
  scratch.put('var/log', '');
  stop = new AbortController();
  readings = 0;
  ended = 0;
});
afterEach(() => {
  stop.abort();
  scratch.remove();
});

function watchThem(): AsyncGenerator<Portables> {
  const root = scratch.path;
  const portables = createHostPortables({
    managed: { target: { root, asSystemd: 262, mounts: ownMounts(root) } },
    reader: {
      portables: (target) => {
        readings++;
        return readPortables(target);
      },
    },
    async *watchHost(signal) {
      try {
        yield {} as Snapshot;
        await new Promise<void>((settle) => {
          signal?.addEventListener('abort', () => settle());
        });
      } finally {
        ended++;
      }
    },
  });
  return portables.watch(stop.signal);
}

const statesOf = ({ value }: IteratorResult<Portables>) =>
  (value as Portables).images.map(({ name, state }) => [name, state]);

test('an image in a folder that was not there, and what portablectl attach writes, are told', async () => {
  const told = watchThem();
  expect(statesOf(await told.next())).toEqual([]);
  const image = 'var/lib/portables/app';
  scratch.put(`${image}/usr/lib/os-release`, 'ID=testos\n');
  expect(statesOf(await told.next())).toEqual([['app', 'detached']]);
  const unit = 'etc/systemd/system.attached/app.service';
  // As portabled 257 writes it; see electron/extensions/portable/portables.test.ts.
  scratch.put(`${unit}.d/20-portable.conf`, `# Drop-in created for image '/${image}', do not edit.\n`);
  scratch.put(unit, '[Service]\nExecStart=/usr/bin/app\n');
  expect(statesOf(await told.next())).toEqual([['app', 'attached']]);
});

test('nothing is read while nothing changes, and the watch of the host ends with it', async () => {
  const told = watchThem();
  await told.next();
  const next = told.next();
  scratch.put('var/other', 'x');
  await sleep(500);
  expect(readings).toBe(1);
  stop.abort();
  expect(await next).toMatchObject({ done: true });
  expect(ended).toBe(1);
});
