/** What is said of units where a service manager answers, and where none does. */
import { existsSync } from 'node:fs';
import { afterEach, expect, test } from 'vitest';
import { makeScratch } from '../../e2e/harness/scratch.ts';
import { isBooted, NO_ANSWER, readEnablement, readNeverStarted, readUnitStates, switchUserUnit } from './services.ts';
import { readUnitFacts } from './unit-facts.ts';

const { XDG_RUNTIME_DIR: runtime } = process.env;
afterEach(() => {
  if (runtime === undefined) delete process.env['XDG_RUNTIME_DIR'];
  else process.env['XDG_RUNTIME_DIR'] = runtime;
});

const NOBODYS = 'veneer-never-heard-of.service';

test('whether systemd runs this machine is what sd_booted(3) says', () => {
  expect(isBooted()).toBe(existsSync('/run/systemd/system'));
});

test('nobody is asked about nothing', async () => {
  expect(await readUnitStates([])).toEqual(new Map());
  expect(await readNeverStarted([])).toEqual([]);
});

test.skipIf(isBooted())(
  'without a service manager nothing is known, and nothing is said (needs a machine that no systemd runs)',
  async () => {
    expect(await readUnitStates(['a.service', 'b.timer'])).toEqual(
      new Map([
        ['a.service', NO_ANSWER],
        ['b.timer', NO_ANSWER],
      ]),
    );
    expect(await readNeverStarted(['a.service'])).toEqual([]);
    expect(await readEnablement('systemd-sysext.service')).toBe('unknown');
    // The real systemctl, which says that this machine was not booted with systemd.
    expect(await readUnitFacts(['a.service'])).toBeNull();
  },
);

test.runIf(isBooted())(
  'of a unit that nobody brought systemd says so itself (needs a machine that systemd runs)',
  async () => {
    expect((await readUnitStates([NOBODYS])).get(NOBODYS)).toMatchObject({ active: 'inactive', load: 'not-found' });
    expect((await readUnitFacts([NOBODYS]))?.units.get(NOBODYS)).toMatchObject({ load: 'not-found', hasRun: false });
  },
);

test('a unit of the person is switched only where there is one, and somebody who takes it', async () => {
  const scratch = makeScratch('user-units');
  try {
    process.env['XDG_RUNTIME_DIR'] = scratch.path;
    expect(await switchUserUnit(NOBODYS, true), 'no such unit').toBe(false);
    delete process.env['XDG_RUNTIME_DIR'];
    expect(await switchUserUnit('systemd-tmpfiles-clean.timer', true), 'nobody to ask').toBe(false);
  } finally {
    scratch.remove();
  }
});
