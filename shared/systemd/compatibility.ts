/**
 * Whether systemd would merge an extension: the checks of `extension_release_validate` in their order
 * (systemd-sysext(8), extension-release(5); what they leave open is measured, see the compatibility recordings).
 */
import type { FieldComparison, Verdict, VerdictCode } from '../model/verdict.ts';
import type { ExtensionClass, SystemdRules } from './classes.ts';

/** What systemd compares an extension with. */
export interface HostRelease {
  /** The host's os-release; keys that are absent are not set. */
  readonly fields: ReadonlyMap<string, string>;
  /** In systemd's spelling. */
  readonly architecture: string;
  readonly rules: SystemdRules;
  /** What an extension must be meant for: a running system, or an initrd (where there is an /etc/initrd-release). */
  readonly scope: 'system' | 'initrd';
  /** Why systemd cannot read the host's os-release, and so refuses every merge; null where it can. */
  readonly problem: { readonly errno: string | null; readonly message: string } | null;
}

const DEFAULT_SCOPES = ['system', 'portable'];

const LEVEL_FIELD: Readonly<Record<ExtensionClass, string>> = { sysext: 'SYSEXT_LEVEL', confext: 'CONFEXT_LEVEL' };
const SCOPE_FIELD: Readonly<Record<ExtensionClass, string>> = { sysext: 'SYSEXT_SCOPE', confext: 'CONFEXT_SCOPE' };

/** Splits like systemd's strv_split(WHITESPACE): runs of blanks part, empty parts fall away. */
function words(text: string): string[] {
  return text.split(/[ \t\n\r]+/).filter((word) => word !== '');
}

function present(value: string | undefined): string | null {
  return value === undefined || value === '' ? null : value;
}

/**
 * Judges an extension-release file against a host.
 *
 * @param release the parsed release file, or null where systemd finds none that counts
 */
export function judge(
  release: ReadonlyMap<string, string> | null,
  host: HostRelease,
  extensionClass: ExtensionClass,
): Verdict {
  const hostId = present(host.fields.get('ID'));
  if (hostId === null) {
    return verdict(null, 'host-unknown', 'The host has no ID in its os-release, so systemd refuses every merge.', []);
  }
  if (release === null || release.size === 0) {
    return verdict(
      false,
      'no-release-file',
      'It has no extension-release file of its own name, so systemd leaves it out.',
      comparison(new Map(), host, extensionClass, hostId),
    );
  }
  const fields = comparison(release, host, extensionClass, hostId);
  const [compatible, code, message] = decide(release, host, extensionClass, hostId);
  return verdict(compatible, code, message, fields);
}

/** A verdict that does not come from comparing fields: nothing could be read, or there is nothing to read. */
export function verdict(
  compatible: boolean | null,
  code: VerdictCode,
  message: string,
  fields: FieldComparison[] = [],
): Verdict {
  return { compatible, code, message, fields };
}

function decide(
  release: ReadonlyMap<string, string>,
  host: HostRelease,
  extensionClass: ExtensionClass,
  hostId: string,
): [boolean, VerdictCode, string] {
  const scopeField = SCOPE_FIELD[extensionClass];
  const levelField = LEVEL_FIELD[extensionClass];

  const scope = release.get(scopeField);
  const scopes = scope === undefined ? DEFAULT_SCOPES : words(scope);
  if (!scopes.includes(host.scope)) {
    const meant = scopes.length === 0 ? 'no scope at all' : `the scope ${quote(scopes.join(', '))}`;
    return [
      false,
      'scope',
      `It is meant for ${meant}, not for ${host.scope === 'system' ? 'a running system' : 'an initrd'}.`,
    ];
  }

  const architecture = present(release.get('ARCHITECTURE'));
  if (architecture !== null && architecture !== '_any' && architecture !== host.architecture) {
    return [
      false,
      'architecture',
      `It was built for ${architecture}, this host is ${host.architecture}.${spelling(architecture)}`,
    ];
  }

  const id = present(release.get('ID'));
  if (id === null)
    return [false, 'id-missing', 'Its release file names no ID, so systemd cannot tell which OS it is for.'];
  if (id === '_any') return [true, 'any-os', 'It fits any OS.'];
  if (id !== hostId && !likes(host).includes(id)) {
    return [false, 'id', `It was built for ${id}, this host is ${hostId}.`];
  }

  const hostVersion = present(host.fields.get('VERSION_ID'));
  const hostLevel = present(host.fields.get(levelField));
  if (hostVersion === null && hostLevel === null) {
    return [true, 'rolling-release', `It fits: ${hostId} is a rolling release without a version to compare.`];
  }
  const level = present(release.get(levelField));
  if (hostLevel !== null && level !== null) {
    return level === hostLevel
      ? [true, 'level-matches', `It fits: both are at extension level ${level}.`]
      : [false, 'level', `It was built for extension level ${level}, this host offers ${hostLevel}.`];
  }
  if (hostVersion === null) {
    return [true, 'rolling-release', `It fits: the host has no version to compare and the extension no level.`];
  }
  const version = present(release.get('VERSION_ID'));
  if (version === null) {
    return [false, 'version-missing', `Its release file names no VERSION_ID, this host is ${hostId} ${hostVersion}.`];
  }
  return version === hostVersion
    ? [true, 'version-matches', `It fits: both are ${id} ${version}.`]
    : [false, 'version', `It needs ${id} ${version}, this host is ${hostId} ${hostVersion}.`];
}

/** Other names that people know architectures by, where systemd's differs. */
const SPELLINGS: Readonly<Record<string, string>> = {
  x86_64: 'x86-64',
  amd64: 'x86-64',
  aarch64: 'arm64',
  i686: 'x86',
  i386: 'x86',
  ppc64le: 'ppc64-le',
};

function spelling(architecture: string): string {
  const own = SPELLINGS[architecture];
  return own === undefined ? '' : ` systemd spells it ARCHITECTURE=${own}.`;
}

function likes(host: HostRelease): string[] {
  const idLike = host.fields.get('ID_LIKE');
  return host.rules.idLike && idLike !== undefined ? words(idLike) : [];
}

function quote(text: string): string {
  return `“${text}”`;
}

function comparison(
  release: ReadonlyMap<string, string>,
  host: HostRelease,
  extensionClass: ExtensionClass,
  hostId: string,
): FieldComparison[] {
  const scopeField = SCOPE_FIELD[extensionClass];
  const levelField = LEVEL_FIELD[extensionClass];
  const id = present(release.get('ID'));
  const anyOs = id === '_any';
  const hostVersion = present(host.fields.get('VERSION_ID'));
  const hostLevel = present(host.fields.get(levelField));
  const level = present(release.get(levelField));
  const byLevel = hostLevel !== null && level !== null;
  const scope = release.get(scopeField) ?? null;
  const architecture = present(release.get('ARCHITECTURE'));
  const version = present(release.get('VERSION_ID'));

  const idResult =
    id === null ? 'missing' : anyOs ? 'any' : id === hostId || likes(host).includes(id) ? 'equal' : 'differs';
  const versionResult =
    anyOs || byLevel || hostVersion === null
      ? 'not-compared'
      : version === null
        ? 'missing'
        : version === hostVersion
          ? 'equal'
          : 'differs';
  return [
    { field: 'ID', host: hostId, extension: id, result: idResult },
    { field: 'VERSION_ID', host: hostVersion, extension: version, result: versionResult },
    {
      field: levelField,
      host: hostLevel,
      extension: level,
      result: anyOs || !byLevel ? 'not-compared' : level === hostLevel ? 'equal' : 'differs',
    },
    {
      field: 'ARCHITECTURE',
      host: host.architecture,
      extension: architecture,
      result:
        architecture === null
          ? 'default'
          : architecture === '_any'
            ? 'any'
            : architecture === host.architecture
              ? 'equal'
              : 'differs',
    },
    {
      field: scopeField,
      host: host.scope,
      extension: scope,
      result:
        scope === null && host.scope === 'system'
          ? 'default'
          : (scope === null ? DEFAULT_SCOPES : words(scope)).includes(host.scope)
            ? 'equal'
            : 'differs',
    },
  ];
}
