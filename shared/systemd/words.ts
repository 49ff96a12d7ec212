/**
 * What systemd-sysext and systemd-confext say, and what a person can do about it. Their exit status does not tell: 252 ends
 * with 0 after many failures, and a later version with 1 and a last line that gives no reason. The lines are those of 252,
 * 257 and 262 with LC_ALL=C.
 */
import { joinTexts, type Message, messageOf, type Value } from '../messages/message.ts';

/** What a failure is about: what the next step depends on. */
export type Complaint =
  /** One extension; `name` where the line has it, `path` where it has that alone. */
  | 'extension'
  /** The host's os-release. */
  | 'host'
  /** A search directory, or a symlink in one. */
  | 'discovery'
  /** The overlay could not be mounted: a name, a folder in a bad place. */
  | 'overlay'
  | 'merged-already'
  | 'other';

export interface Words {
  /** The line that gives the reason, without what makes it long; null where nothing sounds like a failure. */
  readonly reason: string | null;
  readonly about: Complaint;
  /** The extension that the reason is about, by systemd's words. */
  readonly name: string | null;
  /** The image or folder that it is about, where its name is not told. */
  readonly path: string | null;
  /** Whether the failure came after all that systemd says it merged: then it ended the command, whatever its status. */
  readonly ended: boolean;
  /** Paths that systemd says it merged into; on `--root`, with the root. */
  readonly mergedInto: readonly string[];
}

const PROGRESS =
  /^(?:Using extensions '.*'\.|Merged extensions into '.*'\.|Unmerged '.*'\.|No (?:suitable |OS )?(?:extensions|confexts) found.*\.|Skipping extension refresh .*)$/;
const MERGED_INTO = /^Merged extensions into '(.*)'\.$/;
/** What 257 and 262 say last when their child failed; it gives no reason. */
const NO_REASON = /^(?:Failed to merge hierarchies\.?|\(sd-(?:merge|sysext|unmerge)\) .*)$/;
const HARMLESS = /, (?:ignoring|skipping|proceeding)\.?(?::.*)?$|, ignoring: /;
const FAILURE =
  /^(?:Failed to |Unable to |Can't use |Not importing mutable |Mutable directory |Need to be privileged|'ID' field |Hierarchy '.*' is already merged|Assertion )|, refusing\.$| does not match image policy\.$| must not be outside root /;

/** Each with the reason's part that names it. */
const OF_EXTENSION: readonly { readonly is: RegExp; readonly gives: 'name' | 'path' | 'nothing' }[] = [
  { is: /^Failed to read metadata for image (.+): [^:]+$/, gives: 'name' },
  { is: / in extension '.*\/([^/']+)'/, gives: 'name' },
  { is: /^(\/.+): Image does not match image policy\.$/, gives: 'path' },
  { is: /^Failed to (?:read verity artifacts|set up loopback device) for (\/.+): [^:]+$/, gives: 'path' },
  { is: /^Extension image contains \/usr\/lib\/os-release/, gives: 'nothing' },
  {
    is: /^Failed to (?:determine whether '?\/usr\/lib\/os-release|validate extension release|decrypt image)/,
    gives: 'nothing',
  },
];
const OF_HOST = /^(?:'ID' field not found|Failed to acquire 'os-release' data of OS tree)/;
const OF_DISCOVERY = /^Failed to discover (?:extension )?images: /;
const OF_OVERLAY = /^Failed to (?:mount (?:sysext|confext) \(type overlay\)|mangle mount options)/;
const OF_MERGED = /^Hierarchy '.*' is already merged/;

/** @param output what the program wrote, both streams in the order in which they came */
export function readWords(output: string): Words {
  const lines = output
    .split('\n')
    .map((line) => line.trim())
    .filter((line) => line !== '');
  const told = lines.filter((line) => !PROGRESS.test(line) && !HARMLESS.test(line));
  const failures = told.filter((line) => FAILURE.test(line));
  const reason =
    failures.findLast((line) => !NO_REASON.test(line)) ??
    told.findLast((line) => !NO_REASON.test(line)) ??
    failures.at(-1) ??
    null;
  const last = failures.at(-1);
  return {
    reason: reason === null ? null : shortenLine(reason),
    ...aboutOf(reason ?? '', lines),
    ended: last !== undefined && lines.lastIndexOf(last) > lines.findLastIndex((line) => MERGED_INTO.test(line)),
    mergedInto: lines.flatMap((line) => MERGED_INTO.exec(line)?.[1] ?? []),
  };
}

function aboutOf(reason: string, lines: readonly string[]): Pick<Words, 'about' | 'name' | 'path'> {
  for (const { is, gives } of OF_EXTENSION) {
    const found = is.exec(reason);
    if (found === null) continue;
    const given = found[1] ?? null;
    if (gives === 'name') return { about: 'extension', name: given, path: null };
    if (gives === 'nothing' || given === null) return { about: 'extension', name: null, path: null };
    return { about: 'extension', name: nameOfPath(given), path: given };
  }
  if (OF_OVERLAY.test(reason)) return { about: 'overlay', name: nameThatEndsMerges(lines), path: null };
  const about = OF_HOST.test(reason)
    ? 'host'
    : OF_DISCOVERY.test(reason)
      ? 'discovery'
      : OF_MERGED.test(reason)
        ? 'merged-already'
        : 'other';
  return { about, name: null, path: null };
}

const SEARCHED =
  /^(?:\/.*)?\/(?:etc|run|var\/lib|usr\/local\/lib|usr\/lib)\/(?:extensions|confexts)\/([^/]+)(?:\/[^/]+)?$/;

/** The extension of an entry in a search directory; null for a file elsewhere, whose name may be another. */
function nameOfPath(path: string): string | null {
  const entry = SEARCHED.exec(path)?.[1];
  return (
    entry
      ?.replace(/\.v$/, '')
      .replace(/\.raw$/, '')
      .replace(/\.(?:sysext|confext)$/, '') ?? null
  );
}

/** A name that overlayfs does not take apart from its neighbours ends every merge (measured on 252, 257 and 262). */
function nameThatEndsMerges(lines: readonly string[]): string | null {
  const used = /^Using extensions '(.*)'\.$/.exec(
    lines.find((line) => line.startsWith('Using extensions ')) ?? '',
  )?.[1];
  const bad = (used?.split("', '") ?? []).filter((name) => /[:,\\"']/.test(name));
  // From 257 on they are file names.
  return bad.length === 1 ? (bad[0]?.replace(/\.raw$/, '') ?? null) : null;
}

/** The option string may be 4095 bytes long; the detail of an error keeps it. */
function shortenLine(line: string): string {
  return line
    .replace(/"lowerdir=[^"]*"?/, '"lowerdir=…"')
    .replace(/lowerdir=.{200,}(?=: [^:]+$)/, 'lowerdir=…')
    .replace(/\.$/, '')
    .slice(0, MOST_SHOWN);
}

const MOST_SHOWN = 400;

/** What a person can do, by systemd's own words. */
export function nextStepFor({ about, name, path }: Pick<Words, 'about' | 'name' | 'path'>): Message {
  if (name !== null) return messageOf('systemd.mask-or-repair-it-and-try', { name });
  if (path !== null) return messageOf('systemd.repair-or-take-it-away-and', { path });
  switch (about) {
    case 'extension':
      return messageOf('systemd.mask-extension-that-is-meant-or');
    case 'host':
      return messageOf('systemd.give-host-os-release-that-has');
    case 'discovery':
      return messageOf('systemd.look-in-search-directories-for-symlink');
    case 'overlay':
      return messageOf('systemd.look-for-extension-that-is-folder');
    case 'merged-already':
      return messageOf('systemd.refresh-instead-or-unmerge-first');
    case 'other':
      return messageOf('systemd.read-what-systemd-said-mask-what');
  }
}

/** What is merged at one path. */
export interface MergedAt {
  /** As systemd names the hierarchy. */
  readonly path: string;
  readonly merged: boolean;
  /** Lowest layer first. */
  readonly extensions: readonly string[];
}

/**
 * Says what is merged now, read from the mount table, in whole sentences.
 *
 * @param before the same before the change; null where it was not read
 */
export function mergedSentence(before: readonly MergedAt[] | null, now: readonly MergedAt[]): Message {
  const merged = now.filter((one) => one.merged);
  if (now.length === 0) return messageOf('systemd.nothing-is-merged-now');
  if (merged.length === 0) return messageOf('systemd.nothing-is-merged-into-now', { path: allOf(now) });
  const names = merged[0]?.extensions ?? [];
  if (before !== null && isSame(before, now)) return messageOf('systemd.still-merged', { names: names.join(', ') });
  const said = merged.map(({ path, extensions }) =>
    messageOf('systemd.merged-into-now', { path, names: extensions.join(', ') }),
  );
  const gone = now.filter(
    ({ path, merged: isNow }) => !isNow && before?.some((one) => one.path === path && one.merged) === true,
  );
  if (gone.length > 0) said.push(messageOf('systemd.nothing-is-merged-into-now', { path: allOf(gone) }));
  return joinTexts(said, ' ');
}

/** A host has at most two hierarchies of a class. */
function allOf(hierarchies: readonly MergedAt[]): Value {
  const [first = '', last] = hierarchies.map(({ path }) => path);
  return last === undefined ? first : messageOf('systemd.and', { first, last });
}

function isSame(before: readonly MergedAt[], now: readonly MergedAt[]): boolean {
  return now.every((one) => {
    const was = before.find(({ path }) => path === one.path);
    return was?.merged === one.merged && was.extensions.join('\n') === one.extensions.join('\n');
  });
}
