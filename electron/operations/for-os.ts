/** Versions that are meant for another release of an OS: what stands in the way, the steps, and the way back. */

import { changeToStored } from '../../shared/changes/change-to-stored.ts';
import { forOsStore, isSameOs, type OsIdentity, osIdentity, osTitle } from '../../shared/images/for-os.ts';
import { storeOfLink, versionedDirectory } from '../../shared/images/store.ts';
import { type Message, messageOf } from '../../shared/messages/message.ts';
import type { Change } from '../../shared/model/change.ts';
import { VeneerError } from '../../shared/model/errors.ts';
import type { Step } from '../../shared/model/plan.ts';
import type { System } from '../extensions/system.ts';
import { notThere } from './file-changes.ts';
import type { ServedFiles } from './file-steps.ts';

export type ForOsChange = Extract<Change, { verb: 'for-os' }>;

export const isForOsChange = (change: Change): change is ForOsChange => change.verb === 'for-os';

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

/** The image first, so that what is named is there. */
export function forOsSteps(changes: readonly ForOsChange[], served: ServedFiles = new Map()): Step[] {
  const stores = changes.flatMap((change): Step[] => {
    const { class: extensionClass, name, image } = change;
    if (image === null || image.source === null) return [];
    const { store } = forOsStore(extensionClass);
    const sentence = messageOf('change.store-beside-current-version', { name, version: image.version });
    const origin = served.get(image.source) ?? null;
    const common = { class: extensionClass, name, image, origin, store, versioned: false, adopts: null };
    return [{ verb: 'install', ...common, current: false, sentence }];
  });
  const names = changes.map(({ class: extensionClass, name, os, image }): Step => {
    const stored = image === null ? null : { version: image.version, architecture: image.architecture };
    return { verb: 'set-for-os', class: extensionClass, name, os, stored, sentence: sentenceOf(name, os, image) };
  });
  return [...stores, ...names];
}

function sentenceOf(name: string, os: OsIdentity, image: ForOsChange['image']): Message {
  if (image === null) return messageOf('change.forget-which-version-of-is-meant', { name, os: osTitle(os) });
  return messageOf('change.make-current-from-when-runs', { name, version: image.version, os: osTitle(os) });
}

/** Back to what was meant for that release before. */
export function undoOfForOs({ prepared }: System, { class: extensionClass, name, os }: ForOsChange): ForOsChange {
  const before = prepared.find((one) => one.class === extensionClass && one.name === name && isSameOs(one.os, os));
  const image = before === undefined ? null : changeToStored(extensionClass, name, { ...before, place: 'kept' }).image;
  return { verb: 'for-os', class: extensionClass, name, os, image };
}
