/** What a tree needs below it so that a systemd-sysext runs with that tree as its `/`. */
import { copyFileSync, existsSync, lstatSync, mkdirSync, readlinkSync, realpathSync, symlinkSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { run } from './programs.ts';
import type { Scratch } from './scratch.ts';

export interface Runtime {
  /** The systemd that runs. */
  readonly version: number;
  /** The folder that lies below each tree; never written to. */
  readonly base: string;
}

/** What systemd loads when it wants it, which ldd does not name. */
const LOADED_LATER = /\s(lib(?:cryptsetup|blkid|mount|crypto|acl|selinux|seccomp|kmod|zstd)\.so\S*) .*=> (\/\S+)/gm;

/** This machine's own systemd: the programs and their libraries, copied once (10 MB), so that a user can as well. */
export function ownRuntime(scratch: Scratch): Runtime {
  const base = join(scratch.path, 'runtime');
  for (const folder of ['usr/bin', 'usr/lib', 'etc', 'dev', 'proc', 'sys', 'run', 'tmp', 'var/lib']) {
    mkdirSync(join(base, folder), { recursive: true });
  }
  // The links of a merged /usr, as this machine has them.
  for (const name of ['bin', 'sbin', 'lib', 'lib32', 'lib64', 'libx32']) {
    if (!existsSync(`/${name}`) || !lstatSync(`/${name}`).isSymbolicLink()) continue;
    const target = readlinkSync(`/${name}`);
    symlinkSync(target, join(base, name));
    mkdirSync(join(base, target), { recursive: true });
  }
  const bring = (path: string) => {
    const place = join(base, path);
    mkdirSync(dirname(place), { recursive: true });
    if (!existsSync(place)) copyFileSync(realpathSync(path), place);
  };
  const programs = ['/usr/bin/systemd-sysext', '/usr/bin/systemd-confext'].filter((path) => existsSync(path));
  const later = [...run('/sbin/ldconfig', ['-p']).matchAll(LOADED_LATER)].map(([, , path = '']) => path);
  for (const path of new Set([...programs, ...later])) {
    bring(path);
    for (const [, library = ''] of run('ldd', [path]).matchAll(/(?:=>\s+|^\s+)(\/\S+) \(0x/gm)) bring(library);
  }
  return { version: ownVersion(), base };
}

/** The version of this machine's systemd, in its own words. */
export function ownVersion(): number {
  const version = /^systemd (\d+)/.exec(run('systemd-sysext', ['--version']))?.[1];
  if (version === undefined) throw new Error('systemd-sysext does not say its version');
  return Number(version);
}
