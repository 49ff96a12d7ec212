/** Reads one host: what it tells of itself is laid out as a tree and judged as any tree, its images by what is brought of them. */
import { randomBytes } from 'node:crypto';
import { mkdirSync, readdirSync, rmSync } from 'node:fs';
import { basename, join } from 'node:path';
import { mapAtMost } from '../extensions/at-most.ts';
import type { LocalReader } from '../extensions/local-reader.ts';
import type { Brought, System, Target } from '../extensions/system.ts';
import { removeIfPossible } from '../node/own-file.ts';
import type { Guard } from '../reader/guard.ts';
import { openBrought } from './brought-file.ts';
import { type Asking, type Connection, connect, type Timeouts } from './connection.ts';
import { type BroughtImage, layOut, shownPath } from './lay-out.ts';
import type { Picture } from './picture.ts';
import type { Ssh } from './ssh.ts';

/** Images whose files are open here, of one host. */
const OPEN_AT_ONCE = 16;

export interface ReadingWith {
  readonly ssh: Ssh;
  readonly reader: LocalReader;
  /** Looks into images. */
  readonly guard: Guard;
  readonly timeouts: Timeouts;
}

/** What is kept of a host beside its tree. */
export interface KeptTree {
  /** Its folder's name. */
  readonly tree: string;
  readonly brought: Brought;
  /** Images of which what decides is here, with the stamp of each; Latin-1 paths. */
  readonly images: ReadonlyMap<string, string>;
}

export interface HostReading extends KeptTree {
  readonly system: System;
  readonly picture: Picture;
}

/** A tree of a host as what is judged. @param folder of the host in the cache */
export function targetIn(folder: string, { tree, brought }: Pick<KeptTree, 'tree' | 'brought'>): Target {
  const root = join(folder, tree);
  return { root, asSystemd: null, mounts: { root, prefix: '', mountinfo: `${root}.mounts` }, brought };
}

/** Deletes every tree of a host but the one that is kept. */
export function removeOtherTrees(folder: string, kept: string | null): void {
  for (const name of readdirSync(folder)) {
    if (/^tree-/.test(name) && name !== kept && name !== `${kept}.mounts`)
      rmSync(join(folder, name), { recursive: true, force: true });
  }
}

/**
 * @param folder of the host in the cache, which is there
 * @param before what is kept of the last reading; null where nothing is
 * @throws {VeneerError} where it cannot be read; what was kept stays then
 */
export async function readHost(
  { ssh, reader, guard, timeouts }: ReadingWith,
  asking: Asking,
  folder: string,
  before: KeptTree | null,
): Promise<HostReading> {
  const connection = await connect(ssh, asking, timeouts);
  const tree = `tree-${randomBytes(6).toString('hex')}`;
  const root = join(folder, tree);
  try {
    const { picture } = connection;
    const { machine, systemdVersion, verity } = picture;
    mkdirSync(root, { mode: 0o700 });
    const laid = layOut(
      picture,
      root,
      before === null ? null : { root: join(folder, before.tree), images: before.images },
    );
    const unread = { ...laid.unread };
    const hasAttributes = picture.attributes !== null;
    const brought: Brought = { machine, systemdVersion, verity, hasAttributes, unread };
    const target = targetIn(folder, { tree, brought });
    let system = await reader.system(target);
    const images = new Map(
      laid.images.filter(({ path }) => laid.known.has(path)).map(({ path, stamp }) => [path, stamp]),
    );
    const missing = laid.images.filter(({ path }) => !laid.known.has(path));
    const came = await mapAtMost(OPEN_AT_ONCE, missing, (image) =>
      bringImage(connection, guard, system, root, image, asking.signal),
    );
    for (const [at, { path, stamp }] of missing.entries()) {
      if (came[at] !== true) continue;
      images.set(path, stamp);
      delete unread[shownPath(path)];
    }
    if (came.includes(true)) system = await reader.system(target);
    return { system, picture, tree, brought, images };
  } catch (error) {
    for (const path of [root, `${root}.mounts`]) removeIfPossible(path);
    throw error;
  } finally {
    connection.close();
  }
}

/**
 * Has a guarded process look at an image there, so that what it reads is brought: the readers of trees read the same.
 *
 * @returns whether what decides is here now
 */
async function bringImage(
  connection: Connection,
  guard: Guard,
  { extensions, release }: System,
  root: string,
  { path, size }: BroughtImage,
  signal: AbortSignal,
): Promise<boolean> {
  const shown = shownPath(path);
  // By one entry: those that lead to the same image mostly have the same name.
  const entry = extensions.find(({ realPath, type }) => realPath === shown && type === 'raw');
  if (entry === undefined) return false;
  const fileName = basename(entry.path.endsWith('.raw') ? entry.path : entry.realPath);
  const question = {
    about: 'fit',
    class: entry.class,
    name: fileName.slice(0, -'.raw'.length),
    host: release,
  } as const;
  try {
    await guard.ask(question, openBrought(connection, path, Buffer.from(root + path, 'latin1'), size), signal);
    return true;
  } catch (error) {
    if (signal.aborted) throw error;
    // It is too large, the guarded process gave up on it, or the host is gone: the list is worth having without it.
    return false;
  }
}
