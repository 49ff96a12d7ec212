/** What a look before the installation needs beside what is asked of every extension: unit files, release files, the base. */
import { readlinkSync } from 'node:fs';
import { join } from 'node:path';
import type { Whose } from '../../shared/diagnosis/content/facts.ts';
import type { LintFacts } from '../../shared/diagnosis/lint/facts.ts';
import type { MendedEntry, MendFacts } from '../../shared/diagnosis/mend/facts.ts';
import type { Base } from '../../shared/diagnosis/merge/facts.ts';
import { type ExtensionClass, RELEASE_DIRECTORY } from '../../shared/systemd/classes.ts';
import type { HostRelease } from '../../shared/systemd/compatibility.ts';
import { isUnitName } from '../../shared/systemd/unit-name.ts';
import { type ImageTree, readFile, resolvePath, type TreeNode } from '../images/tree.ts';
import { surveyFrom } from './dangers/survey.ts';
import { allEntries, type Entries, FLAG } from './index/entries.ts';
import { indexOf } from './index/index-of.ts';
import { type Content, openContent } from './reading.ts';
import { releaseFiles } from './tree-facts.ts';

/** More units than a person looks at, and bytes of one of them. */
const MAX_UNITS = 200;
const MAX_TEXT = 64 * 1024;
const UNITS: Readonly<Record<ExtensionClass, string>> = {
  sysext: 'usr/lib/systemd/system/',
  confext: 'etc/systemd/system/',
};
/** The base of no host: anything may be there, and all of it is as every OS has it. */
const SOME_BASE: Base = { at: () => ({ kind: 'unknown' }), names: () => [] };

/** @param owner whose the usual folders are expected to be; null for root's */
export function someBase(owner: { readonly uid: number; readonly gid: number } | null): Base {
  return owner === null ? SOME_BASE : { ...SOME_BASE, usual: { mode: 0o755, uid: owner.uid, gid: owner.gid } };
}

export interface LintAsked {
  readonly content: Content;
  /** By whose rules it is read. */
  readonly reading: HostRelease;
  readonly base: Base;
  /** The host that it is looked at for; null for none. */
  readonly host: { readonly root: string; readonly fields: ReadonlyMap<string, string> } | null;
}

/** @throws {ImageError} where it is broken, or too large */
export async function readLintFacts(
  { class: extensionClass, name, release }: Whose & Pick<LintFacts, 'release'>,
  { content, reading, base, host }: LintAsked,
): Promise<{ readonly lint: LintFacts; readonly mend: MendFacts }> {
  const index = await indexOf(content, reading);
  const survey = surveyFrom(index, extensionClass);
  const tree = await openContent(content, reading);
  try {
    const whose = { class: extensionClass, name };
    const misplaced = extensionClass === 'sysext' ? [] : await releaseFiles(tree, 'sysext');
    return {
      lint: {
        ...whose,
        release,
        survey,
        base,
        units: await unitsIn(tree, survey.others.keys(), extensionClass),
        modeOf: modesIn(index.entries),
      },
      mend: {
        ...{ ...whose, survey, base },
        entries: { [Symbol.iterator]: () => mendedEntries(index.entries) },
        releases: await releasesIn(tree, extensionClass),
        misplaced: misplaced.map(({ path }) => path.slice(RELEASE_DIRECTORY.sysext.length + 1)),
        linkAt: (path) => (host === null ? null : linkIn(host.root, path)),
        host: host?.fields ?? null,
      },
    };
  } finally {
    tree.close();
  }
}

async function unitsIn(
  tree: ImageTree,
  paths: Iterable<string>,
  extensionClass: ExtensionClass,
): Promise<ReadonlyMap<string, string>> {
  const units = new Map<string, string>();
  for (const path of paths) {
    if (units.size >= MAX_UNITS) break;
    if (!path.startsWith(UNITS[extensionClass]) || !isUnitName(path.slice(UNITS[extensionClass].length))) continue;
    const text = await textOf(tree, await resolvePath(tree, path));
    if (text !== null) units.set(path, text);
  }
  return units;
}

async function releasesIn(tree: ImageTree, extensionClass: ExtensionClass): Promise<MendFacts['releases']> {
  const releases = [];
  for (const { name, node } of await releaseFiles(tree, extensionClass))
    releases.push({ name, text: await textOf(tree, node) });
  return releases;
}

/** @returns null for what is no file, and for one that is too large to be one of these */
async function textOf(tree: ImageTree, node: TreeNode | null): Promise<string | null> {
  if (node === null || node.type !== 'file' || node.size > MAX_TEXT) return null;
  return (await readFile(tree, node, MAX_TEXT)).toString('utf8');
}

function* mendedEntries(entries: Entries): Generator<MendedEntry> {
  for (const { path, type, mode, flags } of allEntries(entries))
    yield { path, type, mode, capability: (flags & FLAG.capability) !== 0 };
}

function modesIn({ paths, modes }: Entries): (path: string) => number | null {
  const places = new Map(paths.map((path, at) => [path, at]));
  return (path) => modes[places.get(path) ?? -1] ?? null;
}

function linkIn(root: string, path: string): string | null {
  try {
    return readlinkSync(join(root, path));
  } catch {
    return null;
  }
}
