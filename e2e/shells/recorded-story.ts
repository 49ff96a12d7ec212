/** A machine, and what a person does on it from the first look on: each command of the table once at least. */
import { mkdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { imageOf, writeSums } from '../harness/remotes.ts';
import { putExtension, type Scratch } from '../harness/scratch.ts';

const RECIPE = `name: made
version: "1.0"
target: {architectures: [any]}
steps: [{file: {at: /usr/share/made, content: made}}]
`;

export function prepareMachine(scratch: Scratch): void {
  scratch.put('tree/usr/lib/os-release', 'ID=debian\nVERSION_ID=12\nPRETTY_NAME="Debian GNU/Linux 12 (bookworm)"\n');
  const put = (name: string, release: string) =>
    putExtension(scratch, 'tree/var/lib/extensions', name, release, {
      'usr/share/common': name,
      [`usr/lib/systemd/system/${name}.service`]: '[Service]\nExecStart=/bin/true\n',
    });
  put('docker', 'ID=debian\nVERSION_ID=12\nSYSEXT_VERSION_ID=24.0.9\n');
  put('kubernetes', 'ID=fedora\nVERSION_ID=41\nSYSEXT_VERSION_ID=1.32.1\n');
  put('日本語', 'ID=_any\n');
  put('masked', 'ID=_any\n');
  mkdirSync(join(scratch.path, 'tree/etc/extensions/masked'), { recursive: true });
  scratch.put('tree/var/lib/extensions/broken.raw', '<html><body>404</body></html>\n');
  scratch.put('tree/var/lib/veneer/pins/sysext-docker.json', '{"version":"24.0.9","held":false}\n');
  scratch.put('tree/usr/lib/systemd/portable/profile/default/service.conf', '[Service]\n');
  scratch.put('tree/var/lib/portables/app/usr/lib/os-release', 'ID=debian\nVERSION_ID=12\n');
  scratch.put('tree/var/lib/portables/app/usr/lib/systemd/system/app.service', '[Service]\nExecStart=/bin/true\n');
  for (const version of ['1.0', '2.0']) {
    const release = `ID=_any\nSYSEXT_VERSION_ID=${version}\n`;
    scratch.put(`served/tool-${version}-x86-64.raw`, imageOf(scratch, { name: 'tool', release }));
  }
  writeSums(scratch, 'served');
  scratch.put('tool-1.0.raw.gz', gzipSync(readFileSync(join(scratch.path, 'served/tool-1.0-x86-64.raw'))));
  putExtension(scratch, '.', 'folder', 'ID=_any\nSYSEXT_VERSION_ID=3.1\n', { 'usr/share/folder': 'x' });
  scratch.put('folder/usr/bin/mine', 'x', 0o4755);
  scratch.put('made.recipe.yaml', RECIPE);
  scratch.put('host.yaml', 'veneer: 1\nextensions: [{name: docker}, {name: nothing}]\n');
  scratch.put('pins.yaml', 'veneer: 1\npins: [{name: tool, version: "1.0"}]\n');
}

/** `URL` stands for the address of a remote. */
export const STORY: readonly string[] = [
  'version',
  'help list',
  'help exit-codes',
  'list --all',
  'list',
  'status',
  'inspect docker',
  'inspect served/tool-1.0-x86-64.raw',
  'inspect nobody',
  'why kubernetes',
  'why docker',
  'versions docker',
  'ls docker usr/lib',
  'cat docker usr/share/common',
  'verify served/tool-1.0-x86-64.raw',
  'conflicts',
  'services',
  'which /usr/share/common',
  'which /usr/share/nothing',
  'doctor',
  'report',
  'export',
  'diff host.yaml',
  'plan disable docker',
  'plan',
  'plan --for debian=13',
  'prepare --for debian=13 --dry-run',
  'pack folder folder.raw',
  'lint folder',
  'build made.recipe.yaml made.raw',
  'publish pub made.raw --url https://example.org/',
  'provision pub',
  'unpack tool-1.0.raw.gz',
  'remote list',
  'remote known',
  'remote add mine URL',
  'remote list',
  'remote edit mine --unsigned',
  'remote disable mine',
  'remote enable mine',
  'search tool',
  'search nothing-like-it',
  'download tool=1.0 --output out',
  'download tool=1.0 --output out',
  'merge --yes',
  'disable broken',
  'merge --yes',
  'refresh --yes',
  'status',
  'unmerge --yes',
  'install out/tool-1.0-x86-64.raw --yes',
  'update --check',
  'update --yes',
  'update --yes',
  'versions tool',
  'rollback tool --yes',
  'pin tool',
  'unpin tool',
  'hold tool',
  'list',
  'unpin tool',
  'apply pins.yaml --dry-run',
  'apply pins.yaml --yes',
  'unpin tool',
  'follow tool --yes',
  'features',
  'unfollow tool --yes',
  'vacuum tool --keep 0',
  'disable docker',
  'enable docker',
  'history list',
  'history diff 1',
  'rename kubernetes kube --yes',
  'remove tool',
  'remove tool --purge',
  'at-boot on --yes',
  'boot-refresh on --yes',
  'helper off --yes',
  'portable list',
  'portable attach app --dry-run',
  'portable detach app --yes',
  'portable reattach app --yes',
  'remote remove mine',
  'fleet list',
  'fleet add nas 127.0.0.1:1',
  'fleet list',
  'fleet read 127.0.0.1:1',
  'fleet differ nas',
  'fleet plan --for debian=13',
  'fleet remove nas',
];
