/** systemd's own test scripts and the programs that they want, from Debian's packages, kept beside the root file system. */
import { execFileSync } from 'node:child_process';
import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { dirname, join } from 'node:path';
import { rootfsOf, type Suite } from './rootfs.ts';

/** Of `suitePackages()`: the scripts, and the programs as they are to be laid over the root file system. */
export const SCRIPTS = 'scripts';
export const TREE = 'tree';
/** Where Debian's package has the scripts. */
const UNITS = 'usr/lib/systemd/tests/testdata/units';
/** jq, mksquashfs and setfattr, and what they want beside what is in the root file system. */
const PROGRAMS = ['jq', 'libjq1', 'libonig5', 'squashfs-tools', 'attr'];
const MARK = 'kept-for';

/**
 * The folder with the scripts of the very systemd that is in the root file system, and with the programs.
 *
 * @throws {Error} with one line of the reason where the packages cannot be had
 */
export function suitePackages(suite: Suite): string {
  const rootfs = rootfsOf(suite);
  const version = versionOf('systemd', rootfs);
  const mark = [`systemd-tests=${version}`, ...PROGRAMS].join(' ');
  const folder = `${rootfs}.tests`;
  if (existsSync(join(folder, MARK)) && readFileSync(join(folder, MARK), 'utf8') === mark) return folder;
  const unfinished = mkdtempSync(join(dirname(folder), `${suite}.tests.`));
  try {
    unpack(rootfs, mark.split(' '), unfinished);
    writeFileSync(join(unfinished, MARK), mark);
    rmSync(folder, { recursive: true, force: true });
    renameSync(unfinished, folder);
    return folder;
  } catch (error) {
    rmSync(unfinished, { recursive: true, force: true });
    const said = (error as { stderr?: string }).stderr ?? '';
    const reason = said.split('\n').find((line) => line.startsWith('E: ')) ?? String(error).split('\n')[0];
    throw new Error(
      `systemd-tests ${version}, which the root file system of ${suite} calls for, cannot be had: ${reason}`,
    );
  }
}

/** By the lists that debootstrap left in the root file system, which stays as it is. */
function unpack(rootfs: string, packages: readonly string[], into: string): void {
  const debs = join(into, 'debs');
  const cache = join(into, 'apt');
  const whole = join(into, 'whole');
  const tree = join(into, TREE);
  for (const folder of [debs, whole, tree, join(cache, 'archives/partial')]) mkdirSync(folder, { recursive: true });
  const settings = {
    Dir: rootfs,
    'Dir::Bin::methods': '/usr/lib/apt/methods',
    'Dir::Cache': cache,
    'APT::Sandbox::User': 'root',
  };
  const options = Object.entries(settings).flatMap(([key, value]) => ['-o', `${key}=${value}`]);
  run('apt-get', ['--quiet', ...options, 'download', ...packages], debs);
  for (const deb of readdirSync(debs)) {
    run('dpkg-deb', ['--extract', join(debs, deb), deb.startsWith('systemd-tests_') ? whole : tree], debs);
  }
  renameSync(join(whole, UNITS), join(into, SCRIPTS));
  for (const folder of [debs, cache, whole]) rmSync(folder, { recursive: true });
}

function run(program: string, args: readonly string[], cwd: string): void {
  execFileSync(program, args, { cwd, encoding: 'utf8', stdio: 'pipe' });
}

function versionOf(name: string, rootfs: string): string {
  const status = readFileSync(join(rootfs, 'var/lib/dpkg/status'), 'utf8');
  const found = new RegExp(`^Package: ${name}\\n(?:.+\\n)*?Version: (.+)$`, 'm').exec(status)?.[1];
  if (found === undefined) throw new Error(`${rootfs} has no ${name}`);
  return found;
}
