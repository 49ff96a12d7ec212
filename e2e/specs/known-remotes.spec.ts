/** What holds for all known remotes on the command line: installed from, kept current, held to their lists, out of reach. */
import { readdirSync, readlinkSync, rmSync } from 'node:fs';
import { basename, join } from 'node:path';
import { expect } from 'playwright/test';
import { ERROR_CODES, SOMETHING_NEW } from '../../shared/model/errors.ts';
import { KNOWN_REMOTES } from '../../shared/remotes/known-remotes.ts';
import { contentOfAnswer } from '../harness/answers.ts';
import { fedora } from '../harness/publishers/fedora.ts';
import { standInFor } from '../harness/publishers/known.ts';
import { FOLDER as OPENSUSE_FOLDER, opensuse, SNAPSHOT } from '../harness/publishers/opensuse.ts';
import { test } from '../shells/publisher-machine.ts';
import { runVeneer } from '../shells/server.ts';

for (const { name: remoteName } of KNOWN_REMOTES) {
  test(`${remoteName}: listed, installed, brought up to date, out of reach`, async ({ machine }) => {
    const { scratch, json, veneer } = machine;
    const { osRelease, host, count, name, older, newer, installedAs, file, publish } = standInFor(remoteName);
    const published = publish(scratch);
    try {
      await machine.at(osRelease, ...published.hosts);
      expect(json('remote', 'enable', remoteName)).toMatchObject({ status: 'current', error: null, count, refused: 0 });
      expect(json('search', '--remote', remoteName)).toContainEqual(expect.objectContaining({ name, version: newer }));
      machine.install(`${name}=${older}`, installedAs);
      const asked = ['update', installedAs, '--remote', remoteName];
      expect(veneer(...asked, '--check')).toMatchObject({ status: SOMETHING_NEW });
      expect(veneer(...asked)).toMatchObject({ status: 0 });
      const folder = join(scratch.path, 'tree/var/lib/extensions');
      expect(readdirSync(folder).map((link) => basename(readlinkSync(join(folder, link))))).toEqual([file]);
      expect(json('update', '--check')).toEqual([]);

      await machine.goOffline();
      const shown = veneer('search', name, '--json');
      expect(shown.status).toBe(0);
      expect(shown.stderr).toContain(`${host} cannot be reached.`);
      expect(shown.stderr).toContain('What is shown is from');
      expect(contentOfAnswer(shown.stdout)).toContainEqual(expect.objectContaining({ name, version: newer }));
    } finally {
      published.close();
    }
  });
}

test('what a mirror has is held against the publisher’s list', async ({ machine }) => {
  const { scratch, json, veneer } = machine;
  await machine.at(`ID=opensuse-microos\nVERSION_ID=${SNAPSHOT}\n`, ...opensuse(scratch));
  expect(json('remote', 'enable', 'opensuse')).toMatchObject({ status: 'current' });
  const output = join(scratch.path, 'images');
  json('download', 'debug=29.0', '--output', output, '--force');
  // download.opensuse.org itself answers none of its images: it leads to a mirror.
  scratch.put(`${OPENSUSE_FOLDER}/debug-29.1.x86-64.sysext.raw`, 'what somebody else put there');
  const other = veneer('download', 'debug=29.1', '--output', output);
  expect(other).toMatchObject({ status: ERROR_CODES['not-verified'].exitCode });
  expect(other.stderr).toContain('The file is not the one that the list of the remote tells of.');
  expect(readdirSync(output)).toEqual(['debug-29.0.x86-64.sysext.raw']);
});

test('a publisher that cannot be reached is told as such, and what was there before is shown', async ({ machine }) => {
  const { scratch, json, veneer } = machine;
  await machine.at(standInFor('fedora').osRelease, ...fedora(scratch));
  json('remote', 'enable', 'fedora');
  const offline = { https_proxy: 'http://127.0.0.1:9' };
  const asked = runVeneer(scratch, {
    user: 'own',
    args: ['search', 'tree', '--json', '--root', join(scratch.path, 'tree')],
    env: offline,
  });
  expect(asked.status).toBe(0);
  expect(asked.stderr).toContain('What is shown is from');
  expect(contentOfAnswer(asked.stdout)).toMatchObject([{ name: 'tree', version: '2.2.1-2.fc43-43' }]);
  expect(veneer('search', 'nothing-of-that-name')).toMatchObject({ status: 3 });
  // Without its page nobody knows where names end, and none is guessed.
  rmSync(join(scratch.path, 'fedora-pages'), { recursive: true });
  expect(json('remote', 'disable', 'fedora')).toMatchObject({ status: 'off' });
  expect(json('remote', 'enable', 'fedora')).toMatchObject({
    status: 'failed',
    error: { code: 'not-found', message: 'extensions.fcos.fr does not tell which extensions it has.' },
  });
});
