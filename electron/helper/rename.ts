/** Gives an image of a search directory another name there. */
import { linkSync, unlinkSync } from 'node:fs';
import { join } from 'node:path';
import { type Message, messageOf } from '../../shared/messages/message.ts';
import { VeneerError } from '../../shared/model/errors.ts';
import { entriesOf, type NamedEntry, safeJoin } from './directories.ts';
import { isName } from './fields.ts';
import { syncDirectory } from './files.ts';
import { noteMade } from './labels.ts';
import { takeName } from './parameters.ts';
import { sweepStores } from './store.ts';
import { type Common, verb } from './verb.ts';

interface RenameRequest extends Common {
  readonly name: string;
  /** The name that it gets. */
  readonly to: string;
}

/**
 * Renames the image of a name that counts, a file or a link, within its directory. What it holds is not looked at: whether the new
 * name is the right one, who asks has found.
 *
 * @returns what was done
 * @throws {VeneerError} `not-found` where nothing of the name is there; `unsupported` for what is no image, and where the new name
 *   is taken in any search directory
 */
export function renameImage({ root, class: extensionClass, name, to }: RenameRequest): Message[] {
  const entry = entriesOf(root, extensionClass, name).find(({ kind }) => kind !== 'empty-directory');
  if (entry === undefined)
    throw new VeneerError('not-found', messageOf('helper.no-named-is-installed', { class: extensionClass, name }));
  const path = `${entry.directory}/${entry.fileName}`;
  if (!isImage(entry)) throw new VeneerError('unsupported', messageOf('common.only-images-are-renamed', { path }));
  const [other] = entriesOf(root, extensionClass, to);
  if (other !== undefined) throw isTaken(`${other.directory}/${other.fileName}`);
  const parent = safeJoin(root, entry.directory);
  const target = `${entry.directory}/${to}.raw`;
  try {
    // Unlike rename(2) it never puts one over another, and of a link it takes the link.
    linkSync(join(parent, entry.fileName), join(parent, `${to}.raw`));
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'EEXIST') throw isTaken(target);
    throw error;
  }
  noteMade(join(parent, `${to}.raw`));
  unlinkSync(join(parent, entry.fileName));
  syncDirectory(parent);
  return [messageOf('helper.moved-to', { path, target })];
}

const isImage = ({ kind, fileName }: NamedEntry): boolean =>
  (kind === 'symlink' || kind === 'other') && fileName.endsWith('.raw');

const isTaken = (path: string): VeneerError =>
  new VeneerError('unsupported', messageOf('helper.is-there-and-has-same-name', { path }), {
    nextStep: messageOf('helper.remove-it-first-only-one-of'),
  });

export const RENAME_VERBS = {
  rename: verb({
    writesEtc: true,
    check: (fields) => ({
      name: takeName(fields),
      to: fields.take('to', isName, 'the new name is not one that systemd allows'),
    }),
    run: async (request: RenameRequest) => {
      sweepStores(request.root, request.class);
      return renameImage(request);
    },
  }),
};
