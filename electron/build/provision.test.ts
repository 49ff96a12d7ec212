/** A new host of what is published, laid out by Ignition itself (Debian's ignition), and then predicted. */
import { existsSync, mkdirSync, readFileSync, readlinkSync, symlinkSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { findIgnition } from '../../e2e/harness/ignition.ts';
import { serveFolder, type WebServer } from '../../e2e/harness/nginx.ts';
import { makeScratch, putExtension, type Scratch } from '../../e2e/harness/scratch.ts';
import { makeSquashfs } from '../../e2e/harness/squashfs.ts';
import { provisionedText } from '../../shared/declared/export.ts';
import { declaredProvisioning } from '../../shared/declared/playbook.ts';
import { englishOf } from '../../shared/messages/message.ts';
import { declaredFor } from '../../shared/recipe/provision.ts';
import { readSystem } from '../extensions/system.ts';
import { ownMounts } from '../extensions/target.ts';
import { publishImages } from './publish.ts';
import { readPublished } from './published.ts';

let scratch: Scratch;
let server: WebServer | null;
const at = (path: string) => join(scratch.path, path);
beforeEach(() => {
  scratch = makeScratch('provision');
  server = null;
});
afterEach(async () => {
  await server?.stop();
  scratch.remove();
});

async function publish(name: string, version: string, architecture: string | null = 'x86-64'): Promise<void> {
  const folder = `${name}-${version}-${architecture}`;
  const release = `ID=_any\nSYSEXT_VERSION_ID=${version}\n${architecture === null ? '' : `ARCHITECTURE=${architecture}\n`}`;
  putExtension(scratch, folder, name, release, { 'usr/share/it': version });
  makeSquashfs(at(`${folder}/${name}`), at(`${folder}.img`), '-all-root');
  const url = server?.url ?? 'https://example.org/';
  await publishImages({
    directory: at('pub'),
    images: [at(`${folder}.img`)],
    url,
    key: null,
    keep: null,
    signal: null,
  });
}

const part = (names: string[], masks: string[] = []) => ({ names, architecture: 'x86-64', masks });

test('the newest of each name for the architecture, and what is not there is said', async () => {
  await publish('tool', '1.9');
  await publish('tool', '1.10');
  await publish('tool', '2.0', 'arm64');
  await publish('any', '1', null);
  const { files } = readPublished(at('pub'));
  expect(declaredFor(files, part([], ['docker'])).extensions).toMatchObject([
    { name: 'any', version: '1', source: { url: 'https://example.org/any/any-1.raw' } },
    { name: 'tool', version: '1.10', source: { url: 'https://example.org/tool/tool-1.10-x86-64.raw' } },
  ]);
  expect(() => declaredFor(files, part(['nothing']))).toThrow('Nothing of nothing is published for x86-64.');
  const twice = declaredFor(files, part(['tool', 'tool'], ['docker', 'docker']));
  expect([twice.extensions.length, twice.masks.length]).toEqual([1, 1]);
  expect(() => declaredFor(files, part([], ['../x']))).toThrow(expect.objectContaining({ code: 'invalid-input' }));
  mkdirSync(at('empty'));
  expect(() => readPublished(at('empty'))).toThrow('Nothing is published in');
  expect(() => readPublished(at('nowhere'))).toThrow('There is nothing at');
});

const ignition = process.getuid?.() === 0 ? test : test.skip;

const OF_OS = ['containerd-flatcar', 'docker-flatcar'];

ignition('masks choose which runtime of the OS is merged (needs Debian’s package ignition)', async () => {
  mkdirSync(at('pub'));
  server = await serveFolder(scratch, 'pub');
  await publish('tool', '1.0');
  const { files } = readPublished(at('pub'));
  const program = findIgnition(scratch);
  if (program === null) throw new Error('the package ignition of the mirror cannot be had');
  for (const name of OF_OS) {
    putExtension(scratch, 'os', name, 'ID=_any\n', { 'usr/share/runtime': name });
    makeSquashfs(at(`os/${name}`), at(`${name}.img`), '-all-root');
  }
  for (const masks of [['containerd-flatcar'], ['docker-flatcar'], OF_OS]) {
    const host = `without-${masks.length}-${masks[0]}`;
    scratch.put(`${host}/usr/lib/os-release`, 'ID=flatcar\nVERSION_ID=4230\n');
    scratch.put(`${host}/etc/selinux/config`, 'SELINUX=disabled\nSELINUXTYPE=targeted\n');
    mkdirSync(at(`${host}/etc/extensions`));
    for (const name of OF_OS) {
      const place = `usr/share/flatcar/sysext/${name}.raw`;
      scratch.put(`${host}/${place}`, readFileSync(at(`${name}.img`)));
      symlinkSync(`/${place}`, at(`${host}/etc/extensions/${name}.raw`));
    }
    const from = declaredProvisioning(declaredFor(files, part(['tool'], masks)));
    for (const format of ['butane-flatcar', 'butane-fcos', 'ignition'] as const) {
      const { text } = provisionedText(from, format, englishOf);
      expect(OF_OS.filter((name) => text.includes(`/etc/extensions/${name}`))).toEqual(masks);
      scratch.put('host.ign', text);
    }
    expect(program.validate(at('host.ign'))).toMatchObject({ status: 0 });
    const applied = program.apply(at('host.ign'), at(host));
    expect(applied.status, applied.stderr).toBe(0);
    const { extensions } = await readSystem({ root: at(host), asSystemd: 257, mounts: ownMounts(at(host)) }, null);
    const ready = extensions.filter(({ state }) => state === 'ready').map(({ name }) => name);
    expect(ready.sort()).toEqual([...OF_OS.filter((name) => !masks.includes(name)), 'tool']);
  }
});

ignition('Ignition takes it and lays it out, and the host merges it (needs Debian’s package ignition)', async () => {
  mkdirSync(at('pub'));
  server = await serveFolder(scratch, 'pub');
  await publish('tool', '1.0');
  const { files, transfers } = readPublished(at('pub'));
  const from = declaredProvisioning(declaredFor(files, part(['tool'], ['docker', 'docker-flatcar'])));
  const followed = { path: '/etc/sysupdate.tool.d/tool.transfer', text: transfers.get('tool') ?? '' };
  const { text } = provisionedText({ ...from, written: [followed] }, 'ignition', englishOf);
  scratch.put('host.ign', text);
  scratch.put('host/usr/lib/os-release', 'ID=flatcar\nVERSION_ID=4230\n');
  // Without it Ignition of Debian looks for the labels of a policy at its end.
  scratch.put('host/etc/selinux/config', 'SELINUX=disabled\nSELINUXTYPE=targeted\n');
  // As Flatcar has it; a directory beside it would mask it only by chance.
  scratch.put('host/usr/share/flatcar/sysext/docker-flatcar.raw', '');
  mkdirSync(at('host/etc/extensions'));
  symlinkSync('/usr/share/flatcar/sysext/docker-flatcar.raw', at('host/etc/extensions/docker-flatcar.raw'));
  const program = findIgnition(scratch);
  if (program === null) throw new Error('the package ignition of the mirror cannot be had');
  expect(program.validate(at('host.ign'))).toMatchObject({ status: 0 });
  const applied = program.apply(at('host.ign'), at('host'));
  expect(applied.status, applied.stderr).toBe(0);
  expect(readlinkSync(at('host/var/lib/extensions/tool.raw'))).toBe('/var/lib/extensions.d/tool/tool-1.0-x86-64.raw');
  expect(existsSync(at('host/etc/extensions/docker'))).toBe(true);
  expect(readlinkSync(at('host/etc/extensions/docker-flatcar.raw'))).toBe('/dev/null');
  expect(readFileSync(at('host/etc/sysupdate.tool.d/tool.transfer'), 'utf8')).toBe(transfers.get('tool'));
  const system = await readSystem({ root: at('host'), asSystemd: 257, mounts: ownMounts(at('host')) }, null);
  expect(system.extensions.map(({ name, state }) => [name, state])).toEqual(
    expect.arrayContaining([
      ['tool', 'ready'],
      ['docker', 'masked'],
    ]),
  );
});
