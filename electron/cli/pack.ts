/** veneer pack: a folder as an image, the way `install` packs one. */
import { closeSync, existsSync, openSync, renameSync, rmSync, statSync } from 'node:fs';
import { basename, resolve } from 'node:path';
import { VeneerError } from '../../shared/errors.ts';
import { RELEASE_DIRECTORY } from '../../shared/systemd-rules.ts';
import { openFolder } from '../images/folder.ts';
import { writeSquashfs } from '../images/squashfs/write.ts';
import { ImageError } from '../images/tree.ts';
import type { Invocation } from './arguments.ts';

export async function runPack({ operands }: Invocation): Promise<number> {
  const folder = resolve(operands[0] ?? '');
  const target = resolve(operands[1] ?? `${basename(folder)}.raw`);
  if (statSync(folder, { throwIfNoEntry: false })?.isDirectory() !== true) {
    throw new VeneerError('not-found', `${folder} is not a folder.`);
  }
  if (!Object.values(RELEASE_DIRECTORY).some((directory) => existsSync(resolve(folder, directory)))) {
    throw new VeneerError('invalid-input', `The folder ${folder} has no release file, so it is no extension.`, {
      nextStep: `Put ${RELEASE_DIRECTORY.sysext}/extension-release.NAME into it, with ID=_any or the ID and version of the OS that it is for.`,
    });
  }
  if (existsSync(target)) throw new VeneerError('invalid-input', `${target} is there already, so nothing was written.`);
  const unfinished = `${target}.${process.pid}.new`;
  const fd = openSync(unfinished, 'wx', 0o644);
  try {
    await writeSquashfs(openFolder(folder, 'folder'), fd, null);
    renameSync(unfinished, target);
  } catch (error) {
    rmSync(unfinished, { force: true });
    if (!(error instanceof ImageError)) throw error;
    throw new VeneerError('unsupported', `The folder ${folder} cannot be packed: ${error.message}.`, {
      nextStep: 'Take out what is no file, folder or symlink, or what you may not read.',
    });
  } finally {
    closeSync(fd);
  }
  process.stdout.write(`${target}\n`);
  return 0;
}
