/** Versions that are meant for another release of an OS: what stands in the way, the steps, and the way back. */

import { changeToStored } from '../../shared/changes/change-to-stored.ts';
import { forOsStore, isSameOs, type OsIdentity, osIdentity, osTitle } from '../../shared/images/for-os.ts';
import { storeOfLink, versionedDirectory } from '../../shared/images/store.ts';
import { VeneerError } from '../../shared/model/errors.ts';
import type { Change, Step } from '../../shared/model/plan.ts';
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
      `In ${versionedDirectory(store, name)} systemd takes the newest for every OS.`,
      {
        nextStep: 'Keep it by a link, or install the version that fits once the other OS runs.',
      },
    );
  }
  const isLinked = mine.some(
    ({ path, realPath }) => path !== realPath && storeOfLink(extensionClass, path, realPath) === store,
  );
  if (isLinked) return null;
  return new VeneerError('unsupported', `${store.directory}/${name}.raw leads to no version in ${store.store}.`, {
    nextStep: 'Install it by version first.',
  });
}

/** @throws {VeneerError} `not-found`, `unsupported` where no link is there to set, `invalid-input` for the OS that runs */
export function checkForOs(system: System, change: ForOsChange): void {
  if (isSameOs(change.os, osIdentity(system.release.fields))) {
    throw new VeneerError('invalid-input', `${osTitle(change.os)} is the OS that runs.`, {
      nextStep: 'Make the version current instead.',
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
    const sentence = `Store ${name} ${image.version} beside the current version`;
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

function sentenceOf(name: string, os: OsIdentity, image: ForOsChange['image']): string {
  if (image === null) return `Forget which version of ${name} is meant for ${osTitle(os)}`;
  return `Make ${name} ${image.version} current from when ${osTitle(os)} runs`;
}

/** Back to what was meant for that release before. */
export function undoOfForOs({ prepared }: System, { class: extensionClass, name, os }: ForOsChange): ForOsChange {
  const before = prepared.find((one) => one.class === extensionClass && one.name === name && isSameOs(one.os, os));
  const image = before === undefined ? null : changeToStored(extensionClass, name, { ...before, place: 'kept' }).image;
  return { verb: 'for-os', class: extensionClass, name, os, image };
}
