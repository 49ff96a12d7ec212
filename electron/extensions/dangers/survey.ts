/** One walk through an extension, for all that the rules of this room need of it. */
import { type ExtensionClass, HIERARCHIES, RELEASE_DIRECTORY } from '../../../shared/systemd-rules.ts';
import { readElfMachine } from '../../images/elf.ts';
import { ImageError, type ImageTree, readFile, type TreeNode, walk } from '../../images/tree.ts';
import { BOOT_TARGETS } from './boot-targets.ts';
import type { FolderFacts, OtherKind, Survey } from './facts.ts';

/** An extension with more than this is not looked through; none that is known comes near. */
const MAX_PATHS = 200_000;
/** A program's header is read from a packed block; those of one extension are for the same machine anyway. */
const MAX_PROGRAMS = 200;
const MAX_DROP_INS = 100;
const MAX_DROP_IN = 64 * 1024;
/** Where the attributes of a folder cannot be had in one go, this many files are asked for by themselves. */
const MAX_ASKED = 50;
const OPAQUE = 'trusted.overlay.opaque';

/** An entry on the way of the walk. `attributes` are undefined where they cannot be told. */
export type Visit = (
  path: string,
  node: TreeNode,
  attributes: () => Promise<ReadonlyMap<string, Buffer> | undefined>,
) => Promise<void> | void;

const UNITS: Readonly<Record<ExtensionClass, string>> = {
  sysext: 'usr/lib/systemd/system',
  confext: 'etc/systemd/system',
};
const TARGET = `(?:${BOOT_TARGETS.join('|')})`;

/**
 * Walks through an extension.
 *
 * @param hasVerity whether it is a disk image with verity partitions
 * @param visit is told of every entry, those outside the hierarchies of the class too
 * @throws {ImageError} where it is broken, or too large
 */
export async function surveyTree(
  tree: ImageTree,
  extensionClass: ExtensionClass,
  hasVerity: boolean,
  visit: Visit = () => {},
): Promise<Survey> {
  const attributes = await attributesOf(tree);
  const roots = HIERARCHIES[extensionClass].map((path) => path.slice(1));
  const folders = new Map<string, FolderFacts>();
  const others = new Map<string, OtherKind>();
  const programs: { readonly path: string; readonly node: TreeNode }[] = [];
  const units = unitCollector(UNITS[extensionClass]);
  for await (const { path, node } of walk(tree)) {
    await visit(path, node, () => attributes.of(node));
    if (!roots.includes(path.split('/', 1)[0] ?? '')) continue;
    if (path === RELEASE_DIRECTORY[extensionClass] || path.startsWith(`${RELEASE_DIRECTORY[extensionClass]}/`))
      continue;
    const { mode, uid, gid } = node;
    if (node.type === 'directory') {
      // The value y; x is of another feature, which leaves what lies below visible.
      const opaque = (await attributes.of(node))?.get(OPAQUE)?.toString('latin1') === 'y';
      folders.set(path, { mode, uid, gid, opaque });
      continue;
    }
    others.set(path, kindOf(node));
    units.take(path, node);
    if (isProgram(path, node) && programs.length < MAX_PROGRAMS) programs.push({ path, node });
    if (folders.size + others.size > MAX_PATHS)
      throw new ImageError('too-large', `it has more than ${MAX_PATHS} files and folders`);
  }
  return {
    folders,
    others,
    programs: await machinesOf(tree, programs),
    ...(await units.end(tree)),
    fileSystems: tree.fileSystems ?? [],
    hasVerity,
    markersKnown: attributes.showsMarkers,
  };
}

function kindOf({ type, whiteout }: TreeNode): OtherKind {
  if (type === 'file' || type === 'symlink') return type;
  return whiteout === true ? 'whiteout' : 'special';
}

/** Firmware and data may be of any machine. */
function isProgram(path: string, { type, mode, size }: TreeNode): boolean {
  return type === 'file' && (mode & 0o111) !== 0 && size > 0 && !/^usr\/(?:lib\/firmware|share)\//.test(path);
}

async function attributesOf(tree: ImageTree) {
  if (tree.allXattrs === undefined) {
    return { showsMarkers: true, of: (node: TreeNode) => tree.xattrs(node) };
  }
  const all = await tree.allXattrs();
  const none: ReadonlyMap<string, Buffer> = new Map();
  let asked = 0;
  return {
    showsMarkers: all !== undefined && process.geteuid?.() === 0,
    of: async (node: TreeNode) => {
      if (all !== undefined) return all.get(node.id) ?? none;
      return node.type === 'directory' || ++asked > MAX_ASKED ? undefined : tree.xattrs(node);
    },
  };
}

async function machinesOf(
  tree: ImageTree,
  programs: readonly { readonly path: string; readonly node: TreeNode }[],
): Promise<Survey['programs']> {
  const found = new Map<string, { count: number; example: string }>();
  for (const { path, node } of programs) {
    const machine = await readElfMachine(tree, node);
    if (machine === null) continue;
    const known = found.get(machine);
    if (known === undefined) found.set(machine, { count: 1, example: path });
    else known.count++;
  }
  return found;
}

/** Gathers what targets want and uphold, from the links and drop-ins of a folder of units. */
function unitCollector(directory: string) {
  const link = new RegExp(`^${directory}/(${TARGET}\\.target)\\.(wants|requires|upholds)/([^/]+)$`);
  const dropIn = new RegExp(`^${directory}/${TARGET}\\.target\\.d/[^/]+\\.conf$`);
  const wanted = new Map<string, { path: string; target: string }>();
  const upheld = new Set<string>();
  const dropIns: TreeNode[] = [];
  return {
    take(path: string, node: TreeNode): void {
      const [, target = '', how, unit = ''] = link.exec(path) ?? [];
      if (how === 'upholds') upheld.add(unit);
      else if (how !== undefined && !wanted.has(unit)) wanted.set(unit, { path, target });
      if (node.type === 'file' && node.size <= MAX_DROP_IN && dropIns.length < MAX_DROP_INS && dropIn.test(path))
        dropIns.push(node);
    },
    async end(tree: ImageTree): Promise<Pick<Survey, 'wanted' | 'upheld'>> {
      for (const node of dropIns) {
        const text = (await readFile(tree, node, MAX_DROP_IN)).toString('utf8');
        for (const [, units = ''] of text.matchAll(/^[ \t]*Upholds[ \t]*=(.*)$/gm))
          for (const unit of units.split(/\s+/)) if (unit !== '') upheld.add(unit);
      }
      return { wanted, upheld };
    },
  };
}
