/** The headless .rpm, the .deb that runs on the Node of the system, installed into a root by rpm and dpkg, and what npm packs. */
import { spawnSync } from 'node:child_process';
import { copyFileSync, existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { filesIn, makeFreshRoot } from '../harness/fresh-root.ts';
import { findPackages, type Packages } from '../harness/packages.ts';
import { run } from '../harness/programs.ts';
import { makeScratch, putExtension, type Scratch } from '../harness/scratch.ts';

const project = fileURLToPath(new URL('../..', import.meta.url));
const { version, engines } = JSON.parse(readFileSync(join(project, 'package.json'), 'utf8'));
const OLDEST = engines.node.replace('>=', '');
const ofOldest = (file: string) => join(project, `node_modules/node-oldest-linux-${process.arch}`, file);

/** What Veneer leaves on a system that it was used on: its own state, and what `veneer helper on` put there. */
const STATE = {
  '/var/lib/veneer/pins/tool': '',
  '/var/lib/veneer/helper': '#!/usr/bin/node\n',
  '/etc/polkit-1/actions/org.veneer.helper.policy': '<!-- Put here by the helper itself. -->\n<policyconfig/>\n',
  '/etc/systemd/system/veneer-sysext-services.service': '[Service]\n',
};

let scratch: Scratch;
let tree: string;
let made: Packages['made'];
beforeAll(() => {
  scratch = makeScratch('headless-packages');
  ({ tree, made } = findPackages(scratch));
}, 400_000);
afterAll(() => scratch.remove());

const node = () => join(tree, 'usr/lib/veneer/node');

function putState(root: string): void {
  for (const [path, content] of Object.entries(STATE)) {
    mkdirSync(join(root, path, '..'), { recursive: true });
    writeFileSync(join(root, path), content);
  }
}

test('node is without symbols, loads what it loaded, and runs', () => {
  const whole = join(project, `node_modules/node-linux-${process.arch}/bin/node`);
  const segments = (file: string) => run('readelf', ['--segments', '--wide', file]);
  expect(segments(node())).toBe(segments(whole));
  const sections = run('readelf', ['--sections', '--wide', node()]);
  expect(sections).toContain('.text');
  expect(sections).not.toMatch(/\.symtab|\.debug_/);
  expect(readFileSync(node()).length).toBeLessThan(0.95 * readFileSync(whole).length);
  const { stderr } = spawnSync('readelf', ['--headers', '--dynamic', '--wide', node()], { encoding: 'utf8' });
  expect(stderr).toBe('');
  const sum = 'crypto.createHash("sha256").update("a").digest("hex")';
  expect(run(node(), ['-p', sum])).toBe(run('sh', ['-c', 'printf a | sha256sum | cut -d " " -f 1']));
});

test('the .rpm says what it needs, whose it is and what it is, with nothing of who built it', () => {
  const asked = (format: string) => run('rpm', ['-qp', '--queryformat', format, made('.rpm')]);
  expect(asked('%{NAME} %{VERSION} %{VENDOR} %{URL}')).toBe(
    `veneer-headless ${version} The Veneer developers <developers@veneer.org> https://veneer.org/`,
  );
  expect(asked('%{BUILDHOST}')).toBe('veneer.org');
  expect(asked('%{LICENSE}').split(' AND ')).toEqual(
    expect.arrayContaining(['Apache-2.0', 'LGPL-3.0-or-later', 'MIT']),
  );
  expect(
    asked('[%{FILEUSERNAME}:%{FILEGROUPNAME} ]')
      .trim()
      .split(' ')
      .filter((one) => one !== 'root:root'),
  ).toEqual([]);
  // Each file newer than the release would be from the clock of who built it.
  const released = Number(asked('%{BUILDTIME}'));
  expect(
    asked('[%{FILEMTIMES} ]')
      .trim()
      .split(' ')
      .filter((one) => Number(one) > released),
  ).toEqual([]);
  expect(run('rpm', ['-qpL', made('.rpm')])).toContain('/usr/share/doc/veneer/LICENSE\n');
  // What rpm itself finds in the program; of each library the newest version has all the others.
  const needed = run('rpm', ['-qp', '--requires', made('.rpm')])
    .trim()
    .split('\n');
  const libraries = needed.filter((one) => one.includes('.so.'));
  const found = run('sh', ['-c', `echo ${node()} | /usr/lib/rpm/elfdeps --requires`]).split('\n');
  expect(libraries).toHaveLength(4);
  expect(found).toEqual(expect.arrayContaining(libraries));
  for (const kind of ['GLIBC', 'GLIBCXX', 'CXXABI']) {
    const versions = found.flatMap((one) => new RegExp(`\\(${kind}_([\\d.]+)\\)`).exec(one)?.[1] ?? []);
    const newest = versions.sort((a, b) => a.localeCompare(b, 'en', { numeric: true })).at(-1);
    expect(libraries.join(), kind).toContain(`(${kind}_${newest})`);
  }
});

test.skipIf(process.getuid?.() !== 0)(
  'rpm installs it, it runs, and with it goes all that it wrote',
  () => {
    const root = join(scratch.path, 'rpm-root');
    makeFreshRoot(root, node());
    const before = filesIn(root);
    const rpm = (...args: string[]) => run('rpm', ['--root', root, '--dbpath', '/var/lib/rpm', '--nodeps', ...args]);
    const others = (path: string) => !path.startsWith('/var/lib/rpm/');
    rpm('-i', made('.rpm'));
    expect(run('chroot', [root, '/usr/bin/veneer', '--version'])).toBe(`veneer ${version}\n`);
    expect(run('chroot', [root, '/usr/bin/veneer', 'help', 'pack'])).toContain('veneer pack FOLDER');
    expect(rpm('--verify', 'veneer-headless')).toBe('');
    putState(root);
    // The next version comes before the one that is there goes.
    rpm('-U', '--force', made('.rpm'));
    expect(existsSync(join(root, '/var/lib/veneer/pins/tool'))).toBe(true);
    rpm('-e', 'veneer-headless');
    expect(filesIn(root).filter(others)).toEqual(before);
    const folders = readdirSync(root, { recursive: true, encoding: 'utf8' }).filter(others);
    expect(folders.filter((path) => path.includes('veneer'))).toEqual([]);
  },
  200_000,
);

test('the .deb without a Node needs one that is new enough, and has all the rest', () => {
  const slim = made('_all.deb');
  const field = (name: string) => run('dpkg-deb', ['--field', slim, name]).trim();
  expect(field('Package')).toBe('veneer-headless-slim');
  expect(field('Architecture')).toBe('all');
  expect(field('Depends')).toBe(`nodejs (>= ${OLDEST})`);
  for (const [one, other] of [
    [slim, 'veneer-headless'],
    [made('.deb'), 'veneer-headless-slim'],
  ] as const)
    for (const name of ['Conflicts', 'Replaces'])
      expect(run('dpkg-deb', ['--field', one, name]).trim().split(', ').sort()).toEqual([other, 'veneer'].sort());
  const pathsOf = (deb: string) =>
    run('dpkg-deb', ['--contents', deb])
      .trim()
      .split('\n')
      .map((line) =>
        (line.split(' ./')[1] ?? '').replace(/ -> .*/, '').replaceAll('veneer-headless-slim', 'veneer-headless'),
      );
  const [own, without] = [new Set(pathsOf(made('.deb'))), new Set(pathsOf(slim))];
  expect([...without].filter((path) => !own.has(path))).toEqual([]);
  expect([...own].filter((path) => !without.has(path)).sort()).toEqual([
    'usr/lib/veneer/dist/commands.cache',
    'usr/lib/veneer/dist/guarded.cache',
    'usr/lib/veneer/dist/reading.cache',
    'usr/lib/veneer/node',
  ]);
  const { stdout, status } = spawnSync('lintian', ['--fail-on=error,warning', '--allow-root', slim], {
    encoding: 'utf8',
  });
  expect(stdout.match(/^[EW]: .*$/gm) ?? []).toEqual([]);
  expect(status).toBe(0);
  const extracted = join(scratch.path, 'slim');
  run('dpkg-deb', ['--extract', slim, extracted]);
  for (const path of ['usr/lib/veneer/dist/cli.cjs', 'usr/libexec/veneer/helper'])
    expect(readFileSync(join(extracted, path), 'utf8').split('\n')[0]).toBe('#!/usr/bin/node');
  expect(readFileSync(join(extracted, 'usr/share/doc/veneer-headless-slim/copyright'), 'utf8')).not.toContain(
    '/node\n',
  );
  expect(readFileSync(join(extracted, 'usr/share/doc/veneer/veneer.cdx.json'), 'utf8')).not.toContain('generic/node@');
}, 400_000);

test.skipIf(process.getuid?.() !== 0)(
  'dpkg installs it beside the oldest Node that will do, it runs, and a purge leaves nothing',
  () => {
    const root = join(scratch.path, 'deb-root');
    makeFreshRoot(root, ofOldest('bin/node'));
    const before = filesIn(root);
    mkdirSync(join(root, 'var/lib/dpkg/info'), { recursive: true });
    mkdirSync(join(root, 'var/lib/dpkg/updates'), { recursive: true });
    writeFileSync(join(root, 'var/lib/dpkg/status'), '');
    const dpkg = (...args: string[]) => spawnSync('dpkg', [`--root=${root}`, ...args], { encoding: 'utf8' });
    expect(dpkg('--install', made('_all.deb')).stderr).toContain(`depends on nodejs (>= ${OLDEST})`);
    expect(dpkg('--purge', 'veneer-headless-slim')).toMatchObject({ status: 0 });
    expect(dpkg('--install', debOf(OLDEST))).toMatchObject({ status: 0 });
    expect(dpkg('--install', made('_all.deb'))).toMatchObject({ status: 0 });
    expect(run('chroot', [root, '/usr/bin/node', '--version'])).toBe(`v${OLDEST}\n`);
    expect(run('chroot', [root, '/usr/bin/veneer', '--version'])).toBe(`veneer ${version}\n`);
    expect(run('chroot', [root, '/usr/bin/veneer', 'help', 'pack'])).toContain('veneer pack FOLDER');
    const told = spawnSync('chroot', [root, 'sh', '-c', '/usr/share/bug/veneer-headless-slim/script 3>&1'], {
      encoding: 'utf8',
    });
    expect(told.stdout).toContain(`veneer ${version}`);
    putState(root);
    expect(dpkg('--purge', 'veneer-headless-slim', 'nodejs')).toMatchObject({ status: 0 });
    expect(filesIn(root).filter((path) => !path.startsWith('/var/lib/dpkg/'))).toEqual(before);
  },
  200_000,
);

/** That Node as a package of Debian would bring it. */
function debOf(ofNode: string): string {
  const folder = join(scratch.path, 'nodejs');
  mkdirSync(join(folder, 'DEBIAN'), { recursive: true });
  mkdirSync(join(folder, 'usr/bin'), { recursive: true });
  copyFileSync(ofOldest('bin/node'), join(folder, 'usr/bin/node'));
  writeFileSync(
    join(folder, 'DEBIAN/control'),
    `Package: nodejs\nVersion: ${ofNode}\nArchitecture: all\nMaintainer: Nobody <nobody@example.org>\nDescription: Node\n`,
  );
  const target = join(scratch.path, 'nodejs.deb');
  run('dpkg-deb', ['--root-owner-group', '-Znone', '--build', folder, target]);
  return target;
}

test('what npm packs is what is built, and runs without a library beside it', () => {
  const to = ['--pack-destination', scratch.path];
  const [packed] = JSON.parse(run('npm', ['pack', '--json', '--ignore-scripts', ...to], { cwd: project }));
  const paths = packed.files.map(({ path }: { path: string }) => path) as string[];
  expect(paths.filter((path) => !path.startsWith('dist/')).sort()).toEqual(['LICENSE', 'README.md', 'package.json']);
  run('tar', ['-xf', join(scratch.path, packed.filename), '-C', scratch.path]);
  const about = JSON.parse(readFileSync(join(scratch.path, 'package/package.json'), 'utf8'));
  expect(about.dependencies).toBeUndefined();
  putExtension(scratch, 'host/var/lib/extensions', 'tool', 'ID=_any\n');
  const program = join(scratch.path, 'package', about.bin.veneer);
  expect(run(process.execPath, [program, 'list', '--root', join(scratch.path, 'host')])).toContain('tool');
});
