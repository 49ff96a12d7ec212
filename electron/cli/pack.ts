/** veneer pack: a folder as an image, the way `install` packs one. */
import { closeSync, existsSync, openSync, renameSync, rmSync, statSync } from 'node:fs';
import { basename, join, resolve } from 'node:path';
import { VeneerError } from '../../shared/errors.ts';
import { RELEASE_DIRECTORY } from '../../shared/systemd-rules.ts';
import { packFolder, withoutReleaseFile } from '../operations/pack-folder.ts';
import type { Invocation } from './arguments.ts';

export async function runPack({ operands }: Invocation): Promise<number> {
  const folder = resolve(operands[0] ?? '');
  const target = resolve(operands[1] ?? `${basename(folder)}.raw`);
  if (statSync(folder, { throwIfNoEntry: false })?.isDirectory() !== true) {
    throw new VeneerError('not-found', `${folder} is not a folder.`);
  }
  if (!Object.values(RELEASE_DIRECTORY).some((directory) => existsSync(join(folder, directory)))) {
    throw withoutReleaseFile(folder, 'sysext', basename(folder));
  }
  if (existsSync(target)) throw new VeneerError('invalid-input', `${target} is there already, so nothing was written.`);
  const unfinished = `${target}.${process.pid}.new`;
  const fd = openSync(unfinished, 'wx', 0o644);
  try {
    await packFolder(folder, fd, null);
    renameSync(unfinished, target);
  } catch (error) {
    rmSync(unfinished, { force: true });
    throw error;
  } finally {
    closeSync(fd);
  }
  process.stdout.write(`${target}\n`);
  return 0;
}
