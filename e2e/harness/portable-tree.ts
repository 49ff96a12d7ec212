/** Portable images of a tree: one that can be attached, extensions of which one fits it, and one that is attached without a profile. */
import type { Scratch } from './scratch.ts';

const SERVICE = '[Service]\nExecStart=/usr/bin/sleep infinity\n';
const IMAGES = 'var/lib/portables';

export function putPortables(scratch: Scratch, root: string): void {
  const put = (path: string, text: string) => scratch.put(`${root}/${path}`, text);
  for (const name of ['default', 'nonetwork', 'strict', 'trusted'])
    put(`usr/lib/systemd/portable/profile/${name}/service.conf`, '[Service]\n');
  for (const name of ['app', 'web']) {
    put(`${IMAGES}/${name}/usr/lib/os-release`, `ID=testos\nVERSION_ID=1\nPRETTY_NAME="Test OS with ${name}"\n`);
    put(`${IMAGES}/${name}/usr/lib/systemd/system/${name}.service`, SERVICE);
  }
  for (const [name, version] of [
    ['tools', 1],
    ['late', 2],
  ] as const) {
    const release = `ID=testos\nVERSION_ID=${version}\n`;
    put(`${IMAGES}/${name}/usr/lib/extension-release.d/extension-release.${name}`, release);
    put(`${IMAGES}/${name}/usr/lib/systemd/system/app-${name}.service`, SERVICE);
  }
  // As portablectl of 257 leaves it where the profile is one that is not there.
  const unit = 'etc/systemd/system.attached/web.service';
  put(`${unit}.d/20-portable.conf`, `# Drop-in created for image '/${IMAGES}/web', do not edit.\n`);
  put(unit, SERVICE);
}
