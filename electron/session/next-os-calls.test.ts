/** What is left out of what is made ready for the next OS, with a real remote on this machine, real downloads and images. */
import { mkdirSync, symlinkSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { imageOf } from '../../e2e/harness/remotes.ts';
import { makeScratch, type Scratch } from '../../e2e/harness/scratch.ts';
import { openSession } from '../../e2e/harness/session.ts';
import type { Host } from '../hosts/host.ts';
import { namedOs, predictNextOs } from './next-os.ts';
import { downloadForOs, requestForOs } from './next-os-calls.ts';
import type { Session } from './session.ts';

let scratch: Scratch;
let session: Session;
let host: Host;

const image = (version: string, os: string) =>
  imageOf(scratch, { name: 'tool', release: `ID=debian\nVERSION_ID=${os}\nSYSEXT_VERSION_ID=${version}\n` });
const publish = (os: string) => scratch.put('remote/tool-2.0.raw', image('2.0', os));

beforeEach(async () => {
  scratch = makeScratch('next-os-calls');
  scratch.put('tree/usr/lib/os-release', 'ID=debian\nVERSION_ID=13\n');
  scratch.put('tree/var/lib/extensions.d/tool/tool-1.0.raw', image('1.0', '13'));
  mkdirSync(join(scratch.path, 'tree/var/lib/extensions'), { recursive: true });
  const link = join(scratch.path, 'tree/var/lib/extensions/tool.raw');
  symlinkSync('/var/lib/extensions.d/tool/tool-1.0.raw', link);
  publish('14');
  ({ session, host } = await openSession(scratch, join(scratch.path, 'tree')));
  const url = join(scratch.path, 'remote');
  await session.catalog.remotes.put({ name: 'mine', url, enabled: true, trust: 'unsigned', key: null }, false);
  await session.catalog.refresh('revalidate', null, host.release(), null);
});
afterEach(() => {
  session.close();
  scratch.remove();
});

async function offered() {
  const system = await host.read();
  const named = namedOs(system, { id: 'debian', version: '14' });
  const next = await predictNextOs(session, system, named, 'mine', null);
  const rows = next.rows.filter(({ state }) => state === 'offered');
  expect(rows).toMatchObject([{ name: 'tool', nextVersion: '2.0' }]);
  const request = async () => {
    const { request, leftOut } = await requestForOs(session, host, system, named, next, rows);
    return { changes: request.changes.map(({ verb }) => verb), leftOut: leftOut.map(({ id }) => id) };
  };
  const download = async () =>
    session.downloads.settled(await downloadForOs(session, rows), new AbortController().signal);
  return { request, download };
}

test('build-not-downloaded is told until the build is here', async () => {
  const { request, download } = await offered();
  expect(await request()).toEqual({ changes: [], leftOut: ['build-not-downloaded'] });
  await download();
  expect(await request()).toEqual({ changes: ['for-os'], leftOut: [] });
});

test('build-does-not-fit is told of one that became another since it was offered, by the image itself', async () => {
  const { request, download } = await offered();
  publish('15');
  await download();
  expect(await request()).toEqual({ changes: [], leftOut: ['build-does-not-fit'] });
});
