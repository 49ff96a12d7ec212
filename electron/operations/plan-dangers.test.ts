import { symlinkSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { makeScratch, putExtension, type Scratch } from '../../e2e/harness/scratch.ts';
import { EMPTY_REQUEST } from '../../shared/changes/empty-request.ts';
import { DE } from '../../shared/messages/de.ts';
import { setLanguage } from '../../shared/messages/language.ts';
import type { Message } from '../../shared/messages/message.ts';
import { foreignText } from '../../shared/messages/message.ts';
import { say } from '../../shared/messages/say.ts';
import type { Diagnosis } from '../../shared/model/diagnosis.ts';
import type { PlanRequest } from '../../shared/model/plan.ts';
import { createOwnReader } from '../extensions/own-reader.ts';
import { readSystem } from '../extensions/system.ts';
import { ownMounts } from '../extensions/target.ts';
import { inspectInstalls } from './file-changes.ts';
import { makePlan } from './plan.ts';
import { dangersOfPlan, dangerWarnings } from './plan-dangers.ts';

let scratch: Scratch;
beforeAll(() => {
  scratch = makeScratch('plan-dangers');
});
afterAll(() => {
  setLanguage(null);
  scratch.remove();
});

async function saidOf(request: PlanRequest): Promise<readonly Message[]> {
  const root = join(scratch.path, 'host');
  // Whatever this machine's systemd does with links below a root, an installed image is one.
  const target = { root, asSystemd: 257, mounts: ownMounts(root), linksResolved: true };
  const system = await readSystem(target, null);
  const inspections = await inspectInstalls(createOwnReader(), target, system, request.changes);
  const dangers = await dangersOfPlan(
    createOwnReader(),
    target,
    system,
    makePlan(system, request, { inspections }),
    inspections,
  );
  return makePlan(system, request, { inspections, dangers }).warnings.map(({ message }) => message);
}

const warningsOf = async (request: PlanRequest) => (await saidOf(request)).map(({ text }) => text);

test('a plan names the dangers of what it merges, also of an image that is not installed yet', async () => {
  scratch.put('host/usr/lib/os-release', 'ID=debian\nVERSION_ID=12\n');
  scratch.put('host/usr/bin/useradd', '');
  symlinkSync('bin', join(scratch.path, 'host/usr/sbin'));
  putExtension(scratch, 'host/var/lib/extensions', 'there', 'ID=_any\n', { 'usr/sbin/tool': '' });
  putExtension(scratch, 'elsewhere', 'new', 'ID=_any\nEXTENSION_RELOAD_MANAGER=perhaps\n', { 'usr/sbin/other': '' });
  const gone = 'A folder takes the place of a link of the base, and what was reached through the link is gone.';
  const there = `Danger in there at /usr/sbin: ${gone}`;
  expect(await warningsOf({ ...EMPTY_REQUEST, action: 'merge' })).toEqual([there]);
  expect(await warningsOf({ ...EMPTY_REQUEST, action: 'unmerge' })).toEqual([]);
  const image = { sha256: null, version: '1', architecture: null, place: 'kept' as const, keep: null };
  const source = join(scratch.path, 'elsewhere/new');
  const install = { verb: 'install' as const, class: 'sysext' as const, name: 'new', image: { ...image, source } };
  const both = await warningsOf({ ...EMPTY_REQUEST, changes: [install], action: 'refresh' });
  expect(both.slice(0, 2)).toEqual([`Danger in new at /usr/sbin: ${gone}`, there]);
  setLanguage(DE);
  const [, danger = there] = await saidOf({ ...EMPTY_REQUEST, changes: [install], action: 'refresh' });
  expect(say(danger)).toBe(
    'Gefahr in there bei /usr/sbin: Ein Ordner tritt an die Stelle eines Links von der Basis; was über den Link zu erreichen war, ist weg.',
  );
  setLanguage(null);
});

test('tells everything bad of what comes, the worst of what is merged, the worst first, and not without end', () => {
  const danger = (extension: string | null, severity: Diagnosis['severity'], inside = ''): Diagnosis => ({
    id: 'cache-hidden',
    severity,
    subject:
      extension === null
        ? { kind: 'class', class: 'sysext' }
        : { kind: 'extension', class: 'sysext', name: extension, inside },
    message: foreignText('Look.'),
    ...{ reason: null, nextStep: null, fix: null, source: '' },
  });
  const outcomes = [{ class: 'sysext' as const, before: ['old'], after: ['new', 'old'], uncertain: [] }];
  const of = (...dangers: Diagnosis[]) => dangerWarnings(dangers, outcomes).map(({ message }) => message);
  expect(
    of(danger('old', 'warning'), danger('new', 'note'), danger('new', 'warning'), danger('old', 'danger')),
  ).toEqual(['Danger in old: Look.', 'To know of new: Look.']);
  expect(of(danger(null, 'danger'), danger(null, 'warning'))).toEqual(['Danger for this host: Look.', 'Look.']);
  expect(of({ ...danger('new', 'note'), id: 'base-unknown' })).toEqual(['To know of new: Look.']);
  const many = of(...Array.from({ length: 50 }, (_, at) => danger('new', 'danger', `usr/${at}`)));
  expect(many).toHaveLength(6);
  expect(
    dangerWarnings(
      Array.from({ length: 9 }, () => danger('new', 'danger')),
      outcomes,
    )[5]?.id,
  ).toBe('more-to-know');
  expect(many[5]).toEqual('There is more to know of new. See: veneer inspect new');
});
