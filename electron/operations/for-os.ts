/** Versions that are meant for another release of an OS: what stands in the way, the steps, and the way back. */

import type { ForOsChange } from '../../shared/changes/for-os.ts';
import { storeBeside } from '../../shared/changes/install.ts';
import { forOsStore, isSameOs, osIdentity, osTitle } from '../../shared/images/for-os.ts';
import { storeOfLink, versionedDirectory } from '../../shared/images/store.ts';
import { messageOf } from '../../shared/messages/message.ts';
import { VeneerError } from '../../shared/model/errors.ts';
import type { Step } from '../../shared/model/plan.ts';
import type { System } from '../extensions/system.ts';
import type { Adoptions } from './adoption.ts';
import { notThere } from './file-changes.ts';
import { type ServedFiles, stepsOf } from './file-steps.ts';

/** What is said before each other part of what stands in the way. @returns null where nothing does */
export function whyNotForOs(
  { extensions }: Pick<System, 'extensions'>,
  { class: extensionClass, name }: Pick<ForOsChange, 'class' | 'name'>,
): VeneerError | null {
  const mine = extensions.filter((one) => one.class === extensionClass && one.name === name && !one.masks);
  if (mine.length === 0) return notThere(extensionClass, name);
  const store = forOsStore(extensionClass);
  if (mine.some(({ path }) => path === versionedDirectory(store, name))) {
    // vpick looks at version, architecture and boot counts, never at a release file (systemd.v(7)).
    return new VeneerError(
      'unsupported',
      messageOf('common.in-newest-counts-for-every-os', { path: versionedDirectory(store, name) }),
      {
        nextStep: messageOf('common.keep-it-by-link-or-install'),
      },
    );
  }
  const isLinked = mine.some(
    ({ path, realPath }) => path !== realPath && storeOfLink(extensionClass, path, realPath) === store,
  );
  if (isLinked) return null;
  return new VeneerError(
    'unsupported',
    messageOf('common.leads-to-no-version-in', { link: `${store.directory}/${name}.raw`, store: store.store }),
    {
      nextStep: messageOf('common.install-it-by-version-first'),
    },
  );
}

/** @throws {VeneerError} `not-found`, `unsupported` where no link is there to set, `invalid-input` for the OS that runs */
export function checkForOs(system: System, change: ForOsChange): void {
  if (isSameOs(change.os, osIdentity(system.release.fields))) {
    throw new VeneerError('invalid-input', messageOf('common.is-os-that-runs', { os: osTitle(change.os) }), {
      nextStep: messageOf('common.make-version-current-instead'),
    });
  }
  const why = change.image === null ? null : whyNotForOs(system, change);
  if (why !== null) throw why;
}

/** The images first, so that what is named is there. */
export function forOsSteps(
  system: System,
  changes: readonly ForOsChange[],
  adoptions: Adoptions,
  served: ServedFiles = new Map(),
): Step[] {
  const stores = changes.flatMap(({ image, ...change }): Step[] => {
    if (image === null || image.source === null) return [];
    const origin = served.get(image.source) ?? null;
    return [storeBeside({ ...change, image }, forOsStore(change.class), origin)];
  });
  return [...stores, ...stepsOf(system, changes, adoptions, served)];
}
