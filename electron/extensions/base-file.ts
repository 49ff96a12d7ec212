/** A file of the base system, to be compared with that of an extension at the same path. */
import { createHash } from 'node:crypto';
import { lstatSync, readlinkSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { messageOf } from '../../shared/messages/message.ts';
import { VeneerError } from '../../shared/model/errors.ts';
import type { Extension } from '../../shared/model/extension.ts';
import type { BaseFile } from '../../shared/model/inspection.ts';
import { HIERARCHIES } from '../../shared/systemd/classes.ts';
import { resolveInRoot } from '../host/rooted.ts';
import { readStart } from '../node/regular-file.ts';
import { readFileContent } from './image-details.ts';
import { seesBase } from './layers.ts';
import { MAX_HASHED, MAX_SHOWN, textOf } from './listing.ts';
import type { System, Target } from './system.ts';

/**
 * Of the base nothing is shown but what the extension has as well.
 *
 * @param path without a leading slash
 * @returns why there is no content where the base lies under a merge, or has no regular file there
 * @throws {VeneerError} `not-found` where the extension has no such file, `invalid-input` for a path outside of the hierarchies,
 *   `not-authorized` for what may not be read
 */
export async function readBaseFile(
  target: Target,
  system: System,
  extension: Extension,
  path: string,
): Promise<BaseFile> {
  await readFileContent(target, system, extension, path);
  const none = (reason: BaseFile['reason']): BaseFile => ({ content: null, reason });
  const isBelow = HIERARCHIES[extension.class].some((hierarchy) => join('/', path).startsWith(`${hierarchy}/`));
  if (!isBelow) throw new VeneerError('invalid-input', messageOf('extension.there-is-no-inside', { path }));
  if (!seesBase(target, system.hierarchies, extension.class))
    return none(messageOf('extension.base-file-lies-under-merge'));
  const folder = resolveInRoot(target.root, dirname(join('/', path)));
  const place = folder.found ? join(folder.hostPath, basename(path)) : null;
  const stat = place === null ? undefined : lstatSync(place, { throwIfNoEntry: false });
  if (place === null || stat === undefined) return none(messageOf('extension.base-has-no-such-file'));
  if (stat.isSymbolicLink()) return none(messageOf('extension.base-file-is-link', { target: readlinkSync(place) }));
  if (!stat.isFile()) return none(messageOf('extension.base-has-no-regular-file'));
  const start = readStart(place, MAX_SHOWN);
  if (start === null) return none(messageOf('extension.base-has-no-such-file'));
  const { size } = start;
  const shown = textOf(start.bytes, size);
  const whole = shown.text === null && size <= MAX_HASHED ? readStart(place, MAX_HASHED) : null;
  const sha256 = whole === null ? null : createHash('sha256').update(whole.bytes).digest('hex');
  return { content: { path, size, ...shown, sha256 }, reason: null };
}
