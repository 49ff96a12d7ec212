/** Trees with extensions that the machine's systemd-sysext merges for real, and what was predicted of them. */
import { lstatSync, mkdirSync, symlinkSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { dangersOfMerge } from '../../electron/extensions/dangers/dangers.ts';
import { readSystem, type Target } from '../../electron/extensions/system.ts';
import { ownMounts } from '../../electron/extensions/target.ts';
import type { Diagnosis } from '../../shared/model/diagnosis.ts';
import { isRoot, type MountNamespace } from './mount-namespace.ts';
import { run } from './programs.ts';
import { putExtension, type Scratch } from './scratch.ts';

export type Kind = 'folder' | 'file' | 'link' | 'opaque' | 'whiteout';
export type Entry = readonly [path: string, kind: Kind];
export interface MadeHost {
  readonly root: string;
  readonly target: Target;
}

/** Only root makes devices and `trusted.` attributes. */
export const KINDS: readonly Kind[] = isRoot
  ? ['folder', 'file', 'link', 'opaque', 'whiteout']
  : ['folder', 'file', 'link'];

let count = 0;

/** A host with a base, and with folder extensions that fit it. */
export function makeHost(
  scratch: Scratch,
  base: readonly Entry[],
  extensions: Readonly<Record<string, readonly Entry[]>>,
): MadeHost {
  const name = `host-${++count}`;
  const root = join(scratch.path, name);
  scratch.put(`${name}/usr/lib/os-release`, 'ID=debian\nVERSION_ID=12\n');
  for (const entry of base) put(root, entry, 'of-base');
  for (const [extension, entries] of Object.entries(extensions)) {
    putExtension(scratch, `${name}/var/lib/extensions`, extension, 'ID=_any\n');
    for (const entry of entries) put(join(root, 'var/lib/extensions', extension), entry, `of-${extension}`);
  }
  return { root, target: { root, asSystemd: null, mounts: ownMounts(root) } };
}

/**
 * Puts one entry into a tree, with the folders above it; what is there already stays.
 *
 * @param inside a file that each folder gets, for what is lost of an empty folder is not to be seen
 */
export function put(top: string, [path, kind]: Entry, inside: string | null = null): void {
  const place = join(top, path);
  if (lstatSync(place, { throwIfNoEntry: false }) !== undefined) return;
  mkdirSync(dirname(place), { recursive: true });
  if (kind === 'file') writeFileSync(place, '');
  else if (kind === 'link') symlinkSync('nowhere', place);
  else if (kind === 'whiteout') run('mknod', [place, 'c', '0', '0']);
  else mkdirSync(place);
  if (inside !== null && (kind === 'folder' || kind === 'opaque')) writeFileSync(join(place, inside), '');
  if (kind === 'opaque') run('setfattr', ['-n', 'trusted.overlay.opaque', '-v', 'y', place]);
}

/** What is said of a merge of everything. */
export async function prediction({ target }: MadeHost): Promise<Diagnosis[]> {
  const system = await readSystem(target, null);
  return dangersOfMerge(
    target,
    system,
    'sysext',
    system.extensions.map(({ name }) => name),
  );
}

/** Merges, lists the merged /usr by path, and unmerges. */
export function merged(namespace: MountNamespace, { root }: MadeHost): Map<string, string> {
  systemd(namespace, root, 'merge');
  try {
    return listing(
      namespace.run('find', join(root, 'usr'), '-mindepth', '1', '-printf', '%y %m %U:%G usr/%P\n').output,
    );
  } finally {
    systemd(namespace, root, 'unmerge');
  }
}

function systemd(namespace: MountNamespace, root: string, verb: 'merge' | 'unmerge'): void {
  const { status, output } = namespace.run('systemd-sysext', `--root=${root}`, verb);
  if (status !== 0) throw new Error(`systemd-sysext ${verb} ended with ${status}:\n${output}`);
}

function listing(text: string): Map<string, string> {
  const lines = text.trim().split('\n');
  return new Map(lines.map((line) => [line.split(' ').slice(3).join(' '), line.split(' ').slice(0, 3).join(' ')]));
}

/** The same of the /usr of a tree that is not merged. */
export const listed = (top: string) =>
  listing(run('find', [join(top, 'usr'), '-mindepth', '1', '-printf', '%y %m %U:%G usr/%P\n']));
