/** Installing an image, or making a version current that is in the store. */
import type { Served } from '../images/origin.ts';
import { storesOf } from '../images/store.ts';
import { messageOf } from '../messages/message.ts';
import type { InstallImage } from '../model/change-parts.ts';
import type { ExtensionClass } from '../systemd/classes.ts';
import { compareVersions } from '../systemd/version.ts';
import { everyTime, keptAction } from './action.ts';
import { FOR_OS } from './for-os.ts';
import { COMES } from './merge.ts';
import {
  backTo,
  type ChangeOf,
  type ChangeRow,
  type HelperCall,
  type Named,
  type Parts,
  type PlacedVersion,
  type StepOf,
  type Zod,
} from './row.ts';
import { withAdoption } from './with-adoption.ts';
import { UPDATE, withVersion, wordingOf } from './wording.ts';

/** Of a version that was installed before, which asks for less. */
export const MAKE_CURRENT_ACTIONS = {
  'make-current': keptAction(
    'let another version count of those that were installed',
    'Switch to another version of a system extension',
    'switch to another installed version of a system extension',
    COMES,
  ),
};

export const INSTALL_ACTIONS = {
  install: everyTime(
    'put any image into the system: whoever may is root. Signed or not, the helper cannot know: keys are pinned by the person',
    'Install a system extension',
    'install this image as a system extension, whose programs and services may become part of this system: $(command_line)',
    // An image that is stored for another OS is named for it.
    [...COMES, ...FOR_OS],
  ),
  ...MAKE_CURRENT_ACTIONS,
};

const changeFields = (_z: Zod, { InstallImage }: Parts) => ({ image: InstallImage });
export type InstallChange = ChangeOf<'install', typeof changeFields>;

const INSTALL = wordingOf('change.button-install', 'change.title-install', 'change.did-install');

const GO_BACK = wordingOf('change.button-go-back', 'change.title-go-back', 'change.did-go-back');

export const INSTALL_CHANGES = {
  install: {
    fields: changeFields,
    group: 'files',
    mayBeNew: true,
    words({ name, image: { version } }, { versionNow }) {
      const order = versionNow === null ? 0 : compareVersions(version, versionNow);
      if (order > 0) return { wording: UPDATE, item: `${name} ${versionNow} → ${version}` };
      return { wording: order < 0 ? GO_BACK : INSTALL, item: withVersion(name, version) };
    },
    step: (change, host) => {
      const { image } = change;
      const { source, version } = image;
      const sentence =
        source === null
          ? messageOf('change.make-version-of-current', { version, name: change.name })
          : messageOf('change.install', { name: change.name, version });
      const { adopted } = host;
      return installStep(change, host.storeOf(change), {
        current: true,
        versioned: host.isVersioned(change),
        adopts: adopted === null ? null : { version: adopted.version, architecture: adopted.architecture },
        origin: source === null ? null : host.servedAt(source),
        sentence: withAdoption(sentence, adopted),
      });
    },
    // Back to the version that was current before, where it is in a store; away with it, where there was none.
    undo: (change, before) => {
      if (before.adopted !== null) return backTo(before.adopted);
      if (before.wasLinked(change) !== true) return { to: 'nothing of the name' };
      const current = before.current(change);
      // One that lies over it in another directory is taken away; what was current before is still linked below.
      if (current !== null && before.storeOf(change).directory !== current.directory)
        return { to: 'nothing of the name' };
      return backTo(current);
    },
  } satisfies ChangeRow<InstallChange>,
};

export const requestInstall = ({ class: extensionClass, name }: Named, image: InstallImage): InstallChange => ({
  verb: 'install',
  class: extensionClass,
  name,
  image,
});

/** The change that makes a version current which is in the store already. */
export function changeToStored(
  extensionClass: ExtensionClass,
  name: string,
  { version, architecture, place }: PlacedVersion,
): InstallChange {
  const image = { source: null, sha256: null, version, architecture, place, keep: null };
  return requestInstall({ class: extensionClass, name }, image);
}

export const isInstall = <Change extends { readonly verb: string }>(change: Change): change is Change & InstallChange =>
  change.verb === 'install';

const stepFields = (z: Zod, { InstallImage, Served, VersionedAs }: Parts) => ({
  name: z.string(),
  image: InstallImage,
  /** The store that it goes to: that of the version which it replaces, else the usual one. */
  store: z.string(),
  /** Whether it counts from now on; else it is only stored. */
  current: z.boolean(),
  /** Whether the host keeps the name in a `.v` directory (systemd.v(7)). */
  versioned: z.boolean(),
  /** By which version the image is kept that stands where the link has to be; null where none does. */
  adopts: VersionedAs.nullable(),
  /** null for an image that is a file, and for a version that is in the store. */
  origin: Served.nullable(),
});
export type InstallStep = StepOf<'install', typeof stepFields>;

export const INSTALL_STEPS = {
  install: {
    fields: stepFields,
    writesEtc: (_step: InstallStep, isEntryThere: boolean) => isEntryThere,
    makesCurrent: true,
    goesBack: ({ versioned, adopts }: InstallStep) => !versioned && adopts === null,
    keeps: ({ class: extensionClass, name, store, adopts }: InstallStep) => {
      if (adopts === null) return null;
      const { place } = storesOf(extensionClass).find((one) => one.store === store) ?? { place: 'kept' as const };
      return { ...adopts, name, place };
    },
    call: ({ class: extensionClass, name, image, ...step }: InstallStep): HelperCall<keyof typeof INSTALL_ACTIONS> => {
      const { source, sha256, version, architecture, keep } = image;
      const { store, current, versioned, adopts, origin } = step;
      return {
        verb: sha256 === null ? 'make-current' : 'install',
        parameters: {
          class: extensionClass,
          name,
          store,
          current,
          versioned,
          adopts,
          sha256,
          version,
          architecture,
          keep,
          origin,
        },
        image: source,
      };
    },
  },
};

function installStep(
  { class: extensionClass, name, image }: Named & { readonly image: InstallImage },
  { store }: { readonly store: string },
  more: Pick<InstallStep, 'current' | 'versioned' | 'adopts' | 'origin' | 'sentence'>,
): InstallStep {
  return { verb: 'install', class: extensionClass, name, image, store, ...more };
}

/** Only stores an image beside what counts. */
export function storeBeside(
  change: Named & { readonly image: InstallImage },
  store: { readonly store: string },
  origin: Served | null,
): InstallStep {
  const { name, image } = change;
  const sentence = messageOf('change.store-beside-current-version', { name, version: image.version });
  return installStep(change, store, { current: false, versioned: false, adopts: null, origin, sentence });
}

export const isInstallStep = <Step extends { readonly verb: string }>(step: Step): step is Step & InstallStep =>
  step.verb === 'install';
