/** Names the version of an extension that is current once another release of an OS runs. */

import { lstatSync } from 'node:fs';
import { join } from 'node:path';
import { forOsStore, isOsField, isSameOs, type OsIdentity, osTitle } from '../../shared/images/for-os.ts';
import { imageFileName, type VersionedAs, versionedDirectory } from '../../shared/images/store.ts';
import { type Message, messageOf } from '../../shared/messages/message.ts';
import { VeneerError } from '../../shared/model/errors.ts';
import { safeJoin } from './directories.ts';
import { isText, orNull, parseInner } from './fields.ts';
import { type ForOsName, forOsEntriesOf, runningOs } from './for-os-files.ts';
import { enableForOs } from './for-os-unit.ts';
import { dropForOs, forgetForOs, noteNow, writeForOs } from './for-os-write.ts';
import { takeName, takeVersionedAs } from './parameters.ts';
import { currentTarget, folderOf, linkOf } from './store.ts';
import { protectName } from './transfer.ts';
import { type Common, verb } from './verb.ts';
import { versionedIn } from './versioned.ts';

export interface ForOsRequest extends Common {
  readonly name: string;
  /** The release of an OS, which must not be the one that runs. */
  readonly os: OsIdentity;
  /** The version in the store that is current while it runs; null names none any more. */
  readonly stored: VersionedAs | null;
}

/**
 * @returns what was done, a sentence each
 * @throws {VeneerError} `not-found` for a version that is not in the store, `unsupported` where no link says which version
 *   of the name is current, or the OS that runs does not tell its release, `invalid-input` for the OS that runs
 */
export async function setForOs(request: ForOsRequest): Promise<Message[]> {
  const { root, name, os, stored } = request;
  const running = needRunning(root);
  if (isSameOs(os, running)) {
    throw new VeneerError('invalid-input', messageOf('common.is-os-that-runs', { os: osTitle(os) }), {
      nextStep: messageOf('common.make-version-current-instead'),
    });
  }
  if (stored === null) return unsetForOs(request);
  const now = needLinked(request);
  const target = needStored(request, stored);
  writeForOs(root, os, request, target);
  // So that going back to the OS that runs now goes back to what is current now.
  writeForOs(root, running, request, now);
  noteNow(root, running, request);
  enableForOs(root, request);
  await protectName(request);
  return [messageOf('helper.is-current-from-when-runs', { name, version: stored.version, os: osTitle(os) })];
}

async function unsetForOs(request: ForOsRequest): Promise<Message[]> {
  const { root, name, os } = request;
  const mine = forOsEntriesOf(root, request);
  const running = needRunning(root);
  const isLast = mine.every((one) => isSameOs(one.os, os) || isSameOs(one.os, running));
  if (isLast) forgetForOs(root, request);
  else dropForOs(root, os, request);
  await protectName(request);
  return [messageOf('helper.no-version-of-is-meant-for', { name, os: osTitle(os) })];
}

function needRunning(root: string): OsIdentity {
  const running = runningOs(root);
  if (running !== null) return running;
  throw new VeneerError('unsupported', messageOf('helper.os-that-runs-does-not-tell'), {
    nextStep: messageOf('helper.look-at-id-and-version-id'),
  });
}

/** Where the link of the name leads now. */
function needLinked({ root, class: extensionClass, name }: ForOsName & { readonly root: string }): string {
  const store = forOsStore(extensionClass);
  if (versionedIn(root, store, name) !== null) {
    // vpick looks at version, architecture and boot counts, never at a release file (systemd.v(7)).
    throw new VeneerError(
      'unsupported',
      messageOf('common.in-newest-counts-for-every-os', { path: versionedDirectory(store, name) }),
      {
        nextStep: messageOf('common.keep-it-by-link-or-install'),
      },
    );
  }
  const target = currentTarget(root, store, name);
  if (target?.startsWith(`${store.store}/`)) return target;
  throw new VeneerError(
    'unsupported',
    messageOf('common.leads-to-no-version-in', { link: linkOf(store, name), store: store.store }),
    {
      nextStep: messageOf('common.install-it-by-version-first'),
    },
  );
}

function needStored({ root, class: extensionClass, name }: ForOsRequest, stored: VersionedAs): string {
  const store = forOsStore(extensionClass);
  const fileName = imageFileName(name, stored.version, stored.architecture);
  const folder = [folderOf(store, name), store.store].find(
    (one) => lstatSync(join(safeJoin(root, one), fileName), { throwIfNoEntry: false })?.isFile() === true,
  );
  if (folder !== undefined) return `${folder}/${fileName}`;
  throw new VeneerError(
    'not-found',
    messageOf('helper.path-is-not-there', { path: `${folderOf(store, name)}/${fileName}` }),
    {
      nextStep: messageOf('helper.store-it-first'),
    },
  );
}

export const FOR_OS_VERBS = {
  'set-for-os': verb({
    writesEtc: true,
    check: (fields) => ({
      name: takeName(fields),
      os: {
        id: fields.take('id', isText(isOsField), 'the OS has no ID of os-release(5)'),
        version: fields.take('osVersion', orNull(isText(isOsField)), 'the OS has no VERSION_ID of os-release(5)'),
      },
      stored: parseInner('stored', fields, takeVersionedAs),
    }),
    run: setForOs,
  }),
};
