/**
 * Which stored version of a name is current while which release of an OS runs: an extension is bound to a release, so that an
 * update of the OS wants another build, and going back to the old OS the old one. A unit at boot has systemd-tmpfiles(8) set
 * the link by a file for the release that runs; no code of Veneer runs then.
 *
 * The files stand in /var, which all deployments of an OS share; each has an /etc of its own (ostree, "Deployments").
 */

import type { ExtensionClass } from '../systemd/classes.ts';
import { isExtensionName } from '../systemd/extension-name.ts';
import { escapeArgument, quotePath } from '../systemd/tmpfiles-words.ts';
import { parseImageFileName, type Store, storeFor, type VersionedAs } from './store.ts';

/** What tells one release of an OS from another: ID and VERSION_ID of its os-release. */
export interface OsIdentity {
  readonly id: string;
  /** null for an OS that has none, as a rolling release. */
  readonly version: string | null;
}

/** A folder for each release, with a file for each name. */
export const FOR_OS = '/var/lib/veneer/for-os';

/** A link for each name, to the folder of the release that its link was set for last. */
export const FOR_OS_NOW = `${FOR_OS}/now`;

const FIELD = /^[a-z0-9][a-z0-9._-]{0,63}$/;

/** Whether `text` can be an ID or VERSION_ID, as os-release(5) has them: lower-case letters, digits and `._-`. */
export const isOsField = (text: string): boolean => FIELD.test(text);

/** @returns null for an os-release without ID, or with fields that os-release(5) does not allow */
export function osIdentity(fields: ReadonlyMap<string, string>): OsIdentity | null {
  const id = fields.get('ID') ?? '';
  const version = fields.get('VERSION_ID') ?? '';
  if (!isOsField(id) || (version !== '' && !isOsField(version))) return null;
  return { id, version: version === '' ? null : version };
}

export const isSameOs = (a: OsIdentity | null, b: OsIdentity | null): boolean =>
  a !== null && b !== null && a.id === b.id && a.version === b.version;

/** As a person reads it. */
export const osTitle = ({ id, version }: OsIdentity): string => (version === null ? id : `${id} ${version}`);

/** `ID:VERSION_ID`, which the unit has as `%o:%w`; neither of them has a colon. */
export const osFolderName = ({ id, version }: OsIdentity): string => `${id}:${version ?? ''}`;

/** @returns null for a folder of another name */
export function parseOsFolderName(name: string): OsIdentity | null {
  const [id = '', version = '', ...rest] = name.split(':');
  return rest.length > 0 || !name.includes(':')
    ? null
    : osIdentity(
        new Map([
          ['ID', id],
          ['VERSION_ID', version],
        ]),
      );
}

/** Stands in the folder of a release, so that the unit sees by its name where the link of a name leads. */
export const osMarkName = (os: OsIdentity): string => `is-${osFolderName(os)}`;

export const forOsStem = (extensionClass: ExtensionClass, name: string): string => `${extensionClass}-${name}`;

export const forOsFileName = (extensionClass: ExtensionClass, name: string): string =>
  `${forOsStem(extensionClass, name)}.conf`;

/** @returns null for a file of another name */
export function parseForOsFileName(fileName: string): { readonly class: ExtensionClass; readonly name: string } | null {
  const [, extensionClass, name = ''] = /^(sysext|confext)-(.+)\.conf$/.exec(fileName) ?? [];
  if (extensionClass === undefined || !isExtensionName(name)) return null;
  return { class: extensionClass as ExtensionClass, name };
}

/** The store whose links are set at boot: of those below /run none is left then, and Flatcar's has rules of its own. */
export const forOsStore = (extensionClass: ExtensionClass): Store => storeFor(extensionClass, 'kept');

/**
 * The file of a name for a release, as tmpfiles.d(5) has it.
 *
 * @param target where the link leads, absolute
 */
export function forOsText(os: OsIdentity, extensionClass: ExtensionClass, name: string, target: string): string {
  const { directory } = forOsStore(extensionClass);
  const link = quotePath(`${directory}/${name}.raw`);
  const now = quotePath(`${FOR_OS_NOW}/${forOsStem(extensionClass, name)}`);
  return `# Made by Veneer: which version of ${name} is current while ${osTitle(os)} runs.
L+ ${link} - - - - ${escapeArgument(target)}
L+ ${now} - - - - ../${osFolderName(os)}
`;
}

/** Where the link leads that a file sets, absolute; null for what is none of ours. */
export function parseForOs(text: string, extensionClass: ExtensionClass): string | null {
  const argument = /^L\+ "(?:[^"\\]|\\.)*" - - - - (\S+)$/m.exec(text)?.[1];
  if (argument === undefined) return null;
  const target = argument.replaceAll(/\\x20|\\\\|%%/g, (one) => (one === '\\x20' ? ' ' : one.charAt(0)));
  return target.startsWith(`${forOsStore(extensionClass).store}/`) ? target : null;
}

/** The version that a link leads to; null for a file name of none. */
export function versionAt(target: string, name: string): VersionedAs | null {
  return parseImageFileName(target.slice(target.lastIndexOf('/') + 1), name);
}

/** The template of the unit; an instance for each name. */
export const forOsUnit = (extensionClass: ExtensionClass): string => `veneer-${extensionClass}-for-os@.service`;

/** A name as the instance of a unit, as systemd-escape(1) writes it. */
export function forOsInstance(extensionClass: ExtensionClass, name: string): string {
  const instance = [...name].map((letter, at) =>
    /[A-Za-z0-9:_.]/.test(letter) && !(at === 0 && letter === '.') ? letter : escapedBytes(letter),
  );
  return forOsUnit(extensionClass).replace('@', () => `@${instance.join('')}`);
}

/** Each byte of a letter in UTF-8, in hex and lower case. */
function escapedBytes(letter: string): string {
  const encoded = encodeURIComponent(letter);
  if (encoded.startsWith('%')) return encoded.toLowerCase().replaceAll('%', '\\x');
  return `\\x${letter.charCodeAt(0).toString(16).padStart(2, '0')}`;
}

/** The unit: it sets the link once after each change of the OS, and never over what is no link. */
export function forOsUnitText(extensionClass: ExtensionClass): string {
  const { directory, store } = forOsStore(extensionClass);
  const stem = `${FOR_OS}/%o:%w/${extensionClass}-%I.conf`;
  return `# Made by Veneer: makes the version of an extension current that is meant for the OS that runs.
[Unit]
Description=The version of %I that fits this OS
DefaultDependencies=no
RequiresMountsFor=${directory} ${store} ${FOR_OS}
After=local-fs.target
Before=systemd-${extensionClass}.service sysinit.target shutdown.target
Conflicts=shutdown.target
ConditionPathExists=${stem}
ConditionPathExists=!${FOR_OS_NOW}/${extensionClass}-%I/is-%o:%w
ConditionPathIsSymbolicLink=${directory}/%I.raw

[Service]
Type=oneshot
RemainAfterExit=yes
ExecStart=systemd-tmpfiles --create ${stem}

[Install]
WantedBy=sysinit.target
`;
}
