/** The headless .rpm: the staged tree with what rpm wants to know of it. */
import { spawnSync } from 'node:child_process';
import { mkdirSync, readdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { descriptionOf, HEADLESS, HOMEPAGE, MAINTAINER, SUMMARY } from './about.mjs';
import { componentsIn } from './components.mjs';
import { spdxOf } from './licences.mjs';

const here = fileURLToPath(new URL('.', import.meta.url));

/** What Node needs of the system. By soname, for distributions name the packages differently. */
const NEEDED_BY_NODE = [
  'libc.so.6(GLIBC_2.28)(64bit)',
  'libgcc_s.so.1()(64bit)',
  'libstdc++.so.6(CXXABI_1.3.11)(64bit)',
  'libstdc++.so.6(GLIBCXX_3.4.21)(64bit)',
];

/**
 * The scripts are those of the .deb. How many of the package are installed afterwards is what rpm calls them with; beside it, what
 * dpkg says in that case. rpm knows no purge: what Veneer wrote for itself goes when the last of it does.
 */
const SCRIPTS = [
  ['post', 'postinst', '-gt 1', 'configure older'],
  ['preun', 'prerm', '-eq 0', 'remove'],
  ['postun', 'postrm', '-eq 0', 'purge'],
];

/**
 * @param packing the payload's packing, as rpm calls it (w6.xzdio)
 * @returns the path of the package
 */
export function makeRpm(tree, out, { version, date, rpmArch, dist, nodeArch }, packing) {
  const top = join(out, 'rpm');
  rmSync(top, { recursive: true, force: true });
  mkdirSync(top, { recursive: true });
  const spec = join(top, `${HEADLESS}.spec`);
  writeFileSync(spec, specOf(tree, { version, licence: spdxOf(componentsIn(dist, nodeArch)) }));
  const defined = {
    _topdir: top,
    _rpmdir: top,
    _rpmfilename: 'made.rpm',
    _dbpath: join(top, 'db'),
    // The same sources make the same package, at any time and on any machine.
    _buildhost: 'veneer.org',
    use_source_date_epoch_as_buildtime: 1,
    clamp_mtime_to_source_date_epoch: 1,
    build_mtime_policy: 'clamp_to_source_date_epoch',
    _binary_payload: packing,
    // What is staged is what is packed: stripped, compiled and named already.
    __os_install_post: '%{nil}',
    debug_package: '%{nil}',
    _build_id_links: 'none',
    __brp_mangle_shebangs: '%{nil}',
  };
  const options = Object.entries(defined).flatMap(([name, value]) => ['--define', `${name} ${value}`]);
  const { status, stdout, stderr, error } = spawnSync('rpmbuild', ['-bb', '--target', rpmArch, ...options, spec], {
    encoding: 'utf8',
    env: { ...process.env, LC_ALL: 'C.UTF-8', SOURCE_DATE_EPOCH: String(Date.parse(date) / 1000) },
  });
  if (error !== undefined || status !== 0) throw new Error(`rpmbuild: ${error ?? `${stdout}${stderr}`}`);
  const target = join(out, `${HEADLESS}-${version}-1.${rpmArch}.rpm`);
  renameSync(join(top, 'made.rpm'), target);
  rmSync(top, { recursive: true });
  return target;
}

function specOf(tree, { version, licence }) {
  return `Name: ${HEADLESS}
Version: ${version}
Release: 1
Summary: ${SUMMARY.replace(/^./, (first) => first.toUpperCase())}
License: ${licence}
URL: ${HOMEPAGE}
Vendor: ${MAINTAINER}
AutoReqProv: no
Provides: veneer = %{version}
Conflicts: veneer
${NEEDED_BY_NODE.map((one) => `Requires: ${one}`).join('\n')}
Recommends: systemd >= 248
Recommends: polkit
Recommends: /usr/bin/pkexec
Recommends: /usr/bin/setfattr
Recommends: ca-certificates
Suggests: chromium
Suggests: /usr/bin/notify-send
Suggests: systemd-container

%description
${descriptionOf(HEADLESS).join('\n\n')}

%install
cp -a ${quoted(tree)}/. %{buildroot}/

${SCRIPTS.map(scriptlet).join('\n')}
%files
%defattr(-,root,root,-)
${listed(tree).join('\n')}
`;
}

function scriptlet([name, file, when, said]) {
  const text = readFileSync(join(here, 'maintainer', file), 'utf8').replace(/^#!.*\n/, '');
  return `%${name}\nif [ "$1" ${when} ]; then set -- ${said}; fi\n${text.replaceAll('%', '%%')}`;
}

/** Each file, and the folders that nobody else has. */
function listed(tree) {
  return readdirSync(tree, { recursive: true, withFileTypes: true })
    .map((entry) => ({ path: join(entry.parentPath, entry.name).slice(tree.length), isFolder: entry.isDirectory() }))
    .filter(({ path, isFolder }) => !isFolder || /\/veneer(?:\/|$)/.test(path))
    .map(({ path, isFolder }) => `${isFolder ? '%dir ' : kindOf(path)}"${path}"`)
    .sort();
}

function kindOf(path) {
  if (/\/(?:LICENSE|third-party-licenses\.txt\.gz)$/.test(path)) return '%license ';
  return path.startsWith('/usr/share/doc/') || path.startsWith('/usr/share/man/') ? '%doc ' : '';
}

const quoted = (path) => `'${path.replaceAll('%', '%%').replaceAll("'", "'\\''")}'`;
