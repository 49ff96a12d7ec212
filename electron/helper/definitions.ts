/** The transfer files of a host, as the helper has to know them: whose they are, and what they make of a version. */

import { type Dirent, lstatSync, readdirSync, readFileSync, statSync } from 'node:fs';
import { hostname, release as kernelRelease, machine } from 'node:os';
import { join } from 'node:path';
import { parseImageFileName } from '../../shared/images/store.ts';
import { compareNames } from '../../shared/model/by-name.ts';
import { VeneerError } from '../../shared/model/errors.ts';
import { architectureFromUname } from '../../shared/systemd/architecture.ts';
import type { ExtensionClass } from '../../shared/systemd/classes.ts';
import { matchPatterns } from '../../shared/systemd/match-pattern.ts';
import { parseEnvironmentFile } from '../../shared/systemd/os-release.ts';
import {
  type DefinitionFile,
  FEATURES_SINCE,
  readDefinitions,
  type Transfer,
} from '../../shared/sysupdate/definitions.ts';
import { kindOf, streamOf } from '../../shared/sysupdate/kind.ts';
import type { Specifiers } from '../../shared/sysupdate/specifiers.ts';
import { parseTransferFile, type TransferFile, TransferFileError } from '../../shared/sysupdate/transfer-file.ts';
import { safeJoin } from './directories.ts';
import { namesIn } from './files.ts';

/** A transfer file that keeps a name current. */
export interface Definition {
  /** Empty for the plain `sysupdate.d`. */
  readonly component: string;
  readonly fileName: string;
  readonly file: TransferFile;
}

const PLACES = ['/etc', '/run', '/usr/local/lib', '/usr/lib'];
const MAX_BYTES = 256 * 1024;

/** The folder of a component below one of the places; empty is the plain one. */
export const folderOfComponent = (place: string, component: string): string =>
  `${place}/sysupdate.${component === '' ? '' : `${component}.`}d`;

/** All transfer files of a name, whoever wrote them; one that systemd refuses keeps nothing current. */
export function definitionsOf(
  root: string,
  extensionClass: ExtensionClass,
  name: string,
  systemdVersion: number,
): Definition[] {
  return allDefinitions(root, systemdVersion).filter(({ file }) => {
    const kind = kindOf(file);
    return kind?.class === extensionClass && kind.name === name;
  });
}

/** All transfer files of a host that systemd does not refuse. */
export function allDefinitions(root: string, systemdVersion: number): Definition[] {
  const specifiers = specifiersOf(root, systemdVersion);
  return componentsIn(root).flatMap((component) => {
    const files = filesOf(root, component, systemdVersion);
    const isNew = systemdVersion >= FEATURES_SINCE && files.some(({ fileName }) => fileName.endsWith('.transfer'));
    // The old suffix counts only where there is no file with the new one. On an older host both do: once it is a newer one, what
    // was decided has to stand there.
    const counted = files.filter(
      ({ fileName }) => fileName.endsWith('.transfer') || (!isNew && fileName.endsWith('.conf')),
    );
    return counted.flatMap(({ fileName, text, dropIns }): Definition[] => {
      const file = parseDefinition([text, ...dropIns], specifiers, systemdVersion);
      return file === null ? [] : [{ component, fileName, file }];
    });
  });
}

/** Whether there is any component of systemd-sysupdate. */
export const hasDefinitions = (root: string): boolean => componentsIn(root).length > 0;

function componentsIn(root: string): string[] {
  const found = PLACES.flatMap((place) => namesAt(root, place)).flatMap((one) => {
    const component = /^sysupdate\.(?:(.+)\.)?d$/.exec(one);
    return component === null || component[1]?.endsWith('.component') ? [] : [component[1] ?? ''];
  });
  return [...new Set(found)];
}

/** The transfers of a component that count, as systemd-sysupdate has them; none where it refuses them. */
export function transfersOf(root: string, component: string, systemdVersion: number): readonly Transfer[] {
  const files = filesOf(root, component, systemdVersion);
  const { transfers, refusal } = readDefinitions(files, specifiersOf(root, systemdVersion), systemdVersion);
  return refusal === null ? transfers : [];
}

/** The files of a component, sorted by name; an empty one takes away one of a lower place. */
function filesOf(root: string, component: string, systemdVersion: number): DefinitionFile[] {
  const folders = PLACES.map((place) => folderOfComponent(place, component));
  return [...filesIn(root, folders, /\.(?:transfer|conf|feature)$/)]
    .filter(([, { text }]) => text !== '')
    .sort(([a], [b]) => compareNames(a, b))
    .map(([fileName, { path, text }]) => ({
      ...{ fileName, path, text },
      dropIns: systemdVersion < FEATURES_SINCE ? [] : dropInsOf(root, component, fileName),
    }));
}

/** Whether a file in one of the places defines a feature of a component. */
export function hasFeature(root: string, component: string, feature: string): boolean {
  return PLACES.some((place) => namesAt(root, folderOfComponent(place, component)).includes(`${feature}.feature`));
}

interface Found {
  /** Without the root. */
  readonly path: string;
  readonly text: string;
}

/** In the order of their names, in which they count. */
function dropInsOf(root: string, component: string, fileName: string): string[] {
  const folders = PLACES.map((place) => `${folderOfComponent(place, component)}/${fileName}.d`);
  const found = filesIn(root, folders, /\.conf$/);
  return [...found.keys()].sort().map((one) => (found.get(one) as Found).text);
}

/** The first of each name counts, as with systemd. */
function filesIn(root: string, folders: readonly string[], wanted: RegExp): Map<string, Found> {
  const found = new Map<string, Found>();
  for (const folder of folders) {
    for (const fileName of namesAt(root, folder)) {
      if (!wanted.test(fileName) || found.has(fileName)) continue;
      const text = readAt(root, folder, fileName);
      if (text !== null) found.set(fileName, { path: `${folder}/${fileName}`, text });
    }
  }
  return found;
}

function parseDefinition(
  texts: readonly string[],
  specifiers: Specifiers,
  systemdVersion: number,
): TransferFile | null {
  try {
    return parseTransferFile(texts, specifiers, systemdVersion);
  } catch (error) {
    if (error instanceof TransferFileError) return null;
    throw error;
  }
}

/** What systemd calls a version of ours in the layout of a transfer file: by the files that are there, else by their names. */
export function versionsBySystemd(
  root: string,
  { file }: Definition,
  name: string,
  version: string,
  systemdVersion: number,
): string[] {
  const stream = streamOf(file, name);
  const found = namesAt(root, file.target.path).flatMap((fileName): string[] => {
    const told = matchPatterns(file.target.patterns, fileName, systemdVersion)?.version;
    if (told === undefined) return [];
    const isIt =
      told === version || `${stream}${told}` === version || parseImageFileName(fileName, name)?.version === version;
    return isIt ? [told] : [];
  });
  const byName = version.startsWith(stream) ? version.slice(stream.length) : version;
  return [...new Set(found.length > 0 ? found : [byName])];
}

/** The os-release of the tree below `root`; empty where there is none. */
export function osFieldsOf(root: string, systemdVersion = 257): ReadonlyMap<string, string> {
  const text = readAt(root, '/etc', 'os-release') ?? readAt(root, '/usr/lib', 'os-release') ?? '';
  return parseEnvironmentFile(text, systemdVersion);
}

function specifiersOf(root: string, systemdVersion: number): Specifiers {
  const fields = osFieldsOf(root, systemdVersion);
  const machineId = readAt(root, '/etc', 'machine-id')?.trim() || null;
  return {
    a: architectureFromUname(machine()),
    A: fields.get('IMAGE_VERSION') ?? '',
    b: null,
    B: fields.get('BUILD_ID') ?? '',
    H: hostname(),
    l: hostname().split('.')[0] ?? '',
    m: machineId,
    M: fields.get('IMAGE_ID') ?? '',
    o: fields.get('ID') ?? '',
    q: '',
    v: kernelRelease(),
    w: fields.get('VERSION_ID') ?? '',
    W: fields.get('VARIANT_ID') ?? '',
    T: '/tmp',
    V: '/var/tmp',
  };
}

/** The regular files and the folders of a folder that nobody but root could have led elsewhere, by their names. */
export function entriesAt(root: string, directory: string): readonly Dirent[] {
  const place = joinOrNull(root, directory);
  if (place === null || lstatSync(place, { throwIfNoEntry: false })?.isDirectory() !== true) return [];
  return readdirSync(place, { withFileTypes: true }).filter((one) => one.isFile() || one.isDirectory());
}

/** The entries of a folder that nobody but root could have led elsewhere; none of another. */
function namesAt(root: string, directory: string): string[] {
  const place = joinOrNull(root, directory);
  if (place === null || lstatSync(place, { throwIfNoEntry: false })?.isDirectory() !== true) return [];
  return namesIn(place).sort();
}

function readAt(root: string, directory: string, fileName: string): string | null {
  const place = joinOrNull(root, directory);
  if (place === null) return null;
  const stat = statSync(join(place, fileName), { throwIfNoEntry: false });
  // A link to /dev/null stands for an empty file.
  if (stat?.isCharacterDevice() === true) return '';
  if (stat?.isFile() !== true || stat.size > MAX_BYTES) return null;
  return readFileSync(join(place, fileName), 'latin1');
}

function joinOrNull(root: string, directory: string): string | null {
  try {
    return safeJoin(root, directory);
  } catch (error) {
    if (error instanceof VeneerError) return null;
    throw error;
  }
}
