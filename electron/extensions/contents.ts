/** What stands inside an extension, with a mark at each file that overrides another or is overridden. */
import type { ContentEntry, ContentsPart, Extension } from '../../shared/model/extension.ts';
import { HIERARCHIES } from '../../shared/systemd/classes.ts';
import { compareVersions } from '../../shared/systemd/version.ts';
import { allEntries, type Entries } from './index/entries.ts';
import { indexOf } from './index/index-of.ts';
import { baseHas, filesOf, seesBase, wouldMerge } from './layers.ts';
import { contentOf } from './reading.ts';
import type { Site, System } from './system.ts';

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
  site: Site,
  system: System,
  extension: Extension,
  signal: AbortSignal | null,
): AsyncGenerator<ContentsPart> {
  const counts = { files: 0, bytes: 0 };
  const end = (problem: string): ContentsPart => ({
    entries: [],
    truncated: false,
    baseKnown: false,
    ...counts,
    problem,
  });
  const content = contentOf(site.root, extension);
  if (content === null) {
    yield end('It leads nowhere, so there is nothing to show.');
    return;
  }
  try {
    const { entries, failure } = await indexOf(content, system.release, { signal });
    yield* collect(entries, site, system, extension, counts, signal);
    if (failure !== null) yield end(`Its contents cannot be shown: ${failure.message}.`);
  } catch (error) {
    if (signal?.aborted === true) return;
    const { code } = error as NodeJS.ErrnoException;
    if (code === undefined) throw error;
    yield end(`Its contents cannot be read (${code}).`);
  }
}

async function* collect(
  all: Entries,
  site: Site,
  system: System,
  extension: Extension,
  counts: { files: number; bytes: number },
  signal: AbortSignal | null,
): AsyncGenerator<ContentsPart> {
  const rivals = await readRivals(site, system, extension);
  const roots = HIERARCHIES[extension.class].map((path) => `${path.slice(1)}/`);
  const baseVisible = seesBase(site, system.hierarchies, extension.class);
  const merged = system.extensions.filter((one) => one.class === extension.class && one.merged);
  // Under a merge the live tree shows the base only where no merged extension has the file.
  const mergedFiles = baseVisible ? [] : rivals.filter(({ name }) => merged.some((one) => one.name === name));
  const baseKnown = baseVisible || !extension.merged;
  let entries: ContentEntry[] = [];
  let sent = 0;
  let truncated = false;
  for (const { path, type, size, mode, uid, gid, target } of allEntries(all)) {
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
      if (baseKnown && !mergedFiles.some((rival) => rival.files.has(path)) && baseHas(site, path))
        overrides.push('base');
      for (const rival of rivals) if (rival.files.has(path)) (rival.above ? hiddenBy : overrides).push(rival.name);
    }
    entries.push({ path, type, size, mode, uid, gid, target, overrides, hiddenBy });
    if (entries.length < PER_PART) continue;
    yield { entries, truncated: false, baseKnown, ...counts, problem: null };
    if (signal?.aborted === true) return;
    sent += entries.length;
    entries = [];
  }
  yield { entries, truncated, baseKnown, ...counts, problem: null };
}

/** The other extensions of the class that are merged or would be. */
async function readRivals(site: Site, system: System, extension: Extension): Promise<Rival[]> {
  const rivals: Rival[] = [];
  for (const other of system.extensions) {
    if (other.class !== extension.class || other.name === extension.name) continue;
    if (!other.merged && wouldMerge(other) !== true) continue;
    const files = await filesOf(site, system, other);
    if (typeof files === 'string') continue;
    rivals.push({ name: other.name, above: compareVersions(other.name, extension.name) > 0, files });
  }
  return rivals;
}
