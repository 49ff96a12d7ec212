/** The headless .deb: the staged tree with what dpkg wants to know of it. */
import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { chmodSync, lstatSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { gzipSync } from 'node:zlib';
import { debianChangelog, readChangelog } from './changelog.ts';
import { componentsIn } from './components.mjs';
import { debianCopyright } from './licences.mjs';

const here = fileURLToPath(new URL('.', import.meta.url));
const project = join(here, '../..');
const MAINTAINER = 'The Veneer developers <developers@veneer.org>';

/**
 * @param packing how dpkg-deb is to pack it
 * @returns the path of the package
 */
export function makeDeb(tree, out, { version, date, debArch, dist, nodeArch }, packing) {
  const name = 'veneer-headless';
  const doc = join(tree, `usr/share/doc/${name}`);
  mkdirSync(doc, { recursive: true });
  const put = (path, content, mode = 0o644) => {
    writeFileSync(path, content);
    chmodSync(path, mode);
  };
  put(join(doc, 'copyright'), debianCopyright(componentsIn(dist, nodeArch)));
  const releases = readChangelog(readFileSync(join(project, 'CHANGELOG.md'), 'utf8'));
  const log = debianChangelog(releases, name, MAINTAINER);
  put(join(doc, 'changelog.gz'), gzipSync(log, { level: 9 }));
  const overrides = join(tree, 'usr/share/lintian/overrides');
  mkdirSync(overrides, { recursive: true });
  put(
    join(overrides, name),
    [
      '# Node comes as its makers build it: no Debian release before trixie has one that is new enough.',
      `${name}: embedded-library *`,
      `${name}: unstripped-binary-or-object [usr/lib/veneer/node]`,
      '# So what runs on it names it, and needs no package of Node.',
      `${name}: missing-dep-for-interpreter /usr/lib/veneer/node *`,
      `${name}: wrong-path-for-interpreter /usr/lib/veneer/node *`,
      '',
    ].join('\n'),
  );
  const files = filesIn(tree);
  const control = join(tree, 'DEBIAN');
  mkdirSync(control, { mode: 0o755 });
  const size = files.reduce((sum, path) => sum + lstatSync(join(tree, path)).size, 0);
  put(
    join(control, 'control'),
    [
      `Package: ${name}`,
      `Version: ${version}`,
      `Architecture: ${debArch}`,
      `Maintainer: ${MAINTAINER}`,
      `Installed-Size: ${Math.ceil(size / 1024)}`,
      'Depends: libc6 (>= 2.28), libgcc-s1, libstdc++6 (>= 6)',
      'Recommends: attr, ca-certificates, pkexec, polkitd, systemd (>= 248)',
      'Suggests: chromium, libnotify-bin, systemd-container',
      'Conflicts: veneer',
      'Provides: veneer',
      'Homepage: https://veneer.org/',
      'Section: admin',
      'Priority: optional',
      'Description: see, understand and toggle systemd system extensions',
      ' Veneer shows the system extensions (sysext, confext) of a machine, says which',
      ' ones systemd would merge and why not, and switches them on and off safely.',
      ' .',
      ' This package has the command line and the window for a browser, which is',
      ' reached over a private socket and so over ssh as well.',
      '',
    ].join('\n'),
  );
  const sums = files
    .filter((path) => lstatSync(join(tree, path)).isFile())
    .map(
      (path) =>
        `${createHash('md5')
          .update(readFileSync(join(tree, path)))
          .digest('hex')}  ${path}\n`,
    );
  put(join(control, 'md5sums'), sums.join(''));
  for (const script of ['postinst', 'prerm', 'postrm'])
    put(join(control, script), readFileSync(join(here, 'maintainer', script)), 0o755);
  const target = join(out, `${name}_${version}_${debArch}.deb`);
  rmSync(target, { force: true });
  const { status, stderr, error } = spawnSync('dpkg-deb', ['--root-owner-group', ...packing, '--build', tree, target], {
    encoding: 'utf8',
    // No file is newer than the release, so that the same sources make the same package at any time.
    env: { ...process.env, SOURCE_DATE_EPOCH: String(Date.parse(date) / 1000) },
  });
  rmSync(control, { recursive: true });
  if (error !== undefined || status !== 0) throw new Error(`dpkg-deb: ${error ?? stderr}`);
  return target;
}

function filesIn(tree) {
  return readdirSync(tree, { recursive: true, withFileTypes: true })
    .filter((entry) => !entry.isDirectory())
    .map((entry) => join(entry.parentPath, entry.name).slice(tree.length + 1))
    .sort();
}
