/** The definition files of systemd-sysupdate on a host: which count, and what they hold. */

import { readdirSync, readFileSync } from 'node:fs';
import { compareNames } from '../../shared/model/by-name.ts';
import { type DefinitionFile, FEATURES_SINCE } from '../../shared/sysupdate/definitions.ts';
import { resolveInRoot } from './rooted.ts';

/** Where they are looked for, the first wins by file name (CONF_PATHS of systemd). */
export const DIRECTORIES = ['/etc', '/run', '/usr/local/lib', '/usr/lib'];
const FOLDER = /^sysupdate\.(.+)\.d$/;
/** What may stand in one of those directories and be, or hold, a definition. */
export const DEFINITION_ENTRY = /^sysupdate\./;
const DEFINITION = /\.(?:transfer|conf|feature)$/;
const MAX_BYTES = 256 * 1024;

/** The names of the components that have a folder; the plain `sysupdate.d` is none of them. */
export function componentNames(root: string): string[] {
  const names = DIRECTORIES.flatMap((directory) => namesIn(root, directory)).flatMap(
    (entry) => FOLDER.exec(entry)?.[1] ?? [],
  );
  // `sysupdate.NAME.component.d` has drop-ins of a component (262).
  return [...new Set(names)].filter((name) => !name.endsWith('.component')).sort();
}

/** @param component empty for the plain `sysupdate.d` */
export function foldersOf(component: string): string[] {
  return DIRECTORIES.map((directory) => `${directory}/sysupdate.${component === '' ? '' : `${component}.`}d`);
}

/** The transfer and feature files of a component that count, by name. */
export function definitionFiles(root: string, component: string, systemdVersion: number): DefinitionFile[] {
  const folders = foldersOf(component);
  return filesIn(root, folders, (one) => DEFINITION.test(one), true).map(({ fileName, path, text }) => ({
    fileName,
    path,
    text,
    dropIns: systemdVersion < FEATURES_SINCE ? [] : dropInsOf(root, folders, fileName),
  }));
}

/** The file of a component itself, where there is one, and its drop-ins (sysupdate.components(5), 262). */
export function componentTexts(root: string, component: string): string[] {
  const fileName = `sysupdate.${component}.component`;
  const own = filesIn(root, DIRECTORIES, (one) => one === fileName, true);
  return [...own.map(({ text }) => text), ...dropInsOf(root, DIRECTORIES, fileName)];
}

function dropInsOf(root: string, folders: readonly string[], fileName: string): string[] {
  const places = folders.map((folder) => `${folder}/${fileName}.d`);
  return filesIn(root, places, (one) => one.endsWith('.conf'), false).map(({ text }) => text);
}

/** @param canMask whether an empty file, or a link to /dev/null, takes away one of a lower directory */
function filesIn(
  root: string,
  folders: readonly string[],
  counts: (fileName: string) => boolean,
  canMask: boolean,
): Omit<DefinitionFile, 'dropIns'>[] {
  const found = new Map<string, { readonly path: string; readonly text: string | null }>();
  for (const folder of folders) {
    for (const fileName of namesIn(root, folder)) {
      if (!counts(fileName) || found.has(fileName)) continue;
      const path = `${folder}/${fileName}`;
      const text = readDefinition(root, path);
      if (text === undefined) continue;
      found.set(fileName, { path, text: canMask && text === '' ? null : text });
    }
  }
  return [...found]
    .flatMap(([fileName, { path, text }]) => (text === null ? [] : [{ fileName, path, text }]))
    .sort((a, b) => compareNames(a.fileName, b.fileName));
}

/** @returns nothing for what is no file, or one that this user may not read */
function readDefinition(root: string, path: string): string | undefined {
  const resolved = resolveInRoot(root, path);
  if (!resolved.found) return undefined;
  if (resolved.stat.isCharacterDevice()) return '';
  if (!resolved.stat.isFile() || resolved.stat.size > MAX_BYTES) return undefined;
  try {
    return readFileSync(resolved.hostPath, 'utf8');
  } catch {
    return undefined;
  }
}

/** The text of a small file; null where it cannot be read. */
export const readText = (root: string, path: string): string | null => readDefinition(root, path) ?? null;

export function namesIn(root: string, directory: string): string[] {
  const resolved = resolveInRoot(root, directory);
  if (!resolved.found) return [];
  try {
    return readdirSync(resolved.hostPath);
  } catch {
    // No directory, or one that this user may not look into.
    return [];
  }
}
