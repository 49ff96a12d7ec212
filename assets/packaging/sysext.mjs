/** Veneer as a system extension of its own, packed by itself: for systems that have no package manager. */
import { spawnSync } from 'node:child_process';
import { cpSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { HOMEPAGE } from './about.mjs';
import { ID } from './stage.mjs';

/**
 * @param packing zstd is smaller and read faster; Linux has read it in squashfs since 4.14 (seen: Debian, Flatcar), and gzip stays for others
 * @returns the path of the image
 */
export function makeSysext(tree, out, { version, dist, systemdArch }, packing) {
  const folder = join(out, 'sysext');
  rmSync(folder, { recursive: true, force: true });
  cpSync(tree, folder, { recursive: true, verbatimSymlinks: true });
  // Its database is not made anew by a merge, so that nothing would know what the desktop entry says it opens.
  rmSync(join(folder, 'usr/share/mime'), { recursive: true });
  const entry = join(folder, `usr/share/applications/${ID}.desktop`);
  writeFileSync(entry, readFileSync(entry, 'utf8').replace(/^MimeType=.*\n/m, ''));
  const release = join(folder, 'usr/lib/extension-release.d');
  mkdirSync(release, { recursive: true });
  writeFileSync(
    join(release, 'extension-release.veneer'),
    [
      'ID=_any',
      `ARCHITECTURE=${systemdArch}`,
      `SYSEXT_VERSION_ID=${version}`,
      'IMAGE_ID=veneer',
      `IMAGE_VERSION=${version}`,
      'PRETTY_NAME="Veneer, a manager of system extensions"',
      `HOME_URL="${HOMEPAGE}"`,
      // polkit reads the actions of the helper when it starts (systemd 262; before, once by hand or at the next boot).
      'EXTENSION_RELOAD_OR_RESTART_UNITS=polkit.service',
      '',
    ].join('\n'),
  );
  const target = join(out, `veneer-${version}-${systemdArch}.raw`);
  rmSync(target, { force: true });
  const args = [join(dist, 'cli.cjs'), 'pack', '--compression', packing, folder, target];
  const { status, stderr } = spawnSync(process.execPath, args, { encoding: 'utf8' });
  rmSync(folder, { recursive: true });
  if (status !== 0) throw new Error(`veneer pack: ${stderr}`);
  return target;
}
