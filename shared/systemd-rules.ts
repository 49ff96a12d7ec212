/**
 * What differs between systemd versions. Measured on 252, 257 and 262; a version between two measured ones follows
 * the nearest measured one below it, except for changes that systemd's NEWS dates.
 */

export type ExtensionClass = 'sysext' | 'confext';

export interface SystemdRules {
  readonly version: number;
  /** Search directories, highest priority first, as absolute paths on the host. */
  readonly searchPath: Readonly<Record<ExtensionClass, readonly string[]>>;
  /** `a.sysext.raw` is the extension `a` (255). */
  readonly classSuffix: boolean;
  /** `NAME.v/` and `NAME.raw.v/` directories (256). */
  readonly versionedDirectories: boolean;
  /** `ID` may be one of the host's `ID_LIKE` (measured on 257, NEWS says 258). */
  readonly idLike: boolean;
  /** `systemd-confext` exists (254). */
  readonly confext: boolean;
  /** `--mutable=` and `/var/lib/extensions.mutable` (256). */
  readonly mutable: boolean;
  /** `EXTENSION_RELOAD_MANAGER` is honoured (255). */
  readonly reloadManager: boolean;
  /** `EXTENSION_RESTART_UNITS` and `EXTENSION_RELOAD_OR_RESTART_UNITS` are honoured (262). */
  readonly restartUnits: boolean;
  /** `refresh` does nothing when no image changed unless `--always-refresh=yes` (260). */
  readonly lazyRefresh: boolean;
}

/** Where writes to a merged hierarchy go: `--mutable=` of systemd-sysext(8). */
export const MUTABLE_MODES = ['no', 'auto', 'yes', 'import', 'ephemeral', 'ephemeral-import'] as const;
export type MutableMode = (typeof MUTABLE_MODES)[number];

/** The versions whose behaviour is recorded in the fixtures. */
export const MEASURED_VERSIONS = [252, 257, 262] as const;

const SYSEXT_WRITABLE = ['/etc/extensions', '/run/extensions', '/var/lib/extensions'];
const SYSEXT_VENDOR = ['/usr/local/lib/extensions', '/usr/lib/extensions'];
const CONFEXT = ['/run/confexts', '/var/lib/confexts', '/usr/lib/confexts', '/usr/local/lib/confexts'];

/** The hierarchies that each class of extension is laid over. */
export const HIERARCHIES: Readonly<Record<ExtensionClass, readonly string[]>> = {
  sysext: ['/usr', '/opt'],
  confext: ['/etc'],
};

/** The directory that holds the release file inside an extension, relative to its root. */
export const RELEASE_DIRECTORY: Readonly<Record<ExtensionClass, string>> = {
  sysext: 'usr/lib/extension-release.d',
  confext: 'etc/extension-release.d',
};

/** @param version systemd's major version; below 252 the rules of 252 are used, the oldest measured */
export function rulesFor(version: number): SystemdRules {
  return {
    version,
    searchPath: {
      sysext: version < 257 ? [...SYSEXT_WRITABLE, ...SYSEXT_VENDOR] : SYSEXT_WRITABLE,
      confext: CONFEXT,
    },
    classSuffix: version >= 255,
    versionedDirectories: version >= 256,
    idLike: version >= 257,
    confext: version >= 254,
    mutable: version >= 256,
    reloadManager: version >= 255,
    restartUnits: version >= 262,
    lazyRefresh: version >= 260,
  };
}
