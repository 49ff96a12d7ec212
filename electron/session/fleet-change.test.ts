/** Changing hosts of the fleet by the real ansible-playbook: where one cannot be reached, none is changed, and it is said of which. */
import { afterEach, beforeEach, expect, test } from 'vitest';
import { freePort } from '../../e2e/harness/nginx.ts';
import { makeScratch, type Scratch } from '../../e2e/harness/scratch.ts';
import { openSession } from '../../e2e/harness/session.ts';
import type { FleetChanging } from '../../shared/model/fleet.ts';
import { ansiblePlaybook } from '../ansible/run-playbook.ts';
import { changeFleet } from './fleet-change.ts';
import type { Session } from './session.ts';

let tree: Scratch;
let session: Session;
beforeEach(async () => {
  tree = makeScratch('fleet-change');
  tree.put('usr/lib/os-release', 'ID=debian\nVERSION_ID=12\n');
  ({ session } = await openSession(tree, tree.path));
});
afterEach(() => {
  session.close();
  tree.remove();
});

const SOURCE = { from: 'text', text: 'veneer: 1\nmasks: [{name: other}]\n' } as const;

async function follow(dryRun: boolean): Promise<FleetChanging | null> {
  let last: FleetChanging | null = null;
  for await (const now of changeFleet(session, { ids: null, source: SOURCE, merge: false, dryRun }, undefined))
    last = now;
  return last;
}

test.skipIf(ansiblePlaybook() === null)(
  'one that is not reached keeps all from being changed (needs ansible-core)',
  async () => {
    const id = `127.0.0.1:${await freePort()}`;
    session.fleet.add({ from: 'typed', hosts: [id] });
    for (const dryRun of [true, false]) {
      const last = await follow(dryRun);
      expect(last).toMatchObject({ isOver: true, isCheck: true, error: null, outcomes: [{ id, isDone: false }] });
      expect(last?.outcomes[0]?.message.text).toContain('not reached');
    }
    expect(session.jobs.goingOn('change-hosts')).toEqual([]);
  },
);

test('without a host, or by what declares nothing, nothing is begun', async () => {
  await expect(follow(true)).rejects.toMatchObject({
    code: ansiblePlaybook() === null ? 'unsupported' : 'invalid-input',
  });
  session.fleet.add({ from: 'typed', hosts: ['edge'] });
  const broken = changeFleet(
    session,
    { ids: null, source: { from: 'text', text: '[' }, merge: false, dryRun: true },
    undefined,
  );
  await expect(broken.next()).rejects.toMatchObject({
    code: ansiblePlaybook() === null ? 'unsupported' : 'invalid-input',
  });
  expect(session.jobs.goingOn('change-hosts')).toEqual([]);
});
