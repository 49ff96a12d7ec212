/** Names the version of an extension that is current once another release of an OS runs. */
import { lstatSync } from 'node:fs';
import { join } from 'node:path';
import { forOsStore, isSameOs, type OsIdentity, osTitle } from '../../shared/images/for-os.ts';
import { imageFileName, type VersionedAs, versionedDirectory } from '../../shared/images/store.ts';
import { VeneerError } from '../../shared/model/errors.ts';
import { safeJoin } from './directories.ts';
import { type ForOsName, forOsEntriesOf, runningOs } from './for-os-files.ts';
import { enableForOs } from './for-os-unit.ts';
import { dropForOs, forgetForOs, noteNow, writeForOs } from './for-os-write.ts';
import type { ForOsRequest } from './request.ts';
import { currentTarget, folderOf, linkOf } from './store.ts';
import { protect } from './transfer.ts';
import { versionedIn } from './versioned.ts';

/**
 * @returns what was done, a sentence each
 * @throws {VeneerError} `not-found` for a version that is not in the store, `unsupported` where no link says which version
 *   of the name is current, or the OS that runs does not tell its release, `invalid-input` for the OS that runs
 */
export async function setForOs(request: ForOsRequest): Promise<string[]> {
  const { root, name, os, stored } = request;
  const running = needRunning(root);
  if (isSameOs(os, running)) {
    throw new VeneerError('invalid-input', `${osTitle(os)} is the OS that runs.`, {
      nextStep: 'Make the version current instead.',
    });
  }
  if (stored === null) return unset(request);
  const now = needLinked(request);
  const target = needStored(request, stored);
  writeForOs(root, os, request, target);
  // So that going back to the OS that runs now goes back to what is current now.
  writeForOs(root, running, request, now);
  noteNow(root, running, request);
  enableForOs(root, request);
  await protect(request);
  return [`${name} ${stored.version} is current from when ${osTitle(os)} runs.`];
}

async function unset(request: ForOsRequest): Promise<string[]> {
  const { root, name, os } = request;
  const mine = forOsEntriesOf(root, request);
  const running = needRunning(root);
  const isLast = mine.every((one) => isSameOs(one.os, os) || isSameOs(one.os, running));
  if (isLast) forgetForOs(root, request);
  else dropForOs(root, os, request);
  await protect(request);
  return [`No version of ${name} is meant for ${osTitle(os)} any more.`];
}

function needRunning(root: string): OsIdentity {
  const running = runningOs(root);
  if (running !== null) return running;
  throw new VeneerError('unsupported', 'The OS that runs does not tell its release as os-release(5) wants it.', {
    nextStep: 'Look at ID and VERSION_ID in /etc/os-release.',
  });
}

/** Where the link of the name leads now. */
function needLinked({ root, class: extensionClass, name }: ForOsName & { readonly root: string }): string {
  const store = forOsStore(extensionClass);
  if (versionedIn(root, store, name) !== null) {
    // vpick looks at version, architecture and boot counts, never at a release file (systemd.v(7)).
    throw new VeneerError(
      'unsupported',
      `In ${versionedDirectory(store, name)} systemd takes the newest for every OS.`,
      {
        nextStep: 'Keep it by a link, or install the version that fits once the other OS runs.',
      },
    );
  }
  const target = currentTarget(root, store, name);
  if (target?.startsWith(`${store.store}/`)) return target;
  throw new VeneerError('unsupported', `${linkOf(store, name)} leads to no version in ${store.store}.`, {
    nextStep: 'Install it by version first.',
  });
}

function needStored({ root, class: extensionClass, name }: ForOsRequest, stored: VersionedAs): string {
  const store = forOsStore(extensionClass);
  const fileName = imageFileName(name, stored.version, stored.architecture);
  const folder = [folderOf(store, name), store.store].find(
    (one) => lstatSync(join(safeJoin(root, one), fileName), { throwIfNoEntry: false })?.isFile() === true,
  );
  if (folder !== undefined) return `${folder}/${fileName}`;
  throw new VeneerError('not-found', `${folderOf(store, name)}/${fileName} is not there.`, {
    nextStep: 'Store it first.',
  });
}
