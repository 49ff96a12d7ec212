/**
 * What differs between systemd versions. Measured on 252, 257 and 262; a version between two measured ones follows
 * the nearest measured one below it, except for changes that systemd's NEWS dates.
 */

/** The newest whose rules are known. */
export const NEWEST_KNOWN = 262;

/** In the order in which they are merged and told. */
export const CLASSES = ['sysext', 'confext'] as const;
export type ExtensionClass = (typeof CLASSES)[number];

export const isExtensionClass = (value: unknown): value is ExtensionClass => CLASSES.some((one) => one === value);

/** What a class is to every systemd that has it. */
interface ClassRow {
  /** The first version that has it. */
  readonly since: number;
  /** The hierarchies that it is laid over. */
  readonly hierarchies: readonly string[];
  /** The directory that holds the release file inside an extension, relative to its root. */
  readonly releaseDirectory: string;
  /** The file in `.systemd-CLASS` below a merged hierarchy that lists what was merged (measured on 252 and 262). */
  readonly namesFile: string;
}

const TABLE: Readonly<Record<ExtensionClass, ClassRow>> = {
  sysext: {
    since: 0,
    hierarchies: ['/usr', '/opt'],
    releaseDirectory: 'usr/lib/extension-release.d',
    namesFile: 'extensions',
  },
  confext: {
    since: 254,
    hierarchies: ['/etc'],
    releaseDirectory: 'etc/extension-release.d',
    namesFile: 'confexts',
  },
};

const inEach = <Value>(pick: (row: ClassRow) => Value): Readonly<Record<ExtensionClass, Value>> => ({
  sysext: pick(TABLE.sysext),
  confext: pick(TABLE.confext),
});

export const HIERARCHIES = inEach(({ hierarchies }) => hierarchies);
export const RELEASE_DIRECTORY = inEach(({ releaseDirectory }) => releaseDirectory);
export const NAMES_FILE = inEach(({ namesFile }) => namesFile);

/** The classes that a systemd has. @param version its major version */
export const classesIn = ({ version }: { readonly version: number }): ExtensionClass[] =>
  CLASSES.filter((one) => TABLE[one].since <= version);

export interface SystemdRules {
  readonly version: number;
  /** Search directories, highest priority first, as absolute paths on the host. */
  readonly searchPath: Readonly<Record<ExtensionClass, readonly string[]>>;
  /** `a.sysext.raw` is the extension `a` (255). */
  readonly classSuffix: boolean;
  /** `NAME.v/` and `NAME.raw.v/` directories (256). */
  readonly versionedDirectories: boolean;
  /** A `.v` directory is picked from by type before version (measured on 262). */
  readonly picksByType: boolean;
  /** What a version in a `.v` directory may consist of (version_is_valid() of 257, measured on 262). */
  readonly pickedVersion: RegExp;
  /** `NAME.mstack/` is an image of its own kind (260). */
  readonly mstack: boolean;
  /** Symlinks in search directories are followed below `--root=` (PR#39843: 260; measured on 252, 257 and 262). */
  readonly linksBelowRoot: boolean;
  /** Symlinks that may follow one another to an entry: the kernel's 40, from 260 on 60 (measured on 257 and 262). */
  readonly maxLinks: number;
  /** /etc/systemd/sysext.conf and confext.conf (259). */
  readonly configuration: boolean;
  /** `systemd.sysext=0` on the kernel command line (261). */
  readonly kernelSwitch: boolean;
  /** `ID` may be one of the host's `ID_LIKE` (measured on 257, NEWS says 258). */
  readonly idLike: boolean;
  /** `systemd-confext` exists (254). */
  readonly confext: boolean;
  /** `--mutable=` and `/var/lib/extensions.mutable` (256). */
  readonly mutable: boolean;
  /** With a mutable layer an overlay is laid over every hierarchy, whether an extension has it or not (measured on 262). */
  readonly overlaysWithoutExtensions: boolean;
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
/** Measured on 257 and 262; the manual page has another order. */
const CONFEXT = ['/run/confexts', '/var/lib/confexts', '/usr/local/lib/confexts', '/usr/lib/confexts'];

/**
 * Where an initrd has extensions beside the usual directories, last of all (258; /.extra/sysext and /.extra/confext of
 * 257 alike). /usr/lib/confexts is not looked into there.
 */
function initrdSearchPath(version: number): SystemdRules['searchPath'] {
  const extra = version < 257 ? [] : version < 258 ? [''] : ['', 'global_'];
  return {
    sysext: [...searchPath(version).sysext, ...extra.map((kind) => `/.extra/${kind}sysext`)],
    confext: [
      ...CONFEXT.filter((path) => path !== '/usr/lib/confexts'),
      ...extra.map((kind) => `/.extra/${kind}confext`),
    ],
  };
}

function searchPath(version: number): SystemdRules['searchPath'] {
  return { sysext: version < 257 ? [...SYSEXT_WRITABLE, ...SYSEXT_VENDOR] : SYSEXT_WRITABLE, confext: CONFEXT };
}

/** @param version systemd's major version; below 252 the rules of 252 are used, the oldest measured */
export function rulesFor(version: number, isInitrd = false): SystemdRules {
  return {
    version,
    searchPath: isInitrd ? initrdSearchPath(version) : searchPath(version),
    classSuffix: version >= 255,
    versionedDirectories: version >= 256,
    picksByType: version >= 262,
    pickedVersion: version >= 262 ? /^[A-Za-z0-9.~^-]+$/ : /^[A-Za-z0-9.,_+-]+$/,
    mstack: version >= 260,
    linksBelowRoot: version >= 260,
    maxLinks: version >= 260 ? 60 : 40,
    configuration: version >= 259,
    kernelSwitch: version >= 261,
    idLike: version >= 257,
    confext: version >= TABLE.confext.since,
    mutable: version >= 256,
    overlaysWithoutExtensions: version >= 262,
    reloadManager: version >= 255,
    restartUnits: version >= 262,
    lazyRefresh: version >= 260,
  };
}
