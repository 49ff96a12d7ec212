/** What a portable image, or an extension for one, holds that portabled looks at. */
import type { Message } from '../../../shared/messages/message.ts';
import type { ImageForm } from '../../../shared/model/extension.ts';
import type { HostRelease } from '../../../shared/systemd/compatibility.ts';
import { EnvironmentFileError, parseEnvironmentFile } from '../../../shared/systemd/os-release.ts';
import { isPortableUnit, UNIT_PLACES } from '../../../shared/systemd/portable.ts';
import { Budget, VERDICT } from '../../images/budget.ts';
import { openFolder } from '../../images/folder.ts';
import { openImage } from '../../images/open.ts';
import { openFile, withBudget } from '../../images/source.ts';
import { chaseLinks, ImageError, type ImageTree, readFile, resolvePath, type TreeNode } from '../../images/tree.ts';
import { whileOpen } from '../gate.ts';
import { type Content, failedReading, lookingReader, openedTree } from '../reading.ts';
import { readTreeFacts } from '../tree-facts.ts';

export interface PortableContent {
  readonly form: ImageForm;
  /** null where there is none that can be read: then it can be attached by nobody. */
  readonly osRelease: ReadonlyMap<string, string> | null;
  /** The release file by which it is an extension; null where it is none. */
  readonly extensionRelease: ReadonlyMap<string, string> | null;
  /** Of every type that portabled attaches, sorted. */
  readonly units: readonly string[];
  /** Why nothing could be read; null where it was. */
  readonly problem: Message | null;
}

/** os-release(5) files are a few hundred bytes. */
const MAX_BYTES = 256 * 1024;
const MOST_UNITS = 1000;
const MOST_LETTERS = 4096;

/** Fields that portabled compares, and that people look at. */
const FIELDS = [
  'ID',
  'ID_LIKE',
  'VERSION_ID',
  'PRETTY_NAME',
  'ARCHITECTURE',
  'SYSEXT_LEVEL',
  'SYSEXT_SCOPE',
  'PORTABLE_PREFIXES',
  'PORTABLE_PRETTY_NAME',
  'IMAGE_ID',
  'IMAGE_VERSION',
];

/**
 * Reads what is told of an image. Never throws, for one image must not hide the others.
 *
 * @param imageName by which its release file is looked for; null where nothing makes a name of it
 */
export async function readPortableContent(
  content: Content,
  host: HostRelease,
  imageName: string | null,
): Promise<PortableContent> {
  try {
    return await whileOpen(content.hostPath, 'verdict', async () => {
      const tree = await openTree(content, host);
      try {
        return await readTree(tree, host, imageName, content.kind !== 'image');
      } finally {
        tree.close();
      }
    });
  } catch (error) {
    const { facts, form } = failedReading(error);
    const problem = facts.kind === 'tree' ? null : facts.reason;
    return { form, osRelease: null, extensionRelease: null, units: [], problem };
  }
}

async function openTree(content: Content, host: HostRelease): Promise<ImageTree> {
  if (content.kind !== 'image') return openFolder(content.hostPath, content.kind);
  const source = withBudget(openFile(content.hostPath), new Budget(VERDICT));
  return openedTree(await openImage(source, lookingReader(host))).tree;
}

async function readTree(
  tree: ImageTree,
  host: HostRelease,
  imageName: string | null,
  isFolder: boolean,
): Promise<PortableContent> {
  const { rules } = host;
  const facts = await readTreeFacts(tree, {
    class: 'sysext',
    imageName,
    rules,
    placeOf: isFolder ? () => null : null,
  });
  // A configuration extension is taken as well, and compared by the same fields (measured on 257 and 262).
  const found = [facts.release.sysext, facts.release.confext].find(({ kind }) => kind === 'found');
  return {
    form: tree.form,
    osRelease: await readOsRelease(tree, rules.version),
    extensionRelease: found?.kind === 'found' ? boundedFields(found.fields) : null,
    units: await findUnits(tree),
    problem: null,
  };
}

/** The first of both files that is there counts, also where it cannot be read (open_os_release()). */
async function readOsRelease(tree: ImageTree, version: number): Promise<ReadonlyMap<string, string> | null> {
  for (const path of ['etc/os-release', 'usr/lib/os-release']) {
    const chased = await chaseLinks(tree, path);
    if (chased.kind === 'missing') continue;
    if (chased.kind !== 'found' || chased.node.type !== 'file') return null;
    try {
      const bytes = await readFile(tree, chased.node, MAX_BYTES);
      return boundedFields(parseEnvironmentFile(bytes.toString('latin1'), version));
    } catch (error) {
      if (error instanceof EnvironmentFileError) return null;
      if (error instanceof ImageError && error.problem === 'too-large') return null;
      throw error;
    }
  }
  return null;
}

function boundedFields(fields: ReadonlyMap<string, string>): Map<string, string> {
  return new Map(
    FIELDS.flatMap((name) => {
      const value = fields.get(name);
      return value === undefined ? [] : [[name, value.slice(0, MOST_LETTERS)] as const];
    }),
  );
}

async function findUnits(tree: ImageTree): Promise<string[]> {
  const names = new Set<string>();
  for (const place of UNIT_PLACES) {
    const folder = await resolvePath(tree, place);
    if (folder?.type !== 'directory') continue;
    for (const { name, node } of await tree.list(folder))
      if (isPortableUnit(name) && (await countsAsUnit(tree, node))) names.add(name);
  }
  return [...names].sort().slice(0, MOST_UNITS);
}

/** An empty file, and a link to /dev/null, mask a unit (measured on 257 and 262). */
async function countsAsUnit(tree: ImageTree, node: TreeNode): Promise<boolean> {
  if (node.type === 'symlink') return (await tree.readLink(node)) !== '/dev/null';
  return node.type === 'file' && node.size > 0;
}
