/**
 * Keeps where systemd-sysupdate fetched an image from, beside the image. It tells nobody what it fetched, so that is what its
 * transfer files match after it ran and did not before.
 */
import { lstatSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { type FetchedBySysupdate, isSysupdateSource, originFileName, originText } from '../../shared/images/origin.ts';
import { type Message, messageOf } from '../../shared/messages/message.ts';
import { lookAt, lookAtFolder, nameByPattern } from '../../shared/systemd/match-pattern.ts';
import { kindOf } from '../../shared/sysupdate/kind.ts';
import type { TransferFile } from '../../shared/sysupdate/transfer-file.ts';
import { callerOf } from './caller.ts';
import { hashOfFile } from './copying.ts';
import { entriesAt, transfersOf } from './definitions.ts';
import { safeJoin } from './directories.ts';
import { writeWhole } from './files.ts';
import { sweepOrigins } from './origin.ts';

/** What a transfer file matches. */
interface Match {
  readonly version: string;
  readonly transferFile: string;
  readonly file: TransferFile;
  /** By what another file in its place is known. */
  readonly stamp: string;
}

/** A folder of which someone could make a maze. */
const DEEPEST = 8;

/**
 * Lets systemd-sysupdate work on a component, and writes down where each new image came from, also where it failed with one
 * of several.
 *
 * @returns what the work said, and a sentence for each image of which nothing could be kept
 */
export async function keepingOrigins<T>(
  root: string,
  component: string,
  systemdVersion: number,
  work: () => Promise<T>,
): Promise<{ readonly said: T; readonly problems: readonly Message[] }> {
  const before = matchesOf(root, component, systemdVersion);
  let problems: Message[] = [];
  const keepOrigins = () => {
    const after = matchesOf(root, component, systemdVersion);
    const isNew = (path: string, [match]: readonly Match[]) => before.get(path)?.[0]?.stamp !== match?.stamp;
    const fresh = [...after].filter(([path, matches]) => isNew(path, matches));
    problems = fresh.flatMap(([path, matches]) => keepOne(root, path, matches, systemdVersion));
    for (const folder of new Set([...before.keys(), ...after.keys()].map(dirname)))
      sweepOrigins(safeJoin(root, folder));
  };
  let said: T;
  try {
    said = await work();
  } catch (error) {
    keepOrigins();
    throw error;
  }
  keepOrigins();
  return { said, problems };
}

/** The images that are there, by their path without the root. */
function matchesOf(root: string, component: string, systemdVersion: number): Map<string, Match[]> {
  const found = new Map<string, Match[]>();
  for (const { path: transferFile, file } of transfersOf(root, component, systemdVersion)) {
    const { target } = file;
    if (kindOf(file) === null || target.type !== 'regular-file' || target.relativeTo !== 'root') continue;
    const lookBelow = (below: string, depth: number) => {
      const folder = below === '' ? target.path : `${target.path}/${below}`;
      for (const entry of entriesAt(root, folder)) {
        const name = below === '' ? entry.name : `${below}/${entry.name}`;
        if (entry.isDirectory()) {
          const told = lookAtFolder(target.patterns, name, systemdVersion);
          if (told === 'within' && depth < DEEPEST) lookBelow(name, depth + 1);
          continue;
        }
        const told = lookAt(target.patterns, name, systemdVersion);
        if (!entry.isFile() || typeof told === 'string' || !name.endsWith('.raw')) continue;
        const path = `${target.path}/${name}`;
        const stat = lstatSync(join(safeJoin(root, folder), entry.name), { throwIfNoEntry: false });
        if (stat === undefined) continue;
        // Links of ours change nothing of these.
        const stamp = `${stat.dev} ${stat.ino} ${stat.size} ${stat.mtimeMs}`;
        found.set(path, [...(found.get(path) ?? []), { version: told.version, transferFile, file, stamp }]);
      }
    };
    lookBelow('', 0);
  }
  return found;
}

/** @returns why nothing was kept */
function keepOne(root: string, path: string, matches: readonly Match[], systemdVersion: number): Message[] {
  const [match] = matches;
  // Which of several transfer files brought it cannot be told.
  if (match === undefined || matches.length > 1) return [messageOf('helper.origin-not-kept-several-fit', { path })];
  try {
    return writeFetched(root, path, match, systemdVersion) ? [] : [messageOf('helper.origin-not-kept', { path })];
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    // The image is whole and current.
    return [messageOf('helper.origin-could-not-be-kept', { path, reason })];
  }
}

function writeFetched(root: string, path: string, match: Match, systemdVersion: number): boolean {
  const { file, version, transferFile } = match;
  const folder = safeJoin(root, dirname(path));
  const imageName = path.slice(path.lastIndexOf('/') + 1);
  const image = join(folder, imageName);
  const fileName = originFileName(imageName);
  const installedBy = callerOf(process.env);
  if (fileName === null || installedBy === null) return false;
  const below = `${path.slice(file.target.path.length + 1, -imageName.length)}${fileName}`;
  // systemd-sysupdate would count it as one more version.
  if (lookAt(file.target.patterns, below, systemdVersion) !== 'no') return false;
  const imageSha256 = hashOfFile(image);
  if (imageSha256 === null) return false;
  const record = {
    ...{ remote: null, address: addressOf(file, version), sha256: null, signedBy: null, signedAt: null },
    sysupdate: { transferFile, ...sourceOf(file) } satisfies FetchedBySysupdate,
    ...{ installedAt: Date.now(), installedBy, size: lstatSync(image).size, imageSha256 },
  };
  writeWhole(folder, fileName, originText(record));
  return true;
}

function sourceOf(file: TransferFile): Pick<FetchedBySysupdate, 'source' | 'verify'> {
  const source = folderOfSource(file);
  // Of a folder of this machine it wants no list, so nobody signs one (resource_load_from_directory() and _from_web()).
  return { source: isSysupdateSource(source) ? source : null, verify: file.verify && isOnServer(file) };
}

const isOnServer = ({ source }: TransferFile): boolean => source.type === 'url-file';

function folderOfSource(file: TransferFile): string {
  const { path } = file.source;
  return isOnServer(file) ? path : `file://${encodeURI(path).replace(/[?#]/g, encodeURIComponent)}`;
}

/** Where the one name is that the source patterns give to a version; null where they give several, or have other wildcards. */
function addressOf(file: TransferFile, version: string): string | null {
  const names = new Set(
    file.source.patterns.map((one) => (one.startsWith('**/') ? null : nameByPattern(one, version))),
  );
  const [name] = names;
  if (name === undefined || name === null || names.size > 1) return null;
  const folder = folderOfSource(file);
  // Of no more than an address can have, for the slashes are looked for from each of them on.
  if (!isSysupdateSource(folder)) return null;
  const address = `${folder.replace(/\/+$/, '')}/${name}`;
  return isSysupdateSource(address) ? address : null;
}
