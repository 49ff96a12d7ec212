/** What the kernel's mount table says of merged hierarchies. */
import type { ExtensionClass, MutableMode } from './classes.ts';
import { MUTABLE_DIRECTORY, WORKSPACE } from './overlay-options.ts';

/** One line of mountinfo, as proc_pid_mountinfo(5) describes it. */
export interface Mount {
  /** `major:minor` of the file system. */
  readonly device: string;
  /** What of the file system is mounted, from its root. */
  readonly root: string;
  readonly mountPoint: string;
  readonly fileSystem: string;
  readonly source: string;
  readonly options: readonly string[];
  readonly superOptions: readonly string[];
}

/** Parses mountinfo; lines that do not have its form are passed over. */
export function parseMountinfo(text: string): Mount[] {
  const mounts: Mount[] = [];
  for (const line of text.split('\n')) {
    const separator = line.indexOf(' - ');
    if (separator < 0) continue;
    const head = line.slice(0, separator).split(' ');
    const tail = line.slice(separator + 3).split(' ');
    const mountPoint = head[4];
    const [fileSystem, source] = tail;
    if (mountPoint === undefined || fileSystem === undefined || source === undefined) continue;
    mounts.push({
      device: head[2] ?? '',
      root: unescapeOctal(head[3] ?? '/'),
      mountPoint: unescapeOctal(mountPoint),
      fileSystem,
      source: unescapeOctal(source),
      options: (head[5] ?? '').split(','),
      superOptions: splitOptions(tail[2] ?? ''),
    });
  }
  return mounts;
}

/** The kernel writes blank, tab, newline, `#` and backslash as `\ooo`, and no other byte. */
function unescapeOctal(text: string): string {
  return text.replace(/\\([0-7]{3})/g, (_, octal: string) => String.fromCharCode(Number.parseInt(octal, 8)));
}

function splitOptions(text: string): string[] {
  return text.split(/(?<!\\),/);
}

/** The overlay that a merge of the class put over a path; the last mount on a point is the one that is seen. */
export function overlayAt(mounts: readonly Mount[], path: string, extensionClass: ExtensionClass): Mount | null {
  const mount = mounts.findLast(({ mountPoint }) => mountPoint === path);
  return mount?.fileSystem === 'overlay' && mount.source === extensionClass ? mount : null;
}

/**
 * The overlays of a class below a root, each with the hierarchy that systemd was told: the layer with its own files carries
 * the name (measured on 252). A merge of another root that lies below this one is none of them.
 */
export function overlaysBelow(
  mounts: readonly Mount[],
  root: string,
  extensionClass: ExtensionClass,
): { readonly hierarchy: string; readonly mount: Mount }[] {
  const places = new Set(mounts.map(({ mountPoint }) => mountPoint));
  return [...places].flatMap((place) => {
    const mount = overlayAt(mounts, place, extensionClass);
    const hierarchy =
      mount === null ? undefined : lowerLayers(mount).flatMap((one) => OWN_LAYER.exec(one)?.[1] ?? [])[0];
    return mount !== null && hierarchy !== undefined && place === (root === '/' ? '' : root) + hierarchy
      ? [{ hierarchy, mount }]
      : [];
  });
}

const OWN_LAYER = /\/systemd\/(?:sysext|confext)\/meta(\/.+)$/;

/** The extensions among the layers that the kernel names, lowest first; the topmost comes first there. */
export function namesOfLayers(mount: Mount): string[] {
  return lowerLayers(mount)
    .flatMap((layer) => EXTENSION_LAYER.exec(layer)?.[1] ?? [])
    .reverse();
}

const EXTENSION_LAYER = /\/systemd\/(?:sysext|confext)\/(?:extensions|confexts)\/([^/]+)\//;

function lowerLayers(mount: Mount): string[] {
  return optionOf(mount, 'lowerdir')?.split(':') ?? [];
}

function optionOf({ superOptions }: Mount, key: string): string | null {
  const option = superOptions.find((one) => one.startsWith(`${key}=`));
  return option === undefined ? null : unescapeOctal(option.slice(key.length + 1));
}

/**
 * The mode (`--mutable=`) that the merged hierarchies of one class were merged with: it is one for all of them. Measured on
 * 257 and 262, each mode over /usr and /opt: `yes` has an upper layer from /var/lib/extensions.mutable, or from what a
 * symlink there leads to; the ephemeral ones have theirs in systemd's workspace; the importing ones have a layer below
 * systemd's own that is no extension. `auto` looks like `yes` where both directories are there, like `no` where none is;
 * where one is, it is `auto`. Where nothing was there to import, the importing modes look like the others.
 */
export function mutableModeOf(mounts: readonly Mount[]): MutableMode {
  const uppers = mounts.map((mount) => optionOf(mount, 'upperdir'));
  const imports = mounts.some(importsKept);
  if (uppers.some((upper) => upper?.startsWith(`${WORKSPACE}/`))) return imports ? 'ephemeral-import' : 'ephemeral';
  if (uppers.some((upper) => upper !== null)) return uppers.includes(null) ? 'auto' : 'yes';
  return imports ? 'import' : 'no';
}

/**
 * Whether a layer from the mutable directory lies below systemd's own: before the extensions, whatever a symlink made of it;
 * where none is among the layers, as 262 merges /opt in a mutable mode, by its place, for the next may be the host's own.
 */
function importsKept(mount: Mount): boolean {
  const [, second, ...others] = lowerLayers(mount);
  if (second === undefined || EXTENSION_LAYER.test(second)) return false;
  return second.includes(`${MUTABLE_DIRECTORY}/`) || others.some((layer) => EXTENSION_LAYER.test(layer));
}

/** What the mount table cannot tell from one another. */
const LOOK_ALIKE: Readonly<Record<MutableMode, readonly MutableMode[]>> = {
  no: ['auto', 'import'],
  auto: [],
  yes: ['auto'],
  import: [],
  ephemeral: ['ephemeral-import'],
  'ephemeral-import': [],
};

/**
 * The mode by what systemd wrote down (`origin`, 262), where the mount table bears it out: before 262 the file is not
 * systemd's, and an extension may bring one.
 */
export function refinedMode(byMounts: MutableMode, origin: string | null): MutableMode {
  if (origin === null) return byMounts;
  try {
    const { mutable } = JSON.parse(origin) as { mutable?: { mode?: unknown } };
    return LOOK_ALIKE[byMounts].find((mode) => mode === mutable?.mode) ?? byMounts;
  } catch {
    return byMounts;
  }
}
