/** Root file systems of whole Debian systems, made once and kept between runs. */
import { execFile } from 'node:child_process';
import { existsSync, mkdirSync, readdirSync, readFileSync, renameSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

/** A suite and the systemd that it is tested for. */
export const SUITES = { trixie: 257, sid: 262 } as const;
export type Suite = keyof typeof SUITES;

const CACHE = '/var/cache/veneer-testbed';
/** A kept one of a suite that moves on is made again after this. */
const STALE_MS = 14 * 24 * 60 * 60 * 1000;
const PACKAGES = [
  'systemd',
  'systemd-sysv',
  'systemd-container',
  'dbus',
  'polkitd',
  'pkexec',
  'udev',
  'libpam-systemd',
  'passwd',
  'login',
  'procps',
  'bsdutils',
  'erofs-utils',
  'python3-gi',
  'gir1.2-polkit-1.0',
  'squashfuse',
  'fuse3',
];
/** Says in a kept one what was put in, so that a longer list makes it anew. */
const CONTENTS = 'var/lib/veneer-testbed';

export const rootfsOf = (suite: Suite): string => join(CACHE, suite);

/** Makes the system of a suite where it is not kept from an earlier run. @throws {Error} with what debootstrap said */
export async function makeRootfs(suite: Suite): Promise<void> {
  const folder = rootfsOf(suite);
  const age = existsSync(folder) ? Date.now() - statSync(folder).ctimeMs : Number.POSITIVE_INFINITY;
  if (age < STALE_MS && contentsOf(folder) === PACKAGES.join()) return;
  mkdirSync(CACHE, { recursive: true });
  const unfinished = `${folder}.unfinished`;
  rmSync(unfinished, { recursive: true, force: true });
  const args = ['--variant=minbase', `--include=${PACKAGES.join(',')}`, suite, unfinished, mirror()];
  await new Promise<void>((settle, fail) => {
    execFile('debootstrap', args, { maxBuffer: 64 << 20 }, (error, stdout) => {
      if (error === null) settle();
      else fail(new Error(`${error.message}\n${stdout.slice(-4000)}`));
    });
  });
  writeFileSync(join(unfinished, CONTENTS), PACKAGES.join());
  rmSync(folder, { recursive: true, force: true });
  renameSync(unfinished, folder);
}

function contentsOf(folder: string): string | null {
  const path = join(folder, CONTENTS);
  return existsSync(path) ? readFileSync(path, 'utf8') : null;
}

/** The mirror that this machine itself takes its packages from. */
function mirror(): string {
  const lists = ['/etc/apt/sources.list', ...listed('/etc/apt/sources.list.d')];
  for (const list of lists.filter((path) => existsSync(path))) {
    const found = /^(?:deb|URIs:)\s+(?:\[[^\]]*\]\s+)?(https?:\/\/\S+\/debian)\/?\s*/m.exec(readFileSync(list, 'utf8'));
    if (found?.[1] !== undefined) return found[1];
  }
  throw new Error('this machine has no mirror of Debian');
}

function listed(folder: string): string[] {
  return existsSync(folder) ? readdirSync(folder).map((name) => join(folder, name)) : [];
}
