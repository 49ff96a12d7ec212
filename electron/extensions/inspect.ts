/** Looks at one file or folder anywhere, as if it were put into a search directory under its name. */

import { readFileSync, statSync } from 'node:fs';
import { basename, resolve } from 'node:path';
import { messageOf } from '../../shared/messages/message.ts';
import { VeneerError } from '../../shared/model/errors.ts';
import type { ExtensionClass } from '../../shared/systemd/classes.ts';
import { imageNameOf, nameOfEntry } from '../../shared/systemd/image-name.ts';
import type { JudgedEntry } from '../../shared/systemd/judge-entry.ts';
import type { MergeContext } from '../../shared/systemd/merge-context.ts';
import { parseMountinfo } from '../../shared/systemd/mount-table.ts';
import { judgeAlone } from './discovery.ts';
import type { Inspection } from './inspection.ts';
import { mergeEntryOf, readContent } from './reading.ts';

/**
 * @param merge what a merge of the class depends on at this host
 * @param asName judges it under this name instead of the file's own
 * @throws {VeneerError} `not-found` for a path that is not there, `invalid-input` for a name that systemd passes over
 */
export async function inspectPath(
  path: string,
  extensionClass: ExtensionClass,
  merge: MergeContext,
  asName: string | null = null,
): Promise<Inspection> {
  const { host } = merge;
  const full = resolve(path);
  const stat = statSync(full, { throwIfNoEntry: false });
  if (stat === undefined) throw new VeneerError('not-found', messageOf('common.there-is-nothing-at', { path }));
  const name = asName ?? nameOfEntry(basename(full), extensionClass, host.rules);
  if (name === null) {
    throw new VeneerError(
      'invalid-input',
      messageOf('common.systemd-takes-no-extension-of-name', { name: basename(full) }),
      {
        nextStep: messageOf('extension.give-file-name-such-as-name'),
      },
    );
  }
  const kind = stat.isDirectory() ? 'folder' : 'image';
  if (kind === 'image' && !stat.isFile() && !stat.isBlockDevice()) {
    throw new VeneerError('invalid-input', messageOf('common.is-neither-file-nor-folder-nor', { path }));
  }
  const imageName = kind === 'folder' ? name : imageNameOf(name, asName === null ? full : `${name}.raw`, host.rules);
  const mounts = parseMountinfo(readFileSync('/proc/self/mountinfo', 'utf8'));
  const reading = await readContent({ hostPath: full, kind }, { class: extensionClass, host, imageName, mounts });
  const entry = mergeEntryOf(reading, { name, path: full, type: kind === 'folder' ? 'directory' : 'raw' }, null);
  const judged = judgeAlone(entry, merge) as JudgedEntry;
  return {
    path: full,
    name,
    class: extensionClass,
    form: reading.form,
    compression: reading.compression,
    size: kind === 'folder' ? null : stat.size,
    verdict: judged.verdict,
    release: reading.release === null ? null : Object.fromEntries(reading.release),
    releaseFile: reading.releaseFile,
    units: reading.units,
    blocksMergeBecause: judged.failure?.message ?? null,
    entry,
  };
}
