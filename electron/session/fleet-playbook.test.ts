/** What is declared here, as a playbook for hosts that are only named: nobody is asked, and nothing runs. */
import { afterEach, beforeEach, expect, test } from 'vitest';
import { parseDocument } from 'yaml';
import { makeScratch, putExtension, type Scratch } from '../../e2e/harness/scratch.ts';
import { openSession } from '../../e2e/harness/session.ts';
import type { DeclaredSource } from '../../shared/model/fleet.ts';
import { fleetPlaybook } from './fleet-playbook.ts';
import type { Session } from './session.ts';

let tree: Scratch;
let session: Session;
beforeEach(async () => {
  tree = makeScratch('fleet-playbook');
  tree.put('usr/lib/os-release', 'ID=debian\nVERSION_ID=12\n');
  putExtension(tree, 'var/lib/extensions', 'tool', 'ID=_any\n');
  tree.put('etc/extensions/off/.keep', '');
  ({ session } = await openSession(tree, tree.path));
  session.fleet.add({ from: 'typed', hosts: ['edge', 'me@box:2222'] });
});
afterEach(() => {
  session.close();
  tree.remove();
});

const TEXT = `veneer: 1
extensions:
  - name: docker
    version: "28.0.4"
    source: { url: "https://example.org/docker-28.0.4-x86-64.raw", sha256: ${'a'.repeat(64)} }
masks: [{ name: other }]
`;
const ask = (source: DeclaredSource, ids: string[] | null = null) =>
  fleetPlaybook(session, { ids, source, merge: true });

test('a text is a playbook for all hosts, or for some of them', async () => {
  const all = await ask({ from: 'text', text: TEXT });
  expect(all.lacks).toEqual([]);
  expect(parseDocument(all.playbook).toJS()[0].hosts).toEqual(['edge', 'me@box-2222']);
  expect(all.playbook).toContain('https://example.org/docker-28.0.4-x86-64.raw');
  expect(Object.keys(parseDocument(all.inventory).toJS().all.hosts)).toEqual(['edge', 'me@box-2222']);
  const one = await ask({ from: 'text', text: TEXT }, ['edge']);
  expect(parseDocument(one.playbook).toJS()[0].hosts).toEqual(['edge']);
});

test('of a set and of a host what has no source is told', async () => {
  session.sets.write('Demo', 'veneer: 1\nextensions: [{ name: tool }]\n');
  const why = [expect.objectContaining({ id: 'declared.source-not-declared' })];
  expect((await ask({ from: 'set', name: 'Demo' })).lacks).toEqual(why);
  expect((await ask({ from: 'host', host: session.first })).lacks).toEqual(expect.arrayContaining(why));
});

test('nothing is written for no host, for one that is not there, or of what declares nothing', async () => {
  await expect(ask({ from: 'text', text: TEXT }, [])).rejects.toThrow('No host is chosen.');
  await expect(ask({ from: 'text', text: TEXT }, ['other'])).rejects.toMatchObject({ code: 'not-found' });
  await expect(ask({ from: 'text', text: 'veneer: [' })).rejects.toMatchObject({ code: 'invalid-input' });
  await expect(ask({ from: 'set', name: '../x' })).rejects.toMatchObject({ code: 'invalid-input' });
});
