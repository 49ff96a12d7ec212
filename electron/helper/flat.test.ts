/** Fedora's flat layout: what the helper installs into, counts and deletes there is what the transfer files of the host say. */
import { createHash } from 'node:crypto';
import { chmodSync, closeSync, existsSync, openSync, readlinkSync } from 'node:fs';
import { machine } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { makeScratch, type Scratch } from '../../e2e/harness/scratch.ts';
import { storedIn } from '../../e2e/harness/stored-images.ts';
import { FLAT_STORE, fedoraTransfer, linkIn } from '../../e2e/harness/trees/flat.ts';
import { storeFor } from '../../shared/images/store.ts';
import type { Message } from '../../shared/messages/message.ts';
import { architectureFromUname } from '../../shared/systemd/architecture.ts';
import { readFlat } from './flat.ts';
import { installImage } from './install.ts';
import { removeExtension, vacuumStore } from './remove.ts';

const HERE = architectureFromUname(machine());
const image = (name: string, version: string, release = '43') => `${name}-${version}-${release}-${HERE}.raw`;

let tree: Scratch;
beforeEach(() => {
  tree = makeScratch('flat-helper');
  tree.put('usr/lib/os-release', 'ID=fedora\nVERSION_ID=43\n');
});
afterEach(() => tree.remove());

const flat = () => readFlat(tree.path, () => Promise.resolve(257));
const stored = () => storedIn(join(tree.path, FLAT_STORE));
const put = (fileName: string) => tree.put(`${FLAT_STORE}/${fileName}`, fileName);
const link = (name: string, fileName: string) =>
  linkIn(tree, `var/lib/extensions/${name}.raw`, `../extensions.d/${fileName}`);
const follow = (name: string, more = '') =>
  tree.put(`etc/sysupdate.${name}.d/${name}.transfer`, fedoraTransfer(name, undefined, more));
const named = (name: string) => ({ class: 'sysext', root: tree.path, name }) as const;
const vacuumed = async (name: string, keep: number) => vacuumStore({ ...named(name), keep }, null, await flat());

async function installText(name: string, version: string, keep: number | null): Promise<Message[]> {
  tree.put('image', version);
  const fd = openSync(join(tree.path, 'image'), 'r');
  const sha256 = createHash('sha256').update(version).digest('hex');
  const as = { store: storeFor('sysext', 'kept'), version: `${version}-43`, architecture: HERE, sha256 };
  try {
    const common = { current: true, versioned: false, adopts: null, origin: null };
    return installImage({ ...named(name), ...as, keep, ...common }, fd, () => {}, await flat());
  } finally {
    closeSync(fd);
  }
}

test('a new version comes beside the others, and so many old ones stay as the transfer file wants', async () => {
  for (const name of ['btop', 'btop-themes']) follow(name);
  for (const version of ['1.4.3', '1.4.4']) put(image('btop', version));
  put(image('btop-themes', '9.0'));
  link('btop', image('btop', '1.4.4'));
  await installText('btop', '1.4.10', 1);
  expect(stored()).toEqual([image('btop', '1.4.10'), image('btop', '1.4.4'), image('btop-themes', '9.0')].sort());
  expect(readlinkSync(join(tree.path, 'var/lib/extensions/btop.raw'))).toBe(
    `/${FLAT_STORE}/${image('btop', '1.4.10')}`,
  );
  expect(existsSync(join(tree.path, FLAT_STORE, 'btop'))).toBe(false);
});

test('without a transfer file it comes into a folder of the name, and nothing beside others is counted', async () => {
  put(image('btop', '1.4.3'));
  put(image('btop', '1.4.4'));
  link('btop', image('btop', '1.4.4'));
  await expect(vacuumed('btop', 0)).rejects.toMatchObject({ code: 'unsupported' });
  await installText('btop', '1.4.5', 0);
  expect(stored()).toEqual([image('btop', '1.4.3'), image('btop', '1.4.4'), 'btop'].sort());
  // A link to /dev/null takes a transfer file away, as with systemd.
  tree.put('usr/lib/sysupdate.btop.d/btop.transfer', fedoraTransfer('btop'));
  linkIn(tree, 'etc/sysupdate.btop.d/btop.transfer', '/dev/null');
  link('btop', image('btop', '1.4.4'));
  await expect(vacuumed('btop', 0)).rejects.toMatchObject({ code: 'unsupported' });
  expect(stored()).toEqual([image('btop', '1.4.3'), image('btop', '1.4.4'), 'btop'].sort());
});

test('an image of a longer name is never one of the shorter', async () => {
  follow('kubernetes');
  const other = image('kubernetes-1.35', '1.35.4-1.fc43');
  for (const one of [image('kubernetes', '1.34.1-1.fc43'), image('kubernetes', '1.34.2-1.fc43'), other]) put(one);
  link('kubernetes', image('kubernetes', '1.34.2-1.fc43'));
  // It is known by its own transfer file,
  follow('kubernetes-1.35');
  expect(await vacuumed('kubernetes', 1)).toEqual([]);
  expect(await vacuumed('kubernetes', 0)).toEqual([`Deleted /${FLAT_STORE}/${image('kubernetes', '1.34.1-1.fc43')}.`]);
  // or by its link.
  linkIn(tree, 'etc/sysupdate.kubernetes-1.35.d/kubernetes-1.35.transfer', '/dev/null');
  link('kubernetes-1.35', other);
  expect(await vacuumed('kubernetes', 0)).toEqual([]);
  expect(stored()).toEqual([image('kubernetes', '1.34.2-1.fc43'), other].sort());
});

test('what the transfer file protects, what is pinned, and what is of another OS stays', async () => {
  follow('btop', 'ProtectVersion=1.0');
  for (const version of ['1.0', '1.1', '1.2', '1.3']) put(image('btop', version));
  put(image('btop', '0.9', '42'));
  link('btop', image('btop', '1.3'));
  tree.put('var/lib/veneer/pins/sysext-btop.json', '{"version":"1.1-43","held":false}');
  await vacuumed('btop', 0);
  const left = stored();
  expect(left).toContain(image('btop', '0.9', '42'));
  expect(left).toContain(image('btop', '1.0'));
  expect(left).not.toContain(image('btop', '1.2'));
  expect(left).toContain(image('btop', '1.3'));
});

test('the current one stays though newer ones are there, and removing it for good takes those of the name alone', async () => {
  for (const name of ['btop', 'btop-themes']) follow(name);
  for (const version of ['1.1', '1.2', '1.3']) put(image('btop', version));
  put(image('btop-themes', '9.0'));
  link('btop', image('btop', '1.1'));
  await vacuumed('btop', 1);
  expect(stored()).toEqual([image('btop', '1.1'), image('btop', '1.3'), image('btop-themes', '9.0')].sort());
  removeExtension({ ...named('btop'), purge: true }, await flat());
  expect(stored()).toEqual([image('btop-themes', '9.0')]);
});

test('a transfer file where others than root can write says nothing', async () => {
  follow('btop');
  put(image('btop', '1.0'));
  put(image('btop', '2.0'));
  link('btop', image('btop', '2.0'));
  chmodSync(join(tree.path, 'etc/sysupdate.btop.d'), 0o777);
  await expect(vacuumed('btop', 0)).rejects.toMatchObject({ code: 'unsupported' });
  chmodSync(join(tree.path, 'etc/sysupdate.btop.d'), 0o755);
  expect(await vacuumed('btop', 0)).toEqual([`Deleted /${FLAT_STORE}/${image('btop', '1.0')}.`]);
});
