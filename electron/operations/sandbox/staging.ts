/**
 * Lets systemd merge images where nobody may loop-mount: inside the namespace, and only there, each search directory
 * with images or symlinks is covered by a copy in which they are unpacked by our own reader and resolved.
 */
import { cpSync, lstatSync, mkdirSync, readdirSync, readlinkSync, rmSync, symlinkSync } from 'node:fs';
import { join } from 'node:path';
import type { SystemdRules } from '../../../shared/systemd/classes.ts';
import type { LocalReader } from '../../extensions/local-reader.ts';
import { resolveInRoot } from '../../host/rooted.ts';
import { findProgram } from '../../host/systemd-version.ts';
import type { Namespace } from './namespace.ts';

export interface Staging {
  /** Covers the search directories with copies of what is in them now. */
  refresh(): Promise<void>;
  /** Takes the covers away, so that files are changed where they really are; what is merged stays. */
  uncover(): Promise<void>;
}

/** @param folder is ours; copies are kept in `unpacked` inside it while they may be merged */
export function createStaging(
  reader: LocalReader,
  namespace: Namespace,
  folder: string,
  root: string,
  rules: SystemdRules,
): Staging {
  const copies = join(folder, 'unpacked');
  rmSync(copies, { recursive: true, force: true });
  mkdirSync(copies, { recursive: true });
  let generation = 0;
  let covered: string[] = [];
  const mount = findProgram('mount') ?? 'mount';
  const umount = findProgram('umount') ?? 'umount';
  async function uncoverTree(): Promise<void> {
    for (const place of covered.reverse()) await namespace.run(umount, '--lazy', place);
    covered = [];
  }
  return {
    uncover: uncoverTree,
    async refresh() {
      generation++;
      const current = join(copies, String(generation));
      mkdirSync(current);
      await uncoverTree();
      for (const directory of [...rules.searchPath.sysext, ...rules.searchPath.confext]) {
        const found = resolveInRoot(root, directory);
        if (!found.found || !found.stat.isDirectory()) continue;
        const names = readdirSync(found.hostPath);
        if (!names.some((name) => name.endsWith('.raw') || isLink(join(found.hostPath, name)))) continue;
        const copy = join(current, directory.slice(1).replaceAll('/', '-'));
        mkdirSync(copy);
        for (const name of names) await stageImage(reader, root, join(directory, name), join(copy, name));
        await namespace.run(mount, '--bind', copy, found.hostPath);
        covered.push(found.hostPath);
      }
      // What is merged now was taken from the generation before, so only older ones can go.
      rmSync(join(copies, String(generation - 2)), { recursive: true, force: true });
    },
  };
}

function isLink(path: string): boolean {
  return lstatSync(path).isSymbolicLink();
}

async function stageImage(reader: LocalReader, root: string, path: string, target: string): Promise<void> {
  const found = resolveInRoot(root, path);
  // A link that leads nowhere is left as it is, for systemd to pass over.
  if (!found.found) return symlinkSync(readlinkSync(join(root, path)), target);
  const isImage = found.stat.isFile() && path.endsWith('.raw');
  // An image that cannot be read is left for systemd to stumble over.
  if (isImage && (await reader.unpack(found.hostPath, target.slice(0, -'.raw'.length)))) return;
  if (found.stat.isFile() || found.stat.isDirectory()) {
    cpSync(found.hostPath, target, { recursive: true, verbatimSymlinks: true });
  }
}
