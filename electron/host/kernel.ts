/** What the running kernel can mount, as far as it or its files tell; all of it is readable without being root. */
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { release } from 'node:os';
import { gunzipSync } from 'node:zlib';
import type { KernelAbilities } from '../../shared/systemd/merge-context.ts';

const MAX_CONFIG = 16 * 1024 * 1024;
/** What else counts as the file system: ext2 and ext3 are mounted by ext4 as well. */
const OPTIONS: Readonly<Record<string, string>> = {
  squashfs: 'SQUASHFS',
  erofs: 'EROFS_FS',
  ext4: 'EXT4_FS',
};

export interface Kernel {
  /** Whether it mounts a file system, a module that would be loaded for it included; null where nothing tells. */
  fileSystem(type: string): boolean | null;
  /** Whether it can set dm-verity up. */
  verity(): boolean | null;
  /** Whether `CONFIG_NAME` is `y` or `m`; null where its configuration cannot be read. */
  option(name: string): boolean | null;
}

/** The files that tell; null for one that is not there. */
export interface KernelFiles {
  /** /proc/filesystems. */
  readonly fileSystems: string | null;
  /** modules.builtin and modules.dep of the running kernel. */
  readonly modules: string | null;
  readonly config: string | null;
  /** Lines of modprobe.d(5). */
  readonly modprobe: string;
}

let running: Kernel | null = null;

/** The kernel that runs; its files are read once, but for what it has loaded meanwhile. */
export function readKernelFacts(): Kernel {
  running ??= kernelOf({ ...readKernelFiles(), fileSystems: null });
  const { fileSystem, option } = kernelOf({ ...EMPTY, fileSystems: textOf('/proc/filesystems') });
  const isLoaded = existsSync('/sys/module/dm_verity');
  const kept = running;
  return {
    option: (name) => kept.option(name) ?? option(name),
    verity: () => isLoaded || kept.verity(),
    fileSystem: (type) => fileSystem(type) ?? kept.fileSystem(type),
  };
}

/** Reads the kernel's files when it is asked, and not before: they are large, and few entries depend on them. */
export const RUNNING_KERNEL: KernelAbilities = {
  get verity() {
    return readKernelFacts().verity();
  },
};

const EMPTY: KernelFiles = { fileSystems: null, modules: null, config: null, modprobe: '' };

/** Judges by what the files say. */
export function kernelOf({ fileSystems, modules, config, modprobe }: KernelFiles): Kernel {
  const kernelOption = (name: string): boolean | null =>
    config === null ? null : new RegExp(`^CONFIG_${name}=[ym]$`, 'm').test(config);
  return {
    option: kernelOption,
    verity() {
      if (modules !== null && /\/dm-verity\.ko/.test(modules)) return true;
      return kernelOption('DM_VERITY') ?? (modules === null ? null : false);
    },
    fileSystem(type) {
      if (fileSystems?.split('\n').some((line) => line.split('\t')[1] === type) === true) return true;
      // Hardened hosts forbid modules this way, mostly squashfs.
      if (new RegExp(`^\\s*install\\s+${type}\\s+\\S*/(?:true|false)\\s*$`, 'm').test(modprobe)) return false;
      if (modules !== null) return new RegExp(`/fs/${type}/${type}\\.ko`).test(modules);
      const name = OPTIONS[type];
      // What is a module by the configuration may still be missing where modules are not listed.
      return name !== undefined && kernelOption(name) === false ? false : null;
    },
  };
}

function readKernelFiles(): KernelFiles {
  const version = release();
  const folder = [`/lib/modules/${version}`, `/usr/lib/modules/${version}`].find(
    (one) => textOf(`${one}/modules.dep`) !== null,
  );
  const builtin = folder === undefined ? null : textOf(`${folder}/modules.builtin`);
  return {
    fileSystems: textOf('/proc/filesystems'),
    // One list without the other would make what is missing look forbidden.
    modules: folder === undefined || builtin === null ? null : `${builtin}\n${textOf(`${folder}/modules.dep`)}`,
    config: runningConfig() ?? textOf(`/boot/config-${version}`) ?? textOf(`/lib/modules/${version}/config`),
    modprobe: ['/etc/modprobe.d', '/run/modprobe.d', '/usr/lib/modprobe.d', '/lib/modprobe.d']
      .flatMap((one) => namesIn(one).map((name) => textOf(`${one}/${name}`) ?? ''))
      .join('\n'),
  };
}

function runningConfig(): string | null {
  try {
    return gunzipSync(readFileSync('/proc/config.gz'), { maxOutputLength: MAX_CONFIG }).toString('latin1');
  } catch {
    return null;
  }
}

function textOf(path: string): string | null {
  try {
    return readFileSync(path, 'utf8');
  } catch {
    return null;
  }
}

function namesIn(folder: string): string[] {
  try {
    return readdirSync(folder).filter((name) => name.endsWith('.conf'));
  } catch {
    return [];
  }
}
