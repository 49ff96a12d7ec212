/** The line of a file that a finding is about, in real trees. */
import { afterEach, beforeEach, expect, test } from 'vitest';
import { imageOf } from '../../e2e/harness/remotes.ts';
import { makeScratch, putExtension, type Scratch } from '../../e2e/harness/scratch.ts';
import { doesNotFit } from '../../shared/diagnosis/does-not-fit.ts';
import { serviceSkipped } from '../../shared/diagnosis/state/service-skipped.ts';
import { transferUnusable } from '../../shared/diagnosis/updates/transfer-unusable.ts';
import { itemsOf } from '../../shared/doctor/items.ts';
import { foreignText } from '../../shared/messages/message.ts';
import type { UpdateState } from '../../shared/model/update.ts';
import { createOwnReader } from '../extensions/own-reader.ts';
import { readSystem } from '../extensions/system.ts';
import { ownMounts } from '../extensions/target.ts';
import { readPlaces } from './places.ts';

const FOLDER = 'var/lib/extensions';
const signal = new AbortController().signal;
const NO_UPDATES = { items: [] } as unknown as UpdateState;

let tree: Scratch;
beforeEach(() => {
  tree = makeScratch('places');
  tree.put('usr/lib/os-release', 'NAME="Debian"\nID=debian\nVERSION_ID=12\n');
});
afterEach(() => tree.remove());

const targetOf = () => ({ root: tree.path, asSystemd: 257, mounts: ownMounts(tree.path) });

test('what does not fit is told by the line of its release file and that of the host', async () => {
  putExtension(tree, FOLDER, 'folder', '# Built by hand.\nID=debian\nVERSION_ID=11\nVERSION_ID=13\n');
  tree.put(`${FOLDER}/image.raw`, imageOf(tree, { name: 'image', release: 'NAME=x\nID=fedora\n' }));
  putExtension(tree, FOLDER, 'fine', 'ID=_any\n');
  const system = await readSystem(targetOf(), null);
  const found = doesNotFit.find({ extensions: [...system.extensions] });
  const looked = { target: targetOf(), system, reader: createOwnReader(), updates: NO_UPDATES };
  const places = await readPlaces(looked, [], found, signal);
  const proofs = itemsOf(found, { failures: [], places }).map(({ proof }) =>
    proof.map(({ path, line }) => (line === null ? path : `${path}:${line}`)),
  );
  // Of several assignments the last counts.
  expect(proofs.sort()).toEqual([
    [
      `/${FOLDER}/folder`,
      `/${FOLDER}/folder/usr/lib/extension-release.d/extension-release.folder:4`,
      '/usr/lib/os-release:3',
    ],
    [`/${FOLDER}/image.raw`, '/usr/lib/extension-release.d/extension-release.image:2', '/usr/lib/os-release:2'],
  ]);
});

test('a transfer file that systemd refuses is told by the line that it is refused for', async () => {
  const lines = ['[Source]', 'Type=url-file', 'Path=https://example.org/', 'MatchPattern=tool-@v.raw tool'];
  tree.put('etc/sysupdate.tool.d/tool.transfer', [...lines, '[Target]', 'Path=/x', ''].join('\n'));
  const system = await readSystem(targetOf(), null);
  const [problem = null] = transferUnusable.find({
    ...{ class: 'sysext', name: 'tool', component: 'tool', transfer: null, transfers: 0, isOff: false },
    ...{ refusal: foreignText('No pattern.'), bySysupdate: true, otherImage: null, isOutOfReach: false },
  });
  const updates = { items: [{ problem, component: 'tool' }] } as unknown as UpdateState;
  const looked = { target: targetOf(), system, reader: createOwnReader(), updates };
  const places = await readPlaces(looked, [], problem === null ? [] : [problem], signal);
  expect([...places.values()]).toEqual([[{ path: '/etc/sysupdate.tool.d/tool.transfer', line: 4 }]]);
});

test('a condition that was not met is told by the line of its drop-in', async () => {
  const unit = '[Unit]\nConditionPathExists=/nowhere\n';
  const dropIn = 'etc/systemd/system/systemd-sysext.service.d/own.conf';
  tree.put('usr/lib/systemd/system/systemd-sysext.service', unit);
  tree.put(dropIn, `[Unit]\n\n${unit}`);
  putExtension(tree, FOLDER, 'fine', 'ID=_any\n');
  const system = await readSystem(targetOf(), null);
  const service = {
    ...({ class: 'sysext', unit: 'systemd-sysext.service', failed: false, said: [] } as const),
    files: ['/usr/lib/systemd/system/systemd-sysext.service', `/${dropIn}`],
    unmet: ['ConditionPathExists=/nowhere'],
  };
  const found = serviceSkipped.find({ services: [service], extensions: system.extensions });
  const looked = { target: targetOf(), system, reader: createOwnReader(), updates: NO_UPDATES };
  const places = await readPlaces(looked, [service], found, signal);
  expect([...places.values()]).toEqual([[{ path: `/${dropIn}`, line: 4 }]]);
});
