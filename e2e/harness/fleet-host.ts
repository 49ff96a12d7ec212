/** Trees that stand for the `/` of a host over SSH: a busybox, an os-release, and extensions as publishers make them. */
import { randomBytes } from 'node:crypto';
import { mkdirSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { makeScratch, type Scratch } from './scratch.ts';
import { makeSquashfs } from './squashfs.ts';
import { putBusybox } from './ssh-hosts.ts';

/** @param version VERSION_ID @returns the path of the tree */
export function makeFleetHost(scratch: Scratch, name: string, version: string, systemd: number): string {
  const tree = `trees/${name}`;
  scratch.put(`${tree}/etc/os-release`, `ID=flatcar\nVERSION_ID=${version}\nPRETTY_NAME="Flatcar ${version}"\n`);
  scratch.put(`${tree}/usr/lib/systemd/libsystemd-shared-${systemd}.so`, '');
  scratch.put(`${tree}/proc/self/mountinfo`, '21 1 254:0 / / rw,relatime - ext4 /dev/root rw\n');
  const root = join(scratch.path, tree);
  mkdirSync(join(root, 'opt'));
  putBusybox(root);
  return root;
}

/** Packs an image whose files are far larger than what decides of it. @param place in the tree */
export function putFleetImage(root: string, place: string, name: string, release: string): void {
  const inside = makeScratch('inside');
  inside.put(`${name}/usr/lib/extension-release.d/extension-release.${name}`, release);
  inside.put(`${name}/usr/lib/systemd/system/${name}.service`, '[Service]\nExecStart=/usr/bin/true\n');
  inside.put(`${name}/usr/bin/${name}`, randomBytes(3_000_000));
  mkdirSync(dirname(join(root, place)), { recursive: true });
  makeSquashfs(join(inside.path, name), join(root, place));
  inside.remove();
}
