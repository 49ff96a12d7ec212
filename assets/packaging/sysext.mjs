/** Veneer as a system extension of its own, packed by itself: for systems that have no package manager. */
import { spawnSync } from 'node:child_process';
import { cpSync, mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

/** @returns the path of the image */
export function makeSysext(tree, out, { version, dist, systemdArch }) {
  const folder = join(out, 'sysext');
  rmSync(folder, { recursive: true, force: true });
  cpSync(tree, folder, { recursive: true, verbatimSymlinks: true });
  // Its database is not made anew by a merge, and dpkg's notes are of no use here.
  for (const path of ['usr/share/mime', 'usr/share/lintian', 'usr/share/doc/veneer-headless']) {
    rmSync(join(folder, path), { recursive: true, force: true });
  }
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
      // polkit reads the actions of the helper when it starts (systemd 262; before, once by hand or at the next boot).
      'EXTENSION_RELOAD_OR_RESTART_UNITS=polkit.service',
      '',
    ].join('\n'),
  );
  const target = join(out, `veneer-${version}-${systemdArch}.raw`);
  rmSync(target, { force: true });
  const { status, stderr } = spawnSync(process.execPath, [join(dist, 'cli.js'), 'pack', folder, target], {
    encoding: 'utf8',
  });
  rmSync(folder, { recursive: true });
  if (status !== 0) throw new Error(`veneer pack: ${stderr}`);
  return target;
}
