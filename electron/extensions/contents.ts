/** What stands inside an extension, with a mark at each file that overrides another or is overridden. */
import { isMessage, type Message, messageOf } from '../../shared/messages/message.ts';
import type { ContentEntry, ContentsPart, Extension } from '../../shared/model/extension.ts';
import { HIERARCHIES } from '../../shared/systemd/classes.ts';
import { compareVersions } from '../../shared/systemd/version.ts';
import { allEntries, type Entries } from './index/entries.ts';
import { indexOf } from './index/index-of.ts';
import { baseHas, filesOf, seesBase, wouldMerge } from './layers.ts';
import { contentOf } from './reading.ts';
import type { System, Target } from './system.ts';

/** More than this is not sent to a window; the counts go on. */
const MAX_ENTRIES = 200_000;
const PER_PART = 2000;

interface Rival {
  readonly name: string;
  readonly above: boolean;
  readonly files: ReadonlySet<string>;
}

/**
 * Reads the whole tree of an extension, part by part. Never throws for what it is; that becomes `problem`.
 *
 * @param signal ends the reading early
 */
export async function* readContents(
  target: Target,
  system: System,
  extension: Extension,
  signal: AbortSignal | null,
): AsyncGenerator<ContentsPart> {
  const counts = { files: 0, bytes: 0 };
  const endWith = (problem: Message): ContentsPart => ({
    entries: [],
    truncated: false,
    baseKnown: false,
    ...counts,
    problem,
  });
  const content = contentOf(target.root, extension);
  if (content === null) {
    yield endWith(messageOf('extension.it-leads-nowhere-so-there-is'));
    return;
  }
  try {
    const { entries, failure } = await indexOf(content, system.release, { signal });
    yield* collectEntries(entries, target, system, extension, counts, signal);
    if (failure !== null)
      yield endWith(messageOf('extension.its-contents-cannot-be-shown', { reason: failure.message }));
  } catch (error) {
    if (signal?.aborted === true) return;
    const { code } = error as NodeJS.ErrnoException;
    if (code === undefined) throw error;
    yield endWith(messageOf('extension.its-contents-cannot-be-read', { code }));
  }
}

async function* collectEntries(
  all: Entries,
  target: Target,
  system: System,
  extension: Extension,
  counts: { files: number; bytes: number },
  signal: AbortSignal | null,
): AsyncGenerator<ContentsPart> {
  const rivals = await readRivals(target, system, extension);
  const roots = HIERARCHIES[extension.class].map((path) => `${path.slice(1)}/`);
  const baseVisible = seesBase(target, system.hierarchies, extension.class);
  const merged = system.extensions.filter((one) => one.class === extension.class && one.merged);
  // Under a merge the live tree shows the base only where no merged extension has the file.
  const mergedFiles = baseVisible ? [] : rivals.filter(({ name }) => merged.some((one) => one.name === name));
  // An image that is to replace a merged one: what is seen of the base has the files of that.
  const replaced = merged.find((one) => one.name === extension.name && one.id !== extension.id);
  const replacedFiles = replaced === undefined || baseVisible ? NO_FILES : await filesOf(target, system, replaced);
  const ofReplaced = isMessage(replacedFiles) ? null : replacedFiles;
  const baseKnown = baseVisible || (!extension.merged && ofReplaced !== null);
  let entries: ContentEntry[] = [];
  let sent = 0;
  let truncated = false;
  for (const { path, type, size, mode, uid, gid, target: linkTarget } of allEntries(all)) {
    const isDirectory = type === 'directory';
    if (!isDirectory) counts.files++;
    if (type === 'file') counts.bytes += size;
    if (sent + entries.length >= MAX_ENTRIES) {
      truncated = true;
      continue;
    }
    const laidOver = !isDirectory && roots.some((root) => path.startsWith(root));
    const overrides: string[] = [];
    const hiddenBy: string[] = [];
    if (laidOver) {
      const isOfMerged = ofReplaced?.has(path) === true || mergedFiles.some((rival) => rival.files.has(path));
      if (baseKnown && !isOfMerged && baseHas(target, path)) overrides.push('base');
      for (const rival of rivals) if (rival.files.has(path)) (rival.above ? hiddenBy : overrides).push(rival.name);
    }
    entries.push({ path, type, size, mode, uid, gid, target: linkTarget, overrides, hiddenBy });
    if (entries.length < PER_PART) continue;
    yield { entries, truncated: false, baseKnown, ...counts, problem: null };
    if (signal?.aborted === true) return;
    sent += entries.length;
    entries = [];
  }
  yield { entries, truncated, baseKnown, ...counts, problem: null };
}

const NO_FILES: ReadonlySet<string> = new Set();

/** The other extensions of the class that are merged or would be. */
async function readRivals(target: Target, system: System, extension: Extension): Promise<Rival[]> {
  const rivals: Rival[] = [];
  for (const other of system.extensions) {
    if (other.class !== extension.class || other.name === extension.name) continue;
    if (!other.merged && wouldMerge(other) !== true) continue;
    const files = await filesOf(target, system, other);
    if (isMessage(files)) continue;
    rivals.push({ name: other.name, above: compareVersions(other.name, extension.name) > 0, files });
  }
  return rivals;
}
