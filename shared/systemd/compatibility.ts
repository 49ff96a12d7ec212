/**
 * Whether systemd would merge an extension: the checks of `extension_release_validate` in their order
 * (systemd-sysext(8), extension-release(5); what they leave open is measured, see the compatibility recordings).
 */
import { type Message, messageOf } from '../messages/message.ts';
import type { FieldComparison, Verdict, VerdictCode } from '../model/verdict.ts';
import type { ExtensionClass, SystemdRules } from './classes.ts';

/** What systemd compares an extension with. */
export interface HostRelease {
  /** The host's os-release; keys that are absent are not set. */
  readonly fields: ReadonlyMap<string, string>;
  /** In systemd's spelling. */
  readonly architecture: string;
  readonly rules: SystemdRules;
  /**
   * What an extension must be meant for: a running system, an initrd (where there is an /etc/initrd-release), or a portable
   * service, of which the image stands for the host.
   */
  readonly scope: 'system' | 'initrd' | 'portable';
  /** Why systemd cannot read the host's os-release, and so refuses every merge; null where it can. */
  readonly problem: { readonly errno: string | null; readonly message: Message } | null;
}

const DEFAULT_SCOPES = ['system', 'portable'];

const LEVEL_FIELD: Readonly<Record<ExtensionClass, string>> = { sysext: 'SYSEXT_LEVEL', confext: 'CONFEXT_LEVEL' };
const SCOPE_FIELD: Readonly<Record<ExtensionClass, string>> = { sysext: 'SYSEXT_SCOPE', confext: 'CONFEXT_SCOPE' };

const NOT_MEANT_FOR = {
  system: 'systemd.it-is-meant-for-not-running',
  initrd: 'systemd.it-is-meant-for-not-initrd',
  portable: 'systemd.it-is-meant-for-not-portable',
} as const;

/** Splits like systemd's strv_split(WHITESPACE): runs of blanks part, empty parts fall away. */
function wordsOf(text: string): string[] {
  return text.split(/[ \t\n\r]+/).filter((word) => word !== '');
}

function presentOrNull(value: string | undefined): string | null {
  return value === undefined || value === '' ? null : value;
}

/**
 * Judges an extension-release file against a host.
 *
 * @param release the parsed release file, or null where systemd finds none that counts
 */
export function judgeFields(
  release: ReadonlyMap<string, string> | null,
  host: HostRelease,
  extensionClass: ExtensionClass,
): Verdict {
  const hostId = presentOrNull(host.fields.get('ID'));
  if (hostId === null) {
    return makeVerdict(null, 'host-unknown', messageOf('systemd.host-has-no-id-in-its'), []);
  }
  if (release === null || release.size === 0) {
    return makeVerdict(
      false,
      'no-release-file',
      messageOf('systemd.it-has-no-extension-release-file'),
      compareFields(new Map(), host, extensionClass, hostId),
    );
  }
  const fields = compareFields(release, host, extensionClass, hostId);
  const [compatible, code, message] = decideCompatibility(release, host, extensionClass, hostId);
  return makeVerdict(compatible, code, message, fields);
}

/** A verdict that does not come from comparing fields: nothing could be read, or there is nothing to read. */
export function makeVerdict(
  compatible: boolean | null,
  code: VerdictCode,
  message: Message,
  fields: FieldComparison[] = [],
): Verdict {
  return { compatible, code, message, fields };
}

function decideCompatibility(
  release: ReadonlyMap<string, string>,
  host: HostRelease,
  extensionClass: ExtensionClass,
  hostId: string,
): [boolean, VerdictCode, Message] {
  const scopeField = SCOPE_FIELD[extensionClass];
  const levelField = LEVEL_FIELD[extensionClass];

  const scope = release.get(scopeField);
  const scopes = scope === undefined ? DEFAULT_SCOPES : wordsOf(scope);
  if (!scopes.includes(host.scope)) {
    const meant =
      scopes.length === 0
        ? messageOf('systemd.no-scope-at-all')
        : messageOf('systemd.scope', { scope: quoteValue(scopes.join(', ')) });
    return [false, 'scope', messageOf(NOT_MEANT_FOR[host.scope], { scope: meant })];
  }

  const architecture = presentOrNull(release.get('ARCHITECTURE'));
  if (architecture !== null && architecture !== '_any' && architecture !== host.architecture) {
    return [false, 'architecture', notBuiltFor(architecture, host.architecture)];
  }

  const id = presentOrNull(release.get('ID'));
  if (id === null) return [false, 'id-missing', messageOf('systemd.its-release-file-names-no-id')];
  if (id === '_any') return [true, 'any-os', messageOf('systemd.it-fits-any-os')];
  if (id !== hostId && !idLikes(host).includes(id)) {
    return [false, 'id', messageOf('systemd.it-was-built-for-this-host', { wanted: id, host: hostId })];
  }

  const hostVersion = presentOrNull(host.fields.get('VERSION_ID'));
  const hostLevel = presentOrNull(host.fields.get(levelField));
  if (hostVersion === null && hostLevel === null) {
    return [true, 'rolling-release', messageOf('systemd.it-fits-is-rolling-release-without', { id: hostId })];
  }
  const level = presentOrNull(release.get(levelField));
  if (hostLevel !== null && level !== null) {
    return level === hostLevel
      ? [true, 'level-matches', messageOf('systemd.it-fits-both-are-at-extension', { level })]
      : [false, 'level', messageOf('systemd.it-was-built-for-extension-level', { level, host: hostLevel })];
  }
  if (hostVersion === null) {
    return [true, 'rolling-release', messageOf('systemd.it-fits-host-has-no-version')];
  }
  const version = presentOrNull(release.get('VERSION_ID'));
  if (version === null) {
    return [
      false,
      'version-missing',
      messageOf('systemd.its-release-file-names-no-version', { host: `${hostId} ${hostVersion}` }),
    ];
  }
  return version === hostVersion
    ? [true, 'version-matches', messageOf('systemd.it-fits-both-are', { id, version })]
    : [
        false,
        'version',
        messageOf('systemd.it-needs-this-host-is', { wanted: `${id} ${version}`, host: `${hostId} ${hostVersion}` }),
      ];
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

function notBuiltFor(architecture: string, host: string): Message {
  const own = SPELLINGS[architecture];
  return own === undefined
    ? messageOf('systemd.it-was-built-for-this-host', { wanted: architecture, host })
    : messageOf('systemd.it-was-built-for-spelled', { wanted: architecture, host, spelling: `ARCHITECTURE=${own}` });
}

function idLikes(host: HostRelease): string[] {
  const idLike = host.fields.get('ID_LIKE');
  return host.rules.idLike && idLike !== undefined ? wordsOf(idLike) : [];
}

function quoteValue(text: string): string {
  return `“${text}”`;
}

function compareFields(
  release: ReadonlyMap<string, string>,
  host: HostRelease,
  extensionClass: ExtensionClass,
  hostId: string,
): FieldComparison[] {
  const scopeField = SCOPE_FIELD[extensionClass];
  const levelField = LEVEL_FIELD[extensionClass];
  const id = presentOrNull(release.get('ID'));
  const anyOs = id === '_any';
  const hostVersion = presentOrNull(host.fields.get('VERSION_ID'));
  const hostLevel = presentOrNull(host.fields.get(levelField));
  const level = presentOrNull(release.get(levelField));
  const byLevel = hostLevel !== null && level !== null;
  const scope = release.get(scopeField) ?? null;
  const architecture = presentOrNull(release.get('ARCHITECTURE'));
  const version = presentOrNull(release.get('VERSION_ID'));

  const idResult =
    id === null ? 'missing' : anyOs ? 'any' : id === hostId || idLikes(host).includes(id) ? 'equal' : 'differs';
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
          : (scope === null ? DEFAULT_SCOPES : wordsOf(scope)).includes(host.scope)
            ? 'equal'
            : 'differs',
    },
  ];
}
