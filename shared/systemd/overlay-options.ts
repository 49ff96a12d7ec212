/**
 * How long the option string of a merge is. systemd gives each hierarchy one overlayfs with one option string
 * (`mount_overlayfs()` of sysext.c), and mount(2) takes one page of it. Measured on 252, 257 and 262: up to 4095 bytes it
 * merges. From 4096 on the kernel cuts it. Mostly the mount then fails; where the cut falls behind a path that exists, it
 * succeeds without the host's own /usr among the layers, and no program can be started any more.
 */

import { utf8Length } from '../images/utf8.ts';
import type { ExtensionClass, MutableMode } from './classes.ts';

/**
 * The most bytes that are merged. It is that of a page of 4096 bytes; kernels with larger ones would take more, and are held
 * to it as well.
 */
export const OVERLAY_OPTIONS_LIMIT = 4095;

/** Where systemd keeps what is written to a merged hierarchy (systemd-sysext(8)). */
export const MUTABLE_DIRECTORY = '/var/lib/extensions.mutable';
/** systemd's own folder, the same for both classes; in its namespace a tmpfs lies over it. */
export const WORKSPACE = '/run/systemd/sysext';

const FOLDER: Readonly<Record<ExtensionClass, string>> = { sysext: 'extensions', confext: 'confexts' };
/**
 * What follows where there is an upper layer. 257 leaves `index=off` away; `noatime` is taken out before the kernel sees it
 * (read off the error lines of both).
 */
const UPPER_OPTIONS = ',redirect_dir=on,metacopy=off,index=off';

export interface OverlayLayers {
  readonly class: ExtensionClass;
  /** As systemd names it: /usr, /opt or /etc. */
  readonly hierarchy: string;
  /** The extensions that have the hierarchy, and something in it. */
  readonly names: readonly string[];
  /** The `--root=` that systemd is given; `/` for none. */
  readonly root: string;
  readonly mutable: MutableMode;
  /** The host's own hierarchy where it is a symlink: what it leads to, with the root; null where it is empty or missing. */
  readonly base?: string | null;
  /** The directory of `MUTABLE_DIRECTORY` where it is a symlink: what it leads to, with the root. */
  readonly upper?: string;
}

/**
 * Bytes of the option string that systemd mounts a hierarchy with, at most: the mutable directory is counted as if it were
 * there, and the host's hierarchy as if it were not empty, unless `base` says otherwise.
 *
 * It holds where the hierarchy inside an extension is no symlink: systemd puts in what that leads to.
 */
export function overlayOptionBytes(layers: OverlayLayers): number {
  const { hierarchy, names, root, mutable } = layers;
  const below = (path: string) => (root === '/' ? path : `${root}${path}`);
  const folder = hierarchy.slice(1).replaceAll('/', '.');
  const kept = layers.upper ?? below(`${MUTABLE_DIRECTORY}/${folder}`);
  const passing = `${WORKSPACE}/mh_workspace${hierarchy}/${folder}`;
  const imports = mutable === 'import' || mutable === 'ephemeral-import';
  const lower = [
    `${WORKSPACE}/meta${hierarchy}`,
    ...(imports ? [kept] : []),
    ...names.map((name) => layerPath(layers, name)),
    ...(layers.base === null ? [] : [layers.base ?? below(hierarchy)]),
  ];
  const upper =
    mutable === 'yes' || mutable === 'auto'
      ? kept
      : mutable === 'ephemeral' || mutable === 'ephemeral-import'
        ? passing
        : null;
  let bytes = 'lowerdir='.length + lower.length - 1;
  for (const path of lower) bytes += escapedLength(path);
  if (upper === null) return bytes;
  const work = `${upper.slice(0, upper.lastIndexOf('/'))}/.systemd-${folder}-workdir`;
  return (
    bytes + ',upperdir='.length + escapedLength(upper) + ',workdir='.length + escapedLength(work) + UPPER_OPTIONS.length
  );
}

/** How many must go at least until the rest fits: the longest names first. */
export function countAboveLimit(layers: OverlayLayers): number {
  const fixed = overlayOptionBytes({ ...layers, names: [] });
  const sizes = layers.names.map((name) => ':'.length + escapedLength(layerPath(layers, name)));
  let left = OVERLAY_OPTIONS_LIMIT - fixed;
  const fitting = sizes
    .sort((a, b) => a - b)
    .filter((size) => {
      left -= size;
      return left >= 0;
    });
  return sizes.length - fitting.length;
}

function layerPath({ class: extensionClass, hierarchy }: OverlayLayers, name: string): string {
  return `${WORKSPACE}/${FOLDER[extensionClass]}/${name}${hierarchy}`;
}

const ESCAPED = /[:,\\]/g;

/** `shell_escape(path, ",:")`: a backslash before each of them and before a backslash. */
function escapedLength(path: string): number {
  return utf8Length(path) + (path.match(ESCAPED)?.length ?? 0);
}
