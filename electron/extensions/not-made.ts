/** Users, groups and paths that a merged extension declares and that are not there: nothing ran what makes them. */
import { lstatSync } from 'node:fs';
import type { NotMade } from '../../shared/diagnosis/content/facts.ts';
import type { Survey } from '../../shared/diagnosis/merge/facts.ts';
import { parseSysusers } from '../../shared/systemd/sysusers.ts';
import { parseTmpfiles } from '../../shared/systemd/tmpfiles.ts';
import { readText } from '../host/definition-files.ts';
import { resolveInRoot } from '../host/rooted.ts';

const FILE = /^(?:usr\/lib|etc)\/(sysusers|tmpfiles)\.d\/([^/]+\.conf)$/;
/** Directories whose file of the same name counts instead (sysusers.d(5), tmpfiles.d(5)). */
const HIGHER = ['/etc', '/run'];
/** Files of one extension that are read. */
const MOST_FILES = 50;
const MOST_NAMES = 100;
/** Where accounts stand: of the host, and of an OS whose own are in /usr (nss-altfiles). */
const ACCOUNTS = {
  user: ['/etc/passwd', '/usr/lib/passwd'],
  group: ['/etc/group', '/usr/lib/group'],
};
/** Accounts that stand in a file each (nss-systemd(8)). */
const USERDB = ['/etc/userdb', '/run/userdb', '/usr/lib/userdb'];

interface Missing {
  readonly name: string;
  /** Counted from 1. */
  readonly line: number;
}

/** What a file of a merged extension declares and is not there. @param file without the leading slash */
export function missingOf(root: string, file: string): Missing[] {
  const [, kind] = FILE.exec(file) ?? [];
  const text = kind === undefined ? null : readText(root, `/${file}`);
  if (text === null) return [];
  if (kind === 'tmpfiles')
    return parseTmpfiles(text)
      .slice(0, MOST_NAMES)
      .filter(({ path }) => isMissing(root, path))
      .map(({ path, line }) => ({ name: path, line }));
  return parseSysusers(text)
    .slice(0, MOST_NAMES)
    .filter(({ kind: account, name }) => !hasAccount(root, account, name))
    .map(({ name, line }) => ({ name, line }));
}

/** @param survey of an extension that is merged below the root */
export function readNotMade(root: string, { others }: Pick<Survey, 'others'>): NotMade[] {
  const files = [...others].flatMap(([path, kind]) => (kind === 'file' && FILE.test(path) ? [path] : []));
  return files.slice(0, MOST_FILES).flatMap((file): NotMade[] => {
    const [, kind = '', fileName = ''] = FILE.exec(file) ?? [];
    const isReplaced = (top: string) => resolveInRoot(root, `${top}/${kind}.d/${fileName}`).found;
    if (file.startsWith('usr/') && HIGHER.some(isReplaced)) return [];
    const names = [...new Set(missingOf(root, file).map(({ name }) => name))];
    return names.length === 0 ? [] : [{ kind: kind === 'tmpfiles' ? 'path' : 'user', file, names }];
  });
}

/** What may not be looked at is not known to be missing. */
function isMissing(root: string, path: string): boolean {
  const found = resolveInRoot(root, path);
  return !found.found && found.reason === 'missing' && !isLink(root, path);
}

/** A link is there, wherever it leads. */
function isLink(root: string, path: string): boolean {
  const parent = resolveInRoot(root, path.slice(0, path.lastIndexOf('/')) || '/');
  return parent.found && isThere(`${parent.hostPath}/${path.slice(path.lastIndexOf('/') + 1)}`);
}

function isThere(path: string): boolean {
  try {
    return lstatSync(path, { throwIfNoEntry: false }) !== undefined;
  } catch {
    // Nor is it known to be missing.
    return true;
  }
}

function hasAccount(root: string, kind: 'user' | 'group', name: string): boolean {
  const isIn = (path: string) => (readText(root, path) ?? '').split('\n').some((line) => line.startsWith(`${name}:`));
  return ACCOUNTS[kind].some(isIn) || USERDB.some((path) => resolveInRoot(root, `${path}/${name}.${kind}`).found);
}
