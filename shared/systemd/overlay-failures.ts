/** What overlayfs, or systemd while it puts the layers together, stops on. */

import { messageOf } from '../messages/message.ts';
import { HIERARCHIES } from './classes.ts';
import type { MergeEntry } from './entry-facts.ts';
import { overlapFailures } from './layers-overlap.ts';
import type { HostHierarchy, MergeContext } from './merge-context.ts';
import { type MergeFailure, strerror } from './merge-failure.ts';
import {
  countAboveLimit,
  OVERLAY_OPTIONS_LIMIT,
  type OverlayLayers,
  overlayOptionBytes,
  WORKSPACE,
} from './overlay-options.ts';

/** With a mutable layer 262 lays an overlay over every hierarchy, whether an extension has it or not (measured). */
export function isLaidAnyway({ mutable, host }: MergeContext): boolean {
  return mutable !== 'no' && host.rules.overlaysWithoutExtensions;
}

/** What overlayfs, or systemd while it puts the layers together, stops on. */
export function overlayFailures(taken: readonly MergeEntry[], context: MergeContext): MergeFailure[] {
  const failures: MergeFailure[] = [];
  for (const path of HIERARCHIES[context.class]) {
    const host = context.hierarchies.find((one) => one.path === path);
    const bad = taken.filter((entry) => ['not-a-directory', 'loop'].includes(stateIn(entry, path)));
    failures.push(...bad.map((entry) => noDirectory(entry, path)));
    const used = taken.filter((entry) => stateIn(entry, path) === 'filled');
    if (host !== undefined) failures.push(...hostHierarchyFailures(host, used.length > 0, context));
    if (used.length === 0 && !isLaidAnyway(context)) continue;
    if (host !== undefined && used.length === 0) failures.push(...nothingToLay(host, context));
    failures.push(...used.filter(({ name }) => UNSAFE.test(name)).map((entry) => unsafeName(entry, context.class)));
    if (host !== undefined)
      failures.push(...overlapFailures(used, path, host, context), ...mutableFailures(host, context));
    const layers: OverlayLayers = {
      class: context.class,
      hierarchy: path,
      names: used.map(({ name }) => name),
      root: context.root,
      mutable: context.mutable === 'auto' && host?.mutable === null ? 'no' : context.mutable,
      ...(host?.state === 'filled' ? {} : { base: null }),
    };
    if (overlayOptionBytes(layers) > OVERLAY_OPTIONS_LIMIT) failures.push(tooLong(layers));
  }
  return failures.filter(
    (one, at) => failures.findIndex((other) => other.rule === one.rule && other.entry?.path === one.entry?.path) === at,
  );
}

export function stateIn({ facts }: MergeEntry, path: string): string {
  return facts.kind === 'tree' ? (facts.hierarchies[path]?.state ?? 'missing') : 'missing';
}

function noDirectory({ name, path }: MergeEntry, hierarchy: string): MergeFailure {
  return {
    rule: 'hierarchy-not-a-directory',
    entry: { name, path },
    errno: 'ENOTDIR',
    prints: `Failed to check if hierarchy '${hierarchy}' in extension '${name}' is empty: ${strerror('ENOTDIR')}`,
    message: messageOf('systemd.inside-it-is-no-folder', { hierarchy: hierarchy.slice(1) }),
    nextStep: null,
  };
}

/** overlayfs wants two layers at least, or one to write to (measured on 262: EINVAL). */
function nothingToLay({ path, state, mutable: kept }: HostHierarchy, context: MergeContext): MergeFailure[] {
  const { mutable, class: extensionClass } = context;
  const writes = mutable === 'yes' || mutable.startsWith('ephemeral') || (mutable === 'auto' && kept !== null);
  if (writes || state === 'filled' || (mutable === 'import' && kept !== null)) return [];
  return [
    {
      rule: 'nothing-to-lay',
      entry: { name: null, path },
      errno: 'EINVAL',
      prints: `Failed to mount ${extensionClass} (type overlay) on ${WORKSPACE}/overlay${path}: ${strerror('EINVAL')}`,
      message: messageOf('systemd.it-is-empty-and-no-extension', { mode: mutable }),
      nextStep: messageOf('systemd.merge-without-mutable-layer-or-with'),
    },
  ];
}

/** 252 looks at the host's own hierarchy whatever is laid over it, 257 and 262 where something is. */
function hostHierarchyFailures(
  { path, state }: HostHierarchy,
  isUsed: boolean,
  { host: { rules } }: MergeContext,
): MergeFailure[] {
  if (state !== 'not-a-directory' && state !== 'loop') return [];
  if (state === 'not-a-directory' && !isUsed && rules.version >= 257) return [];
  const errno = state === 'loop' ? 'ELOOP' : 'ENOTDIR';
  const did =
    state === 'loop' ? `Failed to resolve hierarchy '${path}'` : `Failed to check if host hierarchy '${path}' is empty`;
  return [
    {
      rule: 'host-hierarchy',
      entry: { name: null, path },
      errno,
      prints: `${did}: ${strerror(errno)}`,
      message:
        state === 'loop'
          ? messageOf('systemd.it-is-symlink-that-leads-in-circle')
          : messageOf('systemd.it-is-no-folder-so-nothing'),
      nextStep: messageOf('systemd.make-of-this-host-folder', { path }),
    },
  ];
}

/** Characters that part the options of a mount; systemd's escaping of them does not reach the kernel (measured). */
const UNSAFE = /[:,\\"']/;

function unsafeName({ name, path }: MergeEntry, extensionClass: string): MergeFailure {
  const [character = ':'] = UNSAFE.exec(name) ?? [];
  return {
    rule: 'name-in-options',
    entry: { name, path },
    errno: 'ENOENT',
    prints: `Failed to mount ${extensionClass} (type overlay): ${strerror('ENOENT')}`,
    message: messageOf('systemd.its-name-has-character-which-cannot', { character }),
    nextStep: messageOf('systemd.rename-it-no-colon-comma-backslash'),
  };
}

function tooLong(layers: OverlayLayers): MergeFailure {
  const { hierarchy, names } = layers;
  const bytes = overlayOptionBytes(layers);
  return {
    rule: 'options-too-long',
    entry: null,
    errno: null,
    prints: `Failed to mount (type overlay) on ${hierarchy}`,
    message: messageOf('systemd.extensions-for-are-too-many-for', {
      count: names.length,
      hierarchy,
      bytes: String(bytes),
      most: String(OVERLAY_OPTIONS_LIMIT),
      base: hierarchy,
    }),
    nextStep: messageOf('systemd.disable-at-least-of-them-or', { count: countAboveLimit(layers) }),
  };
}

function mutableFailures(host: HostHierarchy, { mutable, host: { rules } }: MergeContext): MergeFailure[] {
  if (!rules.mutable || host.mutable === null) return [];
  const directory = `/var/lib/extensions.mutable${host.path}`;
  const octal = (mode: number) => mode.toString(8).padStart(4, '0');
  if ((mutable === 'yes' || mutable === 'auto') && host.mutable.mode !== host.mode) {
    return [
      {
        rule: 'mutable-mode',
        entry: { name: null, path: directory },
        errno: 'EINVAL',
        prints: `Mutable directory '${directory}' has mode ${octal(host.mutable.mode)}, ought to have mode ${octal(host.mode)}`,
        message: messageOf('systemd.it-has-mode-but-must-have', {
          mode: octal(host.mutable.mode),
          wanted: octal(host.mode),
          hierarchy: host.path,
        }),
        nextStep: messageOf('systemd.change-it-with-chmod', { mode: octal(host.mode), path: directory }),
      },
    ];
  }
  if ((mutable === 'yes' || mutable === 'auto') && host.mutable.isReadOnly) {
    return [
      {
        rule: 'mutable-read-only',
        entry: { name: null, path: directory },
        errno: 'EROFS',
        prints: `Can't use '${directory}' as an upperdir as it is read-only.: ${strerror('EROFS')}`,
        message: messageOf('systemd.it-lies-on-file-system-that'),
        nextStep: messageOf('systemd.mount-it-writable-or-merge-without'),
      },
    ];
  }
  const isItself =
    host.place !== null &&
    host.mutable.place !== null &&
    host.place.device === host.mutable.place.device &&
    host.place.path === host.mutable.place.path;
  if (!isItself || (mutable !== 'import' && mutable !== 'ephemeral-import')) return [];
  return [
    {
      rule: 'mutable-itself',
      entry: { name: null, path: directory },
      errno: 'ELOOP',
      prints: `Not importing mutable directory for hierarchy ${host.path} as a lower dir, because it points to the hierarchy itself: ${strerror('ELOOP')}`,
      message: messageOf('systemd.it-leads-to-itself-which-cannot', { hierarchy: host.path }),
      nextStep: messageOf('systemd.use-mode-yes-or-auto-or', { path: directory }),
    },
  ];
}
