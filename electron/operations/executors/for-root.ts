/** A helper that root can start although Veneer runs from where root cannot look: the FUSE mount of an AppImage. */
import { createHash } from 'node:crypto';
import { mkdir, readFile, rename, statfs, writeFile } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { findProgram } from '../../host/systemd-version.ts';
import type { HelperCommand } from './launch.ts';

/** statfs(2): the type of a FUSE file system. By default the kernel keeps everybody out but who mounted it. */
const FUSE_SUPER_MAGIC = 0x65735546;

const SCRIPT_MODE = 0o600;
const PROGRAM_MODE = 0o700;

/**
 * @param folder a folder of the user's alone that goes with the session; null where there is none
 * @returns the command as it is, or one with copies and programs that root can read; null where there are none
 */
export async function helperForRoot(
  { program, args }: HelperCommand,
  folder: string | null,
): Promise<HelperCommand | null> {
  try {
    const readable = await Promise.all(args.map((path) => copyForRoot(path, folder, SCRIPT_MODE)));
    // The host's Node is root's own; only where it has none is ours copied as well, for this session.
    const outside = (await isOnFuse(program))
      ? (findProgram('node') ?? (await copyForRoot(program, folder, PROGRAM_MODE)))
      : program;
    if (outside === null || readable.includes(null)) return null;
    return { program: outside, args: readable.filter((one) => one !== null) };
  } catch {
    // There is no room for the copy: Veneer still shows everything, and says that it cannot change it.
    return null;
  }
}

async function copyForRoot(path: string, folder: string | null, mode: number): Promise<string | null> {
  if (!(await isOnFuse(path))) return path;
  if (folder === null) return null;
  const content = await readFile(path);
  const hash = createHash('sha256').update(content).digest('hex').slice(0, 16);
  const copy = join(folder, `${hash}-${basename(path)}`);
  await mkdir(dirname(copy), { recursive: true, mode: 0o700 });
  const unfinished = `${copy}.${process.pid}`;
  await writeFile(unfinished, content, { mode });
  await rename(unfinished, copy);
  return copy;
}

async function isOnFuse(path: string): Promise<boolean> {
  return (await statfs(path)).type === FUSE_SUPER_MAGIC;
}
