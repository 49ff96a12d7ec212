/**
 * What a whole merge would come to. systemd-sysext merges all or nothing, in four steps: it discovers the entries, reads
 * the metadata of each image, leaves out what does not fit, and lays the layers over the hierarchies; only the third
 * step leaves one out quietly, a failure of any other ends the merge of all. Rules from systemd's source (252, 257) and
 * from the recorded merges of 252, 257 and 262 in e2e/fixtures/systemd. Pure: electron/extensions reads what it needs.
 */

import { type Message, messageOf } from '../messages/message.ts';
import { HIERARCHIES } from './classes.ts';
import type { MergeEntry } from './entry-facts.ts';
import { CONFEXT_STRICT, DENY, SYSEXT_STRICT } from './image-policy.ts';
import { blockingVerdict, type JudgedEntry, judgeEntry } from './judge-entry.ts';
import type { EntryContext, MergeContext } from './merge-context.ts';
import { MERGE_RULES, type MergeFailure, type MergeStage, strerror } from './merge-failure.ts';
import { isLaidAnyway, overlayFailures, stateIn } from './overlay-failures.ts';
import { compareVersions } from './version.ts';

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
function inLayerOrder<T extends { readonly name: string }>(entries: readonly T[]): T[] {
  return [...entries].sort((a, b) => compareVersions(a.name, b.name));
}

/** What systemd-stub put into an initrd's /.extra came from a boot partition that anybody can write (pick_image_policy()). */
function withPolicy({ path, imagePath = path }: MergeEntry, context: MergeContext): EntryContext {
  const { policy, host } = context;
  if (policy !== null || host.rules.version < 257 || host.scope !== 'initrd') return context;
  // Of the global_ ones of 258 and later a bare file system is refused (measured on 262); that a signed one is not is taken
  // from the others.
  if (/^\/\.extra\/(?:global_)?sysext\//.test(imagePath)) return { ...context, policy: SYSEXT_STRICT };
  if (/^\/\.extra\/(?:global_)?confext\//.test(imagePath)) return { ...context, policy: CONFEXT_STRICT };
  return imagePath.startsWith('/.extra/') ? { ...context, policy: DENY } : context;
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

/** Whether anything is mounted: with --force systemd takes entries, too, that have nothing to lay anywhere. */
function isLaid(taken: readonly MergeEntry[], context: MergeContext): boolean {
  return HIERARCHIES[context.class].some((path) => taken.some((entry) => stateIn(entry, path) === 'filled'));
}

/** The entry that is to blame for an overlay that cannot be mounted is told so as well. */
function blameEntries(judged: Map<string, JudgedEntry>, failure: MergeFailure): void {
  const { entry } = failure;
  const before = entry === null ? undefined : judged.get(entry.path);
  if (entry === null || before === undefined || before.failure !== null) return;
  judged.set(entry.path, { ...before, verdict: blockingVerdict(before.verdict, failure), failure });
}
