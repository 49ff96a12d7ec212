/**
 * What a whole merge would come to. systemd-sysext merges all or nothing, in four steps: it discovers the entries, reads
 * the metadata of each image, leaves out what does not fit, and lays the layers over the hierarchies; only the third
 * step leaves one out quietly, a failure of any other ends the merge of all. Rules from systemd's source (252, 257) and
 * from the recorded merges of 252, 257 and 262 in e2e/fixtures/systemd. Pure: electron/extensions reads what it needs.
 */
import { type Message, messageOf } from '../messages/message.ts';
import { HIERARCHIES, type MutableMode } from './classes.ts';
import type { MergeEntry, Place } from './entry-facts.ts';
import { CONFEXT_STRICT, DENY, type ImagePolicy, SYSEXT_STRICT } from './image-policy.ts';
import { blockingVerdict, type EntryContext, type JudgedEntry, judgeEntry } from './judge-entry.ts';
import { MERGE_RULES, type MergeFailure, type MergeStage, strerror } from './merge-failure.ts';
import {
  countAboveLimit,
  OVERLAY_OPTIONS_LIMIT,
  type OverlayLayers,
  overlayOptionBytes,
  WORKSPACE,
} from './overlay-options.ts';
import { compareVersions } from './version.ts';

/** A hierarchy of the host, as a merge finds it once what is merged now is gone. */
export interface HostHierarchy {
  readonly path: string;
  readonly state: 'missing' | 'empty' | 'filled' | 'not-a-directory' | 'loop';
  readonly place: Place | null;
  /** Permission bits; 0o755 where it is not there. */
  readonly mode: number;
  /** Its directory in /var/lib/extensions.mutable; null where it is not there. */
  readonly mutable: { readonly mode: number; readonly place: Place | null; readonly isReadOnly: boolean } | null;
}

export interface MergeContext extends Omit<EntryContext, 'policy'> {
  /** What keeps systemd from listing the entries at all. */
  readonly undiscovered: readonly { readonly path: string; readonly reason: 'not-a-directory' | 'loop' }[];
  readonly hierarchies: readonly HostHierarchy[];
  readonly mutable: MutableMode;
  /** `ImagePolicy=` of the configuration; null where there is none. */
  readonly policy: ImagePolicy | null;
  /** The `--root=` that systemd is given; `/` for none. */
  readonly root: string;
}

export interface MergePrediction {
  /** Every reason why the merge fails, the one that systemd meets first before the others; empty where it is done. */
  readonly fails: readonly MergeFailure[];
  /** Of systemd-sysext: 252 exits with 0 although its child failed (measured). */
  readonly exitStatus: 0 | 1;
  /** What is merged afterwards, lowest layer first; empty where it fails. */
  readonly layers: readonly string[];
  readonly leftOut: readonly { readonly name: string; readonly reason: Message }[];
  /** Entries of which it cannot be known; any of them may make the whole merge fail. */
  readonly uncertain: readonly { readonly name: string; readonly reason: Message }[];
  /** Where a merge fails before systemd takes down what was merged, that stays (measured). */
  readonly keepsMerged: boolean;
  /** Of each entry, by its path. */
  readonly entries: ReadonlyMap<string, JudgedEntry>;
}

const STAGES: readonly MergeStage[] = ['discovery', 'metadata', 'child', 'overlay'];

/** @param entries what systemd lists, masks among them */
export function predictMerge(entries: readonly MergeEntry[], context: MergeContext): MergePrediction {
  const judged = new Map(entries.map((entry) => [entry.path, judgeEntry(entry, withPolicy(entry, context))]));
  const of = (entry: MergeEntry) => judged.get(entry.path) as JudgedEntry;
  const taken = inLayerOrder(entries.filter((entry) => of(entry).taken === true));
  const overlay = taken.length === 0 && !isLaidAnyway(context) ? [] : overlayFailures(taken, context);
  for (const failure of overlay) blameEntries(judged, failure);
  const fails = [
    ...undiscoveredFailures(context),
    ...entries.flatMap((entry) => of(entry).failure ?? []).filter((one) => !overlay.includes(one)),
    ...hostFailures(context),
    ...overlay,
  ].sort((a, b) => STAGES.indexOf(MERGE_RULES[a.rule]) - STAGES.indexOf(MERGE_RULES[b.rule]));
  const [first] = fails;
  const stage = first === undefined ? null : MERGE_RULES[first.rule];
  const endsInChild = stage === 'child' || stage === 'overlay';
  return {
    fails,
    exitStatus: stage === null || (endsInChild && context.host.rules.version < 257) ? 0 : 1,
    layers: stage === null && isLaid(taken, context) ? taken.map(({ name }) => name) : [],
    leftOut: entries.flatMap((entry) =>
      of(entry).taken === false ? [{ name: entry.name, reason: of(entry).verdict.message }] : [],
    ),
    uncertain: entries.flatMap((entry) =>
      of(entry).taken === null ? [{ name: entry.name, reason: of(entry).verdict.message }] : [],
    ),
    keepsMerged: stage !== 'overlay',
    entries: judged,
  };
}

/** systemd's order of layers, lowest first: its comparison of versions, on the names. */
export function inLayerOrder<T extends { readonly name: string }>(entries: readonly T[]): T[] {
  return [...entries].sort((a, b) => compareVersions(a.name, b.name));
}

/** What systemd-stub put into an initrd's /.extra came from a boot partition that anybody can write (pick_image_policy()). */
function withPolicy({ path, isSymlink = false }: MergeEntry, context: MergeContext): EntryContext {
  const { policy, host } = context;
  if (policy !== null || host.rules.version < 257) return { ...context, policy };
  // From 260 the place that a symlink leads to counts, which is elsewhere (measured).
  if (isSymlink && host.rules.linksBelowRoot) return { ...context, policy };
  // Of the global_ ones of 258 and later a bare file system is refused (measured on 262); that a signed one is not is taken
  // from the others.
  if (/^\/\.extra\/(?:global_)?sysext\//.test(path)) return { ...context, policy: SYSEXT_STRICT };
  if (/^\/\.extra\/(?:global_)?confext\//.test(path)) return { ...context, policy: CONFEXT_STRICT };
  return { ...context, policy: path.startsWith('/.extra/') ? DENY : policy };
}

function undiscoveredFailures({ undiscovered: places, host }: MergeContext): MergeFailure[] {
  return places.map(({ path, reason }) => {
    const errno = reason === 'loop' ? 'ELOOP' : 'ENOTDIR';
    return {
      rule: 'discovery',
      entry: { name: null, path },
      errno,
      prints: `Failed to discover ${host.rules.version < 254 ? 'extension ' : ''}images: ${strerror(errno)}`,
      message:
        reason === 'loop'
          ? messageOf('systemd.it-is-symlink-that-leads-in')
          : messageOf('systemd.file-stands-where-folder-must-be-and'),
      nextStep: messageOf('systemd.remove-or-mend-where-it-leads', { path }),
    };
  });
}

function hostFailures({ host }: MergeContext): MergeFailure[] {
  const { problem, rules } = host;
  const hasId = (host.fields.get('ID') ?? '') !== '';
  if (problem === null && hasId) return [];
  const errno = problem?.errno ?? 'EINVAL';
  const prints =
    problem === null
      ? `'ID' field not found or empty in 'os-release' data of OS tree '/'${rules.version < 262 ? `: ${strerror(errno)}` : '.'}`
      : `Failed to acquire 'os-release' data of OS tree '/': ${strerror(errno)}`;
  const message = problem?.message ?? messageOf('systemd.os-release-file-of-this-host');
  return [
    {
      rule: 'host-os-release',
      entry: null,
      errno,
      prints,
      message: messageOf('systemd.systemd-refuses-every-merge-here', { reason: message }),
      nextStep: messageOf('systemd.mend-os-release-file-of-this'),
    },
  ];
}

/** With a mutable layer 262 lays an overlay over every hierarchy, whether an extension has it or not (measured). */
function isLaidAnyway({ mutable, host }: MergeContext): boolean {
  return mutable !== 'no' && host.rules.overlaysWithoutExtensions;
}

/** Whether anything is mounted: with --force systemd takes entries, too, that have nothing to lay anywhere. */
function isLaid(taken: readonly MergeEntry[], context: MergeContext): boolean {
  return HIERARCHIES[context.class].some((path) => taken.some((entry) => stateIn(entry, path) === 'filled'));
}

/** What overlayfs, or systemd while it puts the layers together, stops on. */
function overlayFailures(taken: readonly MergeEntry[], context: MergeContext): MergeFailure[] {
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

function stateIn({ facts }: MergeEntry, path: string): string {
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

/** Whether one place holds the other, or is it. */
function isWithin(outer: Place, inner: Place): boolean {
  if (outer.device !== inner.device) return false;
  return inner.path === outer.path || inner.path.startsWith(outer.path === '/' ? '/' : `${outer.path}/`);
}

/** What is laid first of each place, by its device and path. */
type ByPlace = ReadonlyMap<string, ReadonlyMap<string, MergeEntry>>;

function firstByPlace(placed: readonly { readonly entry: MergeEntry; readonly place: Place }[]): ByPlace {
  const first = new Map<string, Map<string, MergeEntry>>();
  for (const { entry, place } of placed) {
    const onDevice = first.get(place.device) ?? new Map<string, MergeEntry>();
    first.set(place.device, onDevice);
    if (!onDevice.has(place.path)) onDevice.set(place.path, entry);
  }
  return first;
}

/** Another entry that has the place itself, else the innermost one that it lies in. */
function holderOf(place: Place, entry: MergeEntry, first: ByPlace): MergeEntry | undefined {
  const onDevice = first.get(place.device);
  for (let at = place.path; at !== ''; at = at.slice(0, at.lastIndexOf('/'))) {
    const found = onDevice?.get(at);
    if (found !== undefined && found !== entry) return found;
  }
  return undefined;
}

function overlapFailures(
  used: readonly MergeEntry[],
  hierarchy: string,
  host: HostHierarchy,
  { class: extensionClass }: MergeContext,
): MergeFailure[] {
  const failures: MergeFailure[] = [];
  const placed = used.flatMap((entry) => {
    const place = entry.facts.kind === 'tree' ? entry.facts.hierarchies[hierarchy]?.place : null;
    return place === null || place === undefined ? [] : [{ entry, place }];
  });
  const base = host.state === 'filled' ? host.place : null;
  const first = firstByPlace(placed);
  for (const { entry, place } of placed) {
    const inBase = base !== null && (isWithin(base, place) || isWithin(place, base));
    const other = holderOf(place, entry, first);
    if (!inBase && other === undefined) continue;
    failures.push({
      rule: 'layers-overlap',
      entry: { name: entry.name, path: entry.path },
      errno: 'ELOOP',
      prints: `Failed to mount ${extensionClass} (type overlay): ${strerror('ELOOP')}`,
      message: inBase
        ? messageOf('systemd.it-is-folder-that-lies-inside', { hierarchy })
        : messageOf('systemd.it-is-same-folder-as-or', { other: other?.path ?? '' }),
      nextStep: inBase ? messageOf('systemd.keep-it-outside-for-example-in', { hierarchy }) : null,
    });
  }
  return failures;
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

/** The entry that is to blame for an overlay that cannot be mounted is told so as well. */
function blameEntries(judged: Map<string, JudgedEntry>, failure: MergeFailure): void {
  const { entry } = failure;
  const before = entry === null ? undefined : judged.get(entry.path);
  if (entry === null || before === undefined || before.failure !== null) return;
  judged.set(entry.path, { ...before, verdict: blockingVerdict(before.verdict, failure), failure });
}
