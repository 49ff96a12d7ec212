/** Reads from a tree what a merge depends on: shared/systemd/judge-entry.ts judges it. */
import { messageOf } from '../../shared/messages/message.ts';
import { isHiddenOrBackup } from '../../shared/systemd/backup-name.ts';
import { parseBoolean } from '../../shared/systemd/boolean.ts';
import {
  type ExtensionClass,
  HIERARCHIES,
  RELEASE_DIRECTORY,
  type SystemdRules,
} from '../../shared/systemd/classes.ts';
import type { HierarchyFacts, Lookup, Place, ReleaseLookup, TreeFacts } from '../../shared/systemd/entry-facts.ts';
import { isExtensionName } from '../../shared/systemd/extension-name.ts';
import { cutName } from '../../shared/systemd/image-name.ts';
import { EnvironmentFileError, parseEnvironmentFile } from '../../shared/systemd/os-release.ts';
import { chaseLinks, ImageError, type ImageTree, isEmpty, readFile, readXattr, type TreeNode } from '../images/tree.ts';

const PREFIX = 'extension-release.';
const STRICT_XATTR = 'user.extension-release.strict';
/** systemd takes release files of more than 1 MiB (measured); beyond this we do not look. */
const MAX_BYTES = 4 * 1024 * 1024;
/** Release files below this are kept as they are. */
const SMALL_BYTES = 64 * 1024;
/** Of one that is larger: as many fields and letters of each as no host has, so that every comparison comes out alike. */
const MAX_FIELDS = 500;
const MAX_VALUE = 4096;
/** os-release(5), SYSEXT_SCOPE=. */
const SCOPES = ['system', 'initrd', 'portable'];
/** Fields that systemd or a person looks at. */
const KNOWN_FIELD =
  /^(?:ID|ID_LIKE|VERSION_ID|ARCHITECTURE|PRETTY_NAME|IMAGE_VERSION|(?:SYSEXT|CONFEXT|EXTENSION)_[A-Z_]+)$/;
/** Bytes of a file's name on Linux. */
const MAX_NAME = 255;

/** What systemd copies out of an image to know it, in the order in which it looks (dissected_image_acquire_metadata()). */
const COPIED: readonly (readonly string[])[] = [
  ['etc/hostname'],
  ['etc/machine-id'],
  ['etc/machine-info'],
  ['etc/os-release', 'usr/lib/os-release'],
  ['etc/initrd-release', 'usr/lib/initrd-release'],
];

export interface FactsWanted {
  readonly class: ExtensionClass;
  /** The name that the release file must have; null where systemd makes no name of the file's. */
  readonly imageName: string | null;
  readonly rules: SystemdRules;
  /** Where a folder's hierarchy really is; null for images. */
  readonly placeOf: ((node: TreeNode) => Place | null) | null;
}

/** @throws {ImageError} where the image is broken on the way */
export async function readTreeFacts(tree: ImageTree, wanted: FactsWanted): Promise<TreeFacts> {
  const { class: extensionClass, imageName, rules, placeOf } = wanted;
  const osRelease = await lookUp(tree, 'usr/lib/os-release');
  const hierarchies: Record<string, HierarchyFacts> = {};
  for (const path of HIERARCHIES[extensionClass]) hierarchies[path] = await readHierarchy(tree, path, placeOf);
  const findFile = (ofClass: ExtensionClass) => findReleaseFile(tree, imageName, ofClass, rules.version);
  const own = await findFile(extensionClass);
  // Of a folder the other class's file only tells a person what went wrong.
  const isImage = placeOf === null;
  const other = isImage || own.kind === 'missing' ? await findFile(OTHER[extensionClass]) : NOT_LOOKED_FOR;
  const etcRelease = isImage ? await lookUp(tree, 'etc/os-release') : 'missing';
  return {
    kind: 'tree',
    osRelease,
    osTree: etcRelease === 'missing' ? osRelease : etcRelease,
    folderForFile: isImage ? await folderForFile(tree) : null,
    release: extensionClass === 'sysext' ? { sysext: own, confext: other } : { sysext: other, confext: own },
    hierarchies,
  };
}

const OTHER = { sysext: 'confext', confext: 'sysext' } as const;
const NOT_LOOKED_FOR: ReleaseLookup = { kind: 'missing', others: [] };

async function lookUp(tree: ImageTree, path: string): Promise<Lookup> {
  return (await chaseLinks(tree, path)).kind;
}

async function readHierarchy(tree: ImageTree, path: string, placeOf: FactsWanted['placeOf']): Promise<HierarchyFacts> {
  const chased = await chaseLinks(tree, path);
  if (chased.kind !== 'found') return { state: chased.kind, place: null };
  const { node } = chased;
  if (node.type !== 'directory') return { state: 'not-a-directory', place: null };
  return { state: (await isEmpty(tree, node)) ? 'empty' : 'filled', place: placeOf?.(node) ?? null };
}

async function folderForFile(tree: ImageTree): Promise<string | null> {
  for (const paths of COPIED) {
    for (const path of paths) {
      const chased = await chaseLinks(tree, path);
      if (chased.kind !== 'found') continue;
      if (chased.node.type === 'directory') return path;
      break;
    }
  }
  return null;
}

/** The release file of a class as systemd finds it (extension-release in os-release(5); open_extension_release()). */
async function findReleaseFile(
  tree: ImageTree,
  name: string | null,
  extensionClass: ExtensionClass,
  version: number,
): Promise<ReleaseLookup> {
  if (name === null) return { kind: 'missing', others: [] };
  // No file can be named so, and systemd refuses to look for it or for any other (measured on 252, 257, 262).
  if (Buffer.byteLength(PREFIX + name) > MAX_NAME) return { kind: 'missing', others: [] };
  const directory = RELEASE_DIRECTORY[extensionClass];
  const path = `${directory}/${PREFIX}${name}`;
  const exact = await chaseLinks(tree, path);
  if (exact.kind === 'found') return parseRelease(tree, exact.node, path, version);
  if (exact.kind !== 'missing') return { kind: exact.kind };
  const folder = await chaseLinks(tree, directory);
  if (folder.kind === 'missing') return { kind: 'missing', others: [] };
  if (folder.kind !== 'found') return { kind: folder.kind };
  if (folder.node.type !== 'directory') return { kind: 'not-a-directory' };

  const others: string[] = [];
  const counted: { path: string; node: TreeNode }[] = [];
  const cut = version >= 256 ? cutName(name) : null;
  // From 256 a name that nothing is left of when it is cut counts for no other file (measured).
  const takesOthers = version < 256 || cut !== null;
  for (const { name: other, path: at, node } of await releaseFiles(tree, extensionClass)) {
    others.push(other);
    if (!takesOthers || isHiddenOrBackup(PREFIX + other, version)) continue;
    if (other !== cut) {
      const strict = await readXattr(tree, node, STRICT_XATTR);
      if (strict === undefined) return { kind: 'unknown', path: at };
      if (strict === null || parseBoolean(strict) !== false) continue;
    }
    counted.push({ path: at, node });
  }
  const [only] = counted;
  if (counted.length > 1) return { kind: 'ambiguous', others };
  return only === undefined ? { kind: 'missing', others } : parseRelease(tree, only.node, only.path, version);
}

/** Every release file of a class, with the name of the extension that it is for. */
export async function releaseFiles(
  tree: ImageTree,
  extensionClass: ExtensionClass,
): Promise<{ readonly name: string; readonly path: string; readonly node: TreeNode }[]> {
  const directory = RELEASE_DIRECTORY[extensionClass];
  const folder = await chaseLinks(tree, directory);
  if (folder.kind !== 'found' || folder.node.type !== 'directory') return [];
  return (await tree.list(folder.node)).flatMap(({ name: fileName, node }) => {
    const name = fileName.slice(PREFIX.length);
    if (!fileName.startsWith(PREFIX) || node.type !== 'file' || !isExtensionName(name)) return [];
    return [{ name, path: `${directory}/${fileName}`, node }];
  });
}

/** What is sent on of a release file of some MiB: a list of hundreds of extensions must not come to gigabytes. */
function boundedFields(fields: ReadonlyMap<string, string>): Map<string, string> {
  const [known, others] = [true, false].map((is) => [...fields].filter(([name]) => KNOWN_FIELD.test(name) === is));
  const kept = [...(known ?? []).slice(0, MAX_FIELDS), ...(others ?? []).slice(0, MAX_FIELDS)];
  return new Map(
    kept.filter(([name]) => name.length <= MAX_VALUE).map(([name, value]) => [name, boundedValue(name, value)]),
  );
}

function boundedValue(name: string, value: string): string {
  if (value.length <= MAX_VALUE) return value;
  // A list of words, of which any may be the one that counts.
  if (!name.endsWith('_SCOPE')) return value.slice(0, MAX_VALUE);
  const words = new Set(value.split(/[ \t\n\r]+/));
  return [...SCOPES.filter((scope) => words.has(scope)), value.trim().slice(0, MAX_VALUE)].join(' ');
}

async function parseRelease(tree: ImageTree, node: TreeNode, path: string, version: number): Promise<ReleaseLookup> {
  if (node.type === 'directory') return { kind: 'directory', path };
  if (node.type !== 'file')
    return { kind: 'invalid', path, reason: messageOf('extension.is-type-not-file', { path, type: node.type }) };
  try {
    const bytes = await readFile(tree, node, MAX_BYTES);
    const fields = parseEnvironmentFile(bytes.toString('latin1'), version);
    return { kind: 'found', path, fields: bytes.length > SMALL_BYTES ? boundedFields(fields) : fields };
  } catch (error) {
    if (error instanceof EnvironmentFileError) return { kind: 'invalid', path, reason: error.said };
    if (error instanceof ImageError && error.problem === 'too-large') return { kind: 'unknown', path };
    throw error;
  }
}
