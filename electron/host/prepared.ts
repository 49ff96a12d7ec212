/** Which stored versions are meant for which release of an OS, as the helper has written them down: see shared/images/for-os.ts. */
import { readdirSync, readFileSync } from 'node:fs';
import {
  FOR_OS,
  type OsIdentity,
  osFolderName,
  parseForOs,
  parseForOsFileName,
  parseOsFolderName,
  versionAt,
} from '../../shared/images/for-os.ts';
import type { VersionedAs } from '../../shared/images/store.ts';
import type { ExtensionClass } from '../../shared/systemd/classes.ts';
import { resolveInRoot } from './rooted.ts';

export interface Prepared extends VersionedAs {
  readonly class: ExtensionClass;
  readonly name: string;
  readonly os: OsIdentity;
}

const MAX_BYTES = 16 * 1024;
/** The helper writes far fewer; what else stands there is not read to its end. */
const MAX_FILES = 4000;

/** What cannot be read counts as not there. */
export function readPrepared(root: string): Prepared[] {
  return namesIn(root, FOR_OS)
    .flatMap((folderName) => {
      const os = parseOsFolderName(folderName);
      return os === null ? [] : namesIn(root, `${FOR_OS}/${osFolderName(os)}`).map((fileName) => ({ os, fileName }));
    })
    .slice(0, MAX_FILES)
    .flatMap(({ os, fileName }): Prepared[] => {
      const named = parseForOsFileName(fileName);
      const text = named === null ? null : readAt(root, `${FOR_OS}/${osFolderName(os)}/${fileName}`);
      const target = named === null || text === null ? null : parseForOs(text, named.class);
      const version = named === null || target === null ? null : versionAt(target, named.name);
      return named === null || version === null ? [] : [{ ...named, os, ...version }];
    });
}

function namesIn(root: string, path: string): string[] {
  const folder = resolveInRoot(root, path);
  if (!folder.found || !folder.stat.isDirectory()) return [];
  try {
    return readdirSync(folder.hostPath).sort();
  } catch {
    return [];
  }
}

function readAt(root: string, path: string): string | null {
  const file = resolveInRoot(root, path);
  if (!file.found || !file.stat.isFile() || file.stat.size > MAX_BYTES) return null;
  try {
    return readFileSync(file.hostPath, 'utf8');
  } catch {
    return null;
  }
}
