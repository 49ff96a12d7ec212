/** The headless .deb: the staged tree with what dpkg wants to know of it. */
import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { chmodSync, lstatSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { gzipSync } from 'node:zlib';
import { BUGS, descriptionOf, HEADLESS, HOMEPAGE, MAINTAINER, OLDEST_NODE, SLIM, SUMMARY } from './about.mjs';
import { debianChangelog, readChangelog } from './changelog.ts';
import { componentsIn } from './components.mjs';
import { debianCopyright } from './licences.mjs';

const here = fileURLToPath(new URL('.', import.meta.url));
const project = join(here, '../..');

/** What Node needs of the system, as its makers build it; the same as in rpm.mjs. */
const NEEDED_BY_NODE = 'libc6 (>= 2.28), libgcc-s1, libstdc++6 (>= 6)';

/** @returns what differs between the package that has a Node and the one that runs on Debian's */
function kindOf(nodeArch, debArch) {
  if (nodeArch === null) {
    return {
      name: SLIM,
      architecture: 'all',
      depends: `nodejs (>= ${OLDEST_NODE})`,
      // Of the packages that hold these files one is there; the other gives way to it.
      others: ['veneer', HEADLESS],
      overrides: overridesOf(SLIM),
    };
  }
  return {
    name: HEADLESS,
    architecture: debArch,
    depends: NEEDED_BY_NODE,
    others: ['veneer', SLIM],
    overrides: [
      ...overridesOf(HEADLESS),
      '# Node comes as its makers build it: no Debian release before trixie has one that is new enough.',
      `${HEADLESS}: embedded-library *`,
      '# So what runs on it names it, and needs no package of Node.',
      `${HEADLESS}: missing-dep-for-interpreter /usr/lib/veneer/node *`,
      `${HEADLESS}: wrong-path-for-interpreter /usr/lib/veneer/node *`,
      '# Its makers link it so; the slim package runs on Debian’s own, which is PIE.',
      `${HEADLESS}: hardening-no-pie *`,
      '# The licence of a library is quoted as that library brings it.',
      `${HEADLESS}: old-fsf-address-in-copyright-file`,
    ],
  };
}

/** What lintian warns of in every package of ours, with the reason why it stays. */
const overridesOf = (name) => [
  '# deb-systemd-helper and deb-systemd-invoke are for units of the system; these are of the users’ service managers.',
  `${name}: maintainer-script-calls-systemctl *`,
  '# It is no package of Debian’s.',
  `${name}: bugs-field-does-not-refer-to-debian-infrastructure *`,
];

/**
 * @param tree staged for `nodeArch`
 * @param packing how dpkg-deb is to pack it
 * @returns the path of the package
 */
export function makeDeb(tree, out, { version, date, debArch, dist, nodeArch }, packing) {
  const { name, architecture, depends, others, overrides } = kindOf(nodeArch, debArch);
  const put = (folder, file, content, mode = 0o644) => {
    mkdirSync(folder, { recursive: true });
    writeFileSync(join(folder, file), content);
    chmodSync(join(folder, file), mode);
  };
  const doc = join(tree, `usr/share/doc/${name}`);
  put(doc, 'copyright', debianCopyright(componentsIn(dist, nodeArch)));
  const releases = readChangelog(readFileSync(join(project, 'CHANGELOG.md'), 'utf8'));
  put(doc, 'changelog.gz', gzipSync(debianChangelog(releases, name, MAINTAINER), { level: 9 }));
  put(join(tree, 'usr/share/bug', name), 'script', readFileSync(join(here, 'bug-script')), 0o755);
  put(join(tree, 'usr/share/lintian/overrides'), name, `${overrides.join('\n')}\n`);
  const files = filesIn(tree);
  const control = join(tree, 'DEBIAN');
  mkdirSync(control, { mode: 0o755 });
  const size = files.reduce((sum, path) => sum + lstatSync(join(tree, path)).size, 0);
  const paragraphs = descriptionOf(name).map((one) => ` ${one.replaceAll('\n', '\n ')}`);
  const fields = {
    Package: name,
    Version: version,
    Architecture: architecture,
    Maintainer: MAINTAINER,
    'Installed-Size': Math.ceil(size / 1024),
    Depends: depends,
    Recommends: 'attr, ca-certificates, pkexec, polkitd, systemd (>= 248)',
    Suggests: 'chromium, libnotify-bin, systemd-container',
    Conflicts: others.join(', '),
    Provides: 'veneer',
    Replaces: others.join(', '),
    Homepage: HOMEPAGE,
    Bugs: `mailto:${BUGS}`,
    Section: 'admin',
    Priority: 'optional',
    Description: `${SUMMARY}\n${paragraphs.join('\n .\n')}`,
  };
  const lines = Object.entries(fields).map(([field, value]) => `${field}: ${value}\n`);
  put(control, 'control', lines.join(''));
  const sums = files
    .filter((path) => lstatSync(join(tree, path)).isFile())
    .map(
      (path) =>
        `${createHash('md5')
          .update(readFileSync(join(tree, path)))
          .digest('hex')}  ${path}\n`,
    );
  put(control, 'md5sums', sums.join(''));
  for (const script of ['postinst', 'prerm', 'postrm'])
    put(control, script, readFileSync(join(here, 'maintainer', script)), 0o755);
  const target = join(out, `${name}_${version}_${architecture}.deb`);
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
