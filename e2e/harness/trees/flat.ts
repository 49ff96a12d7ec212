/** The flat layout of Fedora's transfer files, in a tree. */
import { mkdirSync, rmSync, symlinkSync } from 'node:fs';
import { dirname, join } from 'node:path';
import type { Scratch } from '../scratch.ts';

export const FLAT_STORE = 'var/lib/extensions.d';

/** As fedora-sysexts/fedora publishes `NAME.conf`. @param url the folder with SHA256SUMS */
export const fedoraTransfer = (name: string, url = `https://extensions.fcos.fr/fedora/${name}/`, more = ''): string =>
  `[Transfer]
Verify=false
${more}
[Source]
Type=url-file
Path=${url}
MatchPattern=${name}-@v-%w-%a.raw

[Target]
InstancesMax=2
Type=regular-file
Path=/var/lib/extensions.d/
MatchPattern=${name}-@v-%w-%a.raw
CurrentSymlink=/var/lib/extensions/${name}.raw
`;

/** Puts a link in place of any that is there. @param path in the scratch */
export function linkIn(scratch: Scratch, path: string, target: string): void {
  const link = join(scratch.path, path);
  mkdirSync(dirname(link), { recursive: true });
  rmSync(link, { force: true });
  symlinkSync(target, link);
}
