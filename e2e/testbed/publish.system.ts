/** What `veneer publish` makes, served by nginx, is what the real systemd-sysupdate installs, updates and goes back in. */
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect } from 'playwright/test';
import { publishImages } from '../../electron/build/publish.ts';
import { serveFolder } from '../harness/nginx.ts';
import { test } from './bed.ts';
import { makeImage } from './images.ts';

const SYSUPDATE = '/usr/lib/systemd/systemd-sysupdate';

test('a published folder is installed and brought up to date by systemd-sysupdate, and by Veneer', async ({ bed }) => {
  const { machine, scratch } = bed;
  mkdirSync(join(scratch.path, 'pub'));
  const server = await serveFolder(scratch, 'pub');
  const publish = (version: string, name = 'tool') =>
    publishImages({
      directory: join(scratch.path, 'pub'),
      images: [makeImage(scratch, { name, version, release: 'ARCHITECTURE=x86-64\n' })],
      ...{ url: server.url, key: null, keep: null, signal: null },
    });
  const update = (...words: string[]) => machine.run(SYSUPDATE, '--component=tool', ...words);
  const seen = (name = 'tool') => machine.run('readlink', `/var/lib/extensions/${name}.raw`).stdout.trim();
  try {
    await publish('1.0');
    const folder = join(machine.root, 'etc/sysupdate.tool.d');
    mkdirSync(folder, { recursive: true });
    // 262 makes it by itself; 257 fails at the link.
    mkdirSync(join(machine.root, 'var/lib/extensions'), { recursive: true });
    writeFileSync(join(folder, 'tool.transfer'), readFileSync(join(scratch.path, 'pub/tool/tool.transfer')));
    const first = update('update');
    expect(first.status, first.stderr).toBe(0);
    expect(seen()).toMatch(/\/tool\/tool-1\.0-x86-64\.raw$/);
    expect(machine.run('systemd-sysext', 'merge')).toMatchObject({ status: 0 });
    expect(bed.merged()).toEqual(['tool']);

    await publish('2.0');
    expect(bed.veneer('update', '--check').stdout).toMatch(/^tool +1\.0 +2\.0 /m);
    expect(update('update')).toMatchObject({ status: 0 });
    expect(seen()).toMatch(/\/tool\/tool-2\.0-x86-64\.raw$/);

    expect(bed.veneer('rollback', 'tool', '1.0')).toMatchObject({ status: 0 });
    expect(seen()).toMatch(/\/tool\/tool-1\.0-x86-64\.raw$/);
    expect(bed.veneer('remote', 'add', 'mine', `${server.url}tool/`, '--unsigned')).toMatchObject({ status: 0 });
    expect(bed.veneer('search', 'tool').stdout).toMatch(/^tool +2\.0 /m);

    await publish('1.0', 'own');
    expect(bed.veneer('remote', 'add', 'own', `${server.url}own/`, '--unsigned')).toMatchObject({ status: 0 });
    expect(bed.veneer('install', 'own')).toMatchObject({ status: 0 });
    expect(seen('own')).toMatch(/own-1\.0\S*\.raw$/);
    await publish('2.0', 'own');
    expect(bed.veneer('update', 'own')).toMatchObject({ status: 0 });
    expect(seen('own')).toMatch(/own-2\.0\S*\.raw$/);
  } finally {
    await server.stop();
  }
});
