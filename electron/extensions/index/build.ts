/** Makes the index of an image or folder: one walk for all that contents, findings, layers and dangers need to know of it. */
import { typeOfContext } from '../../../shared/diagnosis/content/file-contexts.ts';
import type { Text } from '../../../shared/messages/message.ts';
import type { DiskInfo } from '../../../shared/model/inspection.ts';
import { BOOT_TARGETS } from '../../../shared/systemd/boot-targets.ts';
import { HIERARCHIES } from '../../../shared/systemd/classes.ts';
import { upheldIn } from '../../../shared/systemd/upholds.ts';
import { readElfMachine, readElfNeeds } from '../../images/elf.ts';
import type { Disk } from '../../images/gpt/disk.ts';
import {
  type FileSystem,
  ImageError,
  type ImageProblem,
  type ImageTree,
  readFile,
  type TreeNode,
  walkTree,
} from '../../images/tree.ts';
import { describeDisk } from '../describe-disk.ts';
import { type Entries, EntriesBuilder, type Entry, FLAG } from './entries.ts';

/** Why a part of it is not known. */
export interface Failure {
  readonly problem: ImageProblem;
  readonly message: Text;
}

/** All that is asked of the inside of an extension, of whichever class it is. */
export interface ImageIndex {
  readonly entries: Entries;
  /** Why the entries end before the tree does; null where all are there. */
  readonly failure: Failure | null;
  /** The architecture of programs in systemd's spelling, of the first ones, in the order of the entries. */
  readonly machines: readonly { readonly path: string; readonly machine: string }[];
  /** Libraries that programs need; null where nobody asked yet. */
  readonly needs: readonly { readonly path: string; readonly needed: readonly string[] }[] | null;
  /** Why programs were not all looked at. */
  readonly programsFailure: Failure | null;
  /** What targets uphold by a drop-in, by the path of that. */
  readonly upholds: readonly { readonly path: string; readonly units: readonly string[] }[];
  /** What the kernel has to mount; none for a folder. */
  readonly fileSystems: readonly FileSystem[];
  /** The partitions of a disk image. */
  readonly disk: DiskInfo | null;
  /** Whether opaque markers could be told: those of a folder only root sees, and only with getfattr. */
  readonly markersKnown: boolean;
}

/** A program's header is read from a packed block; those of one extension are for the same machine anyway. */
const MAX_MACHINES = 200;
const MAX_NEEDS = 3000;
const MAX_DROP_INS = 100;
const MAX_DROP_IN = 64 * 1024;
/** Where the attributes of a folder cannot be had in one go, this many files are asked for by themselves. */
const MAX_ASKED = 50;
const OPAQUE = 'trusted.overlay.opaque';
const CAPABILITY = 'security.capability';
const SELINUX = 'security.selinux';
/** Bytes; one of a policy is some dozens long. */
const MAX_CONTEXT = 256;

const ROOTS = new Set(Object.values(HIERARCHIES).flatMap((paths) => paths.map((path) => path.slice(1))));
const TARGET = `(?:${BOOT_TARGETS.join('|')})`;
const DROP_IN = new RegExp(`^(?:usr/lib|etc)/systemd/system/${TARGET}\\.target\\.d/[^/]+\\.conf$`);

type Program = { readonly path: string; readonly node: TreeNode };

/**
 * @param wantsNeeds whether the libraries that programs need are asked for, which takes longest
 * @param signal ends the walk
 * @returns what could be read, with why that is not all where it is not
 */
export async function buildIndex(
  tree: ImageTree,
  disk: Disk | null,
  wantsNeeds: boolean,
  signal: AbortSignal | null,
): Promise<ImageIndex> {
  const builder = new EntriesBuilder();
  const programs: Program[] = [];
  const dropIns: Program[] = [];
  const attributes = await attributesOf(tree);
  const upholds: { path: string; units: string[] }[] = [];
  const failure = await untilFailure(async () => {
    for await (const { path, node } of walkTree(tree)) {
      signal?.throwIfAborted();
      const isInside = ROOTS.has(path.split('/', 1)[0] ?? '');
      const seen =
        node.whiteout === true ? flagged(FLAG.whiteout) : isInside ? await attributes.seenOf(node) : flagged(0);
      builder.add(path, node, seen, node.type === 'symlink' ? await tree.readLink(node) : null);
      if (!isInside || node.type !== 'file') continue;
      if ((node.mode & 0o111) !== 0 && node.size > 0 && programs.length < MAX_NEEDS) programs.push({ path, node });
      if (DROP_IN.test(path) && node.size <= MAX_DROP_IN && dropIns.length < MAX_DROP_INS) dropIns.push({ path, node });
    }
    for (const { path, node } of dropIns) upholds.push({ path, units: await upheldBy(tree, node) });
  });
  const machines: ImageIndex['machines'][number][] = [];
  const needs: { path: string; needed: readonly string[] }[] = [];
  const programsFailure = await untilFailure(async () => {
    for (const { path, node } of programs.filter(isForOneMachine).slice(0, MAX_MACHINES)) {
      const machine = await readElfMachine(tree, node);
      if (machine !== null) machines.push({ path, machine });
    }
    for (const { path, node } of wantsNeeds ? programs : []) {
      signal?.throwIfAborted();
      const found = await readElfNeeds(tree, node);
      if (found !== null && found.needed.length > 0) needs.push({ path, needed: found.needed });
    }
  });
  return {
    entries: builder.end(),
    failure,
    machines,
    needs: wantsNeeds ? needs : null,
    programsFailure,
    upholds,
    fileSystems: tree.fileSystems ?? [],
    disk: disk === null ? null : describeDisk(disk),
    markersKnown: attributes.showsMarkers,
  };
}

/** Of what cannot be opened. */
export function unopenedIndex(error: ImageError): ImageIndex {
  const failure = { problem: error.problem, message: error.said };
  return {
    entries: new EntriesBuilder().end(),
    failure,
    machines: [],
    needs: [],
    programsFailure: failure,
    upholds: [],
    fileSystems: [],
    disk: null,
    markersKnown: true,
  };
}

async function untilFailure(work: () => Promise<void>): Promise<Failure | null> {
  try {
    await work();
    return null;
  } catch (error) {
    if (error instanceof ImageError) return { problem: error.problem, message: error.said };
    throw error;
  }
}

/** Firmware and data may be of any machine. */
const isForOneMachine = ({ path }: Program) => !/^usr\/(?:lib\/firmware|share)\//.test(path);

async function upheldBy(tree: ImageTree, node: TreeNode): Promise<string[]> {
  return upheldIn((await readFile(tree, node, MAX_DROP_IN)).toString('utf8'));
}

type Seen = Pick<Entry, 'flags' | 'label'>;
const flagged = (flags: number): Seen => ({ flags, label: null });

async function attributesOf(tree: ImageTree) {
  const all = await tree.allXattrs?.();
  const isFolder = tree.allXattrs !== undefined;
  const none: ReadonlyMap<string, Buffer> = new Map();
  let asked = 0;
  const xattrsOf = async (node: TreeNode) => {
    if (!isFolder) return tree.xattrs(node);
    if (all !== undefined) return all.get(node.id) ?? none;
    return node.type === 'directory' || ++asked > MAX_ASKED ? undefined : tree.xattrs(node);
  };
  return {
    showsMarkers: !isFolder || (all !== undefined && process.geteuid?.() === 0),
    async seenOf(node: TreeNode): Promise<Seen> {
      if (node.type !== 'file' && node.type !== 'directory') return flagged(0);
      const found = await xattrsOf(node);
      // The value y; x is of another feature, which leaves what lies below visible.
      if (node.type === 'directory') return flagged(found?.get(OPAQUE)?.toString('latin1') === 'y' ? FLAG.opaque : 0);
      if (found === undefined) return flagged(FLAG.unknown);
      const context = found.get(SELINUX)?.toString('latin1', 0, MAX_CONTEXT);
      const label = context === undefined ? null : (typeOfContext(context) ?? '');
      return { flags: found.has(CAPABILITY) ? FLAG.capability : 0, label };
    },
  };
}
