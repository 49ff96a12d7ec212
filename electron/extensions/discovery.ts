/** The extensions of a host: every entry that concerns one, what it holds, and how it stands to the others. */
import { lstatSync, type Stats, statfsSync } from 'node:fs';
import { basename, join } from 'node:path';
import { type HostRelease, verdict } from '../../shared/compatibility.ts';
import { type Candidate, discover, type EntryProblem } from '../../shared/discovery-rules.ts';
import { maskDirectory } from '../../shared/masking.ts';
import type { Extension, ExtensionState, Warning } from '../../shared/model/extension.ts';
import type { Hierarchy } from '../../shared/model/host.ts';
import { versionInFileName } from '../../shared/release-name.ts';
import type { ExtensionClass } from '../../shared/systemd-rules.ts';
import { hostPath, type Resolution, resolveInRoot } from '../host/rooted.ts';
import { cacheKey, type ReadingCache } from './cache.ts';
import { type Reading, readContent } from './reading.ts';
import { listSearchDirectories } from './search-directories.ts';

export interface DiscoveryContext {
  readonly root: string;
  readonly host: HostRelease;
  readonly hierarchies: readonly Hierarchy[];
  readonly cache: ReadingCache | null;
}

/** All extensions of a class in search order. */
export async function readExtensions(context: DiscoveryContext, extensionClass: ExtensionClass): Promise<Extension[]> {
  const { root, host } = context;
  const directories = listSearchDirectories(root, extensionClass, host.rules);
  const candidates = discover(directories, extensionClass, host.rules, host.architecture);
  const located = await Promise.all(
    candidates.map(async (candidate) => ({ candidate, ...(await locate(context, candidate, extensionClass)) })),
  );
  const winners = new Map(located.flatMap((one) => (one.candidate.listed ? [[one.candidate.name, one] as const] : [])));
  const merged = new Set(
    context.hierarchies.flatMap((hierarchy) => (hierarchy.class === extensionClass ? hierarchy.extensions : [])),
  );
  return located.map(({ candidate, reading, realPath, stat, type }) => {
    const winner = winners.get(candidate.name);
    const beaten = winner !== undefined && !candidate.listed;
    const masked = beaten && winner.reading.empty;
    const lower = candidates.filter((other) => other.name === candidate.name && other.hiddenBy === candidate.path);
    const isMerged = candidate.listed && merged.has(candidate.name) && !reading.empty;
    const state = stateOf(candidate, reading, { masked, beaten, merged: isMerged });
    const { release } = reading;
    return {
      id: `${extensionClass}:${candidate.path}`,
      name: candidate.name,
      class: extensionClass,
      type,
      path: candidate.path,
      realPath,
      listed: candidate.listed,
      masked,
      maskedBy: masked ? winner.candidate.path : null,
      masks: reading.empty,
      shadowedBy: beaten && !masked && candidate.problem === null ? winner.candidate.path : null,
      ambiguousWith: [...candidate.ambiguousWith],
      merged: isMerged,
      state,
      verdict: reading.verdict,
      form: reading.form,
      compression: reading.compression,
      version: versionOf(candidate.name, extensionClass, release, realPath),
      description: release?.get('PRETTY_NAME') || null,
      size: type === 'raw' && stat !== null ? stat.size : null,
      release: release === null ? null : Object.fromEntries(release),
      releaseFile: reading.releaseFile,
      units: [...reading.units],
      blocksMerge: candidate.listed && reading.blocksMerge !== null,
      blocksMergeBecause: reading.blocksMerge,
      disable: disableWay(candidate, reading, extensionClass, host, beaten),
      warnings: warningsOf(candidate, reading, {
        beaten,
        masked,
        hidesLower: lower.length > 0,
        winner: winner?.candidate.path,
      }),
    };
  });
}

interface Located {
  readonly reading: Reading;
  readonly realPath: string;
  readonly stat: Stats | null;
  readonly type: Extension['type'];
}

async function locate(
  context: DiscoveryContext,
  candidate: Candidate,
  extensionClass: ExtensionClass,
): Promise<Located> {
  const path = candidate.picked === null ? candidate.path : join(candidate.path, candidate.picked.fileName);
  const nominal = candidate.kind;
  if (candidate.problem !== null) {
    return { reading: withoutContent(candidate.problem), realPath: candidate.path, stat: null, type: nominal };
  }
  const target = locateTarget(context.root, path, candidate);
  if (!target.found) {
    return { reading: withoutContent('dangling'), realPath: candidate.path, stat: null, type: nominal };
  }
  const type = nominal === 'directory' && isSubvolume(target.hostPath, target.stat) ? 'subvolume' : nominal;
  const read = () =>
    readContent(
      {
        hostPath: target.hostPath,
        kind: type === 'directory' ? 'folder' : type === 'subvolume' ? 'subvolume' : 'image',
      },
      candidate.name,
      extensionClass,
      context.host,
    );
  const { cache } = context;
  // What stands in a folder can change without a trace on the folder itself, so only images are kept.
  if (cache === null || type !== 'raw')
    return { reading: await read(), realPath: target.path, stat: target.stat, type };
  const key = cacheKey(target.hostPath, target.stat, judgedFor(context.host, candidate.name));
  const known = cache.get(key);
  const reading = known ?? (await read());
  if (known === undefined) cache.set(key, reading);
  return { reading, realPath: target.path, stat: target.stat, type };
}

/** Most entries are no symlinks and stand in a directory that is none either, so one look is enough. */
function locateTarget(
  root: string,
  path: string,
  { entry, picked, directory, directoryIsReal }: Candidate,
): Resolution {
  if (entry.symlink || picked !== null || !directoryIsReal) return resolveInRoot(root, path);
  const place = hostPath(root, `${directory}/${entry.fileName}`);
  const stat = lstatSync(place, { throwIfNoEntry: false });
  return stat === undefined ? { found: false, reason: 'missing', path } : { found: true, path, hostPath: place, stat };
}

function judgedFor(host: HostRelease, name: string): string {
  return JSON.stringify([name, host.rules.version, host.architecture, ...host.fields]);
}

const BTRFS_MAGIC = 0x9123683e;
const BTRFS_SUBVOLUME_INODE = 256;

function isSubvolume(path: string, { ino }: Stats): boolean {
  if (ino !== BTRFS_SUBVOLUME_INODE) return false;
  try {
    return statfsSync(path).type === BTRFS_MAGIC;
  } catch {
    return false;
  }
}

const PROBLEMS: Readonly<Record<EntryProblem, string>> = {
  dangling: 'The symlink leads nowhere, so systemd does not see an extension here.',
  'null-link': 'The symlink leads to /dev/null, which systemd passes over: it is no extension and masks nothing.',
  'special-file': 'It is neither a file nor a folder nor a block device, so systemd passes it over.',
  'no-fitting-version': 'No version in this folder fits this host, so systemd takes none.',
  unreadable: 'It cannot be looked at with your permissions.',
};

function withoutContent(problem: EntryProblem): Reading {
  const message = PROBLEMS[problem];
  return {
    form: 'unrecognised',
    compression: null,
    verdict: problem === 'unreadable' ? verdict(null, 'permission', message) : verdict(false, 'not-an-image', message),
    release: null,
    releaseFile: null,
    units: [],
    blocksMerge: null,
    empty: false,
  };
}

function stateOf(
  candidate: Candidate,
  reading: Reading,
  is: { masked: boolean; beaten: boolean; merged: boolean },
): ExtensionState {
  if (reading.empty && candidate.listed) return 'masked';
  if (is.masked) return 'masked';
  if (is.beaten && candidate.problem === null) return 'hidden';
  if (is.merged) return 'active';
  if (candidate.problem === 'unreadable') return 'unknown';
  if (candidate.problem === 'no-fitting-version') return 'blocked';
  if (candidate.problem !== null || reading.blocksMerge !== null) return 'broken';
  if (reading.verdict.compatible === null) return 'unknown';
  return reading.verdict.compatible ? 'ready' : 'blocked';
}

function disableWay(
  candidate: Candidate,
  reading: Reading,
  extensionClass: ExtensionClass,
  host: HostRelease,
  beaten: boolean,
): Extension['disable'] {
  if (beaten || candidate.problem !== null || reading.empty) return 'not-needed';
  if (maskDirectory(candidate.directory, extensionClass, host.rules) !== null) return 'mask';
  return candidate.entry.symlink ? 'unlink' : 'set-aside';
}

function warningsOf(
  candidate: Candidate,
  reading: Reading,
  is: { beaten: boolean; masked: boolean; hidesLower: boolean; winner: string | undefined },
): Warning[] {
  const warnings: Warning[] = [];
  if (candidate.ambiguousWith.length > 0) {
    const others = candidate.ambiguousWith.join(', ');
    warnings.push({
      code: 'ambiguous',
      message: `${others} has the same name in the same folder; systemd takes whichever the folder gives first. Remove one.`,
    });
  }
  if (candidate.problem === 'null-link') {
    const { name } = candidate;
    const instead = `To mask ${name}, put an empty folder named ${name} into /etc/extensions.`;
    warnings.push({
      code: is.winner === undefined ? 'null-link' : 'ineffective-mask',
      message:
        is.winner === undefined
          ? `A link to /dev/null masks nothing. ${instead}`
          : `A link to /dev/null masks nothing. ${is.winner} is used all the same. ${instead}`,
    });
  } else if (candidate.problem !== null) {
    warnings.push({ code: candidate.problem, message: PROBLEMS[candidate.problem] });
  }
  if (candidate.listed && reading.blocksMerge !== null) {
    warnings.push({ code: 'blocks-merge', message: `${reading.blocksMerge} Every merge fails while it is here.` });
  }
  if (reading.empty && candidate.listed && !is.hidesLower) {
    warnings.push({ code: 'mask-without-target', message: 'It masks a name that no other folder offers.' });
  }
  return warnings;
}

/** From the release file, else from a file name such as NAME-VERSION-ARCH.raw or NAME_VERSION.raw. */
export function versionOf(
  name: string,
  extensionClass: ExtensionClass,
  release: ReadonlyMap<string, string> | null,
  realPath: string,
): string | null {
  const own = release?.get(`${extensionClass.toUpperCase()}_VERSION_ID`) || release?.get('IMAGE_VERSION');
  if (own) return own;
  const file = basename(realPath);
  return versionInFileName(file.endsWith('.raw') ? file : `${file}.raw`, name)?.replace(/^v/, '') ?? null;
}
