/** What is on a host of all that a file can declare. */
import type { Remote } from '../model/catalog.ts';
import type { ExtensionClass } from '../systemd/classes.ts';

/** From where an image came, as far as it is written down. */
export interface PresentOrigin {
  readonly remote: string | null;
  readonly address: string | null;
  /** Of the file as it was served. */
  readonly sha256: string | null;
  /** Of the image. */
  readonly imageSha256: string;
}

/** A name that is there, by the entry that counts or would count. */
export interface PresentExtension {
  readonly class: ExtensionClass;
  readonly name: string;
  /** By which it is kept; null where nothing tells. */
  readonly version: string | null;
  /** As its release file has it. */
  readonly releaseVersion: string | null;
  /** Whether a merge may take it in. */
  readonly enabled: boolean;
  /** Below /usr: it came with the OS. */
  readonly ofOs: boolean;
  /** Where it stands, and where that leads to; without the root. */
  readonly path: string;
  readonly realPath: string;
  readonly isFolder: boolean;
  /** What is read before each version that is followed; empty for all. */
  readonly stream: string;
  readonly origin: PresentOrigin | null;
}

/** An empty directory that keeps a name out. */
export interface PresentMask {
  readonly class: ExtensionClass;
  readonly name: string;
  readonly path: string;
}

export interface PresentPin {
  readonly class: ExtensionClass;
  readonly name: string;
  readonly version: string | null;
  readonly held: boolean;
}

/** A definition file of systemd-sysupdate that keeps an extension current. */
export interface PresentTransfer {
  readonly class: ExtensionClass;
  readonly name: string;
  readonly path: string;
  readonly text: string;
}

export const BOOT_SETTINGS = ['sysext', 'confext', 'services'] as const;
export type BootSetting = (typeof BOOT_SETTINGS)[number];

export interface Present {
  readonly extensions: readonly PresentExtension[];
  readonly masks: readonly PresentMask[];
  readonly pins: readonly PresentPin[];
  readonly transfers: readonly PresentTransfer[];
  readonly remotes: readonly Remote[];
  /** What is done at boot; null where nobody can tell, as of a tree. */
  readonly boot: Readonly<Record<BootSetting, boolean | null>>;
}

export const isSameName = (
  a: { readonly class: string; readonly name: string },
  b: { readonly class: string; readonly name: string },
): boolean => a.class === b.class && a.name === b.name;

/** Of these names alone, with the remotes that they came from; nothing of the boot, which is of no name. */
export function onlyNamed(present: Present, names: readonly string[]): Present {
  if (names.length === 0) return present;
  const isMeant = ({ name }: { readonly name: string }) => names.includes(name);
  const extensions = present.extensions.filter(isMeant);
  const from = new Set(extensions.map(({ origin }) => origin?.remote));
  return {
    extensions,
    masks: present.masks.filter(isMeant),
    pins: present.pins.filter(isMeant),
    transfers: present.transfers.filter(isMeant),
    remotes: present.remotes.filter(({ name }) => from.has(name)),
    boot: { sysext: null, confext: null, services: null },
  };
}
