/**
 * The rules of portable services: where their images are, which units of an image count, and how an attached one is told
 * (portablectl(1), src/portable/portable.c; measured on 257 and 262). They have a state of their own, attached, which is no merge,
 * so they are no row of the classes of extensions.
 */
import { isExtensionName } from './extension-name.ts';
import { cutName } from './image-name.ts';

/** Where portabled looks for images, the first wins by name. */
export const PORTABLE_SEARCH_PATH: readonly string[] = [
  '/etc/portables',
  '/run/portables',
  '/var/lib/portables',
  '/usr/local/lib/portables',
  '/usr/lib/portables',
];

/** Where portabled puts the units of what is attached: for good, and until the next boot. */
export const ATTACHED_PLACES = [
  { directory: '/etc/systemd/system.attached', runtime: false },
  { directory: '/run/systemd/system.attached', runtime: true },
] as const;

/** Where profiles are looked for, the first wins by name; each is a folder with a `service.conf`. */
export const PROFILE_DIRECTORIES: readonly string[] = [
  '/etc/systemd/portable/profile',
  '/run/systemd/portable/profile',
  '/usr/local/lib/systemd/portable/profile',
  '/usr/lib/systemd/portable/profile',
];

/** What portablectl takes unless it is told another one. */
export const DEFAULT_PROFILE = 'default';

/** Where the units of an image are looked for inside of it, the first wins by name (systemd.unit(5), unit search path). */
export const UNIT_PLACES: readonly string[] = [
  'etc/systemd/system',
  'run/systemd/system',
  'usr/local/lib/systemd/system',
  'usr/lib/systemd/system',
  'lib/systemd/system',
];

const UNIT = /^(?![.-])[A-Za-z0-9:_.\\@-]{1,240}\.(?:service|socket|target|timer|path)$/;
const PREFIX = /^(?!-)[A-Za-z0-9:_.\\-]{1,240}$/;

/** Whether portabled attaches units of this type (unit_match()). */
export const isPortableUnit = (name: string): boolean => UNIT.test(name);

/** Whether it can be the beginning of the name of a unit: no `@`, and nothing that a unit's name cannot have. */
export const isUnitPrefix = (text: string): boolean => PREFIX.test(text);

/** A profile is one component of a path. */
export const isProfileName = (name: string): boolean => isExtensionName(name) && name.length <= 200;

/** The prefix by which units of an image are meant unless others are named: its name up to the first `_`; null where no unit has it. */
export function prefixOfImage(name: string): string | null {
  const [prefix = ''] = name.split('_', 1);
  return isUnitPrefix(prefix) ? prefix : null;
}

/** `app` means `app.service`, `app-a.service` and `app@.service`, not `apple.service` (prefix_match()). */
export function hasPrefix(unit: string, prefix: string): boolean {
  return unit.startsWith(prefix) && ['', '-', '.', '@'].includes(unit.slice(prefix.length, prefix.length + 1));
}

/** The words of a field, as systemd parts them. */
export const wordsOf = (value: string | undefined): string[] =>
  (value ?? '').split(/[ \t\n\r]+/).filter((word) => word !== '');

/** The name that two images have in common that are versions of one: `app` of `/var/lib/portables/app_1.2.raw`. */
export const baseOfImage = (path: string): string | null => cutName(lastPart(path));

/** The name of an image file or folder, with its version: `app_1.2` of `/var/lib/portables/app_1.2.raw`. */
export const nameOfImage = (path: string): string => lastPart(path).replace(/\.raw$/, '');

const lastPart = (path: string): string => path.slice(path.lastIndexOf('/') + 1);

/** What a drop-in of portabled tells. */
export interface AttachedTo {
  /** The image, by the path under which portabled found it. */
  readonly image: string;
  /** The extension images on top of it, in their order. */
  readonly extensions: readonly string[];
}

const MARKER = /^# Drop-in created for image '(.+)', do not edit\.$/;

/**
 * What a unit was attached from, by the first line of its `20-portable.conf`: paths, parted by colons, other characters than
 * printable ASCII and colons in one as `\xHH` (make_marker_text(), xescape()). null for what portabled did not write.
 */
export function attachedTo(dropIn: string): AttachedTo | null {
  const [line = ''] = dropIn.split('\n', 1);
  const marker = MARKER.exec(line)?.[1];
  if (marker === undefined) return null;
  const [image, ...extensions] = marker.split(':').map(unescaped);
  return image === undefined || image === '' ? null : { image, extensions };
}

function unescaped(text: string): string {
  try {
    return decodeURIComponent(text.replaceAll('%', '%25').replace(/\\x([0-9a-f]{2})/g, '%$1'));
  } catch {
    // Bytes that are no UTF-8, which no name of an image has.
    return text;
  }
}

/**
 * Whether portabled takes an image for a part of what is attached: a name is compared without its version and suffix
 * (marker_matches_images()), so that another version counts as attached too.
 */
export function isPartOf({ image, extensions }: AttachedTo, path: string): boolean {
  const base = baseOfImage(path);
  return base !== null && [image, ...extensions].some((one) => baseOfImage(one) === base);
}

export type PortableState =
  | 'detached'
  | 'attached'
  | 'attached-runtime'
  | 'enabled'
  | 'enabled-runtime'
  | 'running'
  | 'running-runtime';

/** What of an attachment decides the state of its images. */
interface Attached extends AttachedTo {
  readonly runtime: boolean;
  readonly units: readonly {
    /** Whether systemctl is-enabled says so; what portablectl --enable links is not asked there (measured). */
    readonly enabled: boolean;
    /** null where nobody answers. */
    readonly running: boolean | null;
  }[];
}

/**
 * The state of an image as portablectl(1) lists it: what is attached for good counts before what is until the next boot.
 *
 * @param path of the image, symlinks followed
 */
export function stateOfImage(path: string, attached: readonly Attached[]): PortableState {
  const mine = attached.filter((one) => isPartOf(one, path));
  for (const runtime of [false, true]) {
    const units = mine.filter((one) => one.runtime === runtime).flatMap((one) => one.units);
    if (units.length === 0) continue;
    const isRunning = units.some(({ running }) => running === true);
    const word = isRunning ? 'running' : units.some(({ enabled }) => enabled) ? 'enabled' : 'attached';
    return runtime ? `${word}-runtime` : word;
  }
  return 'detached';
}
