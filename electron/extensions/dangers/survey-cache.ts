/** Surveys of images, kept until the file changes. A folder can change inside without a trace, so it is walked each time. */
import { type Stats, statSync } from 'node:fs';
import type { Extension } from '../../../shared/model/extension.ts';
import { ImageError, type ImageTree } from '../../images/tree.ts';
import { contentOf, openWhole } from '../reading.ts';
import type { Site, System } from '../system.ts';
import type { Survey } from './facts.ts';
import { surveyTree, type Visit } from './survey.ts';

/** Paths of all kept surveys together: some hundred bytes each. */
const MAX_KEPT = 300_000;

const kept = new Map<string, Survey>();
let keptPaths = 0;

/**
 * The survey of an extension, from an earlier walk where its image is unchanged.
 *
 * @returns null where it leads nowhere or cannot be read; its verdict says why
 */
export async function surveyOf(site: Site, system: System, extension: Extension): Promise<Survey | null> {
  const key = keyOf(site, extension);
  const known = key === null ? undefined : kept.get(key);
  if (known !== undefined) return known;
  try {
    return await walkThrough(site, system, extension);
  } catch (error) {
    if (error instanceof ImageError || (error as NodeJS.ErrnoException).code !== undefined) return null;
    throw error;
  }
}

/**
 * Walks through an extension now, whatever is kept of it.
 *
 * @param visit is told of every entry
 * @param then looks on while it is open
 * @throws {ImageError} where it is broken; what the file system throws
 */
export async function walkThrough(
  site: Site,
  system: System,
  extension: Extension,
  visit?: Visit,
  then: (tree: ImageTree, survey: Survey) => Promise<void> = async () => {},
): Promise<Survey | null> {
  const content = contentOf(site.root, extension);
  if (content === null) return null;
  const key = keyOf(site, extension);
  const { tree, disk } = await openWhole(content, system.release);
  try {
    const survey = await surveyTree(tree, extension.class, (disk?.verity.length ?? 0) > 0, visit);
    // Only what is the same file at the end was read whole.
    if (key !== null && key === keyOf(site, extension)) keep(key, survey);
    await then(tree, survey);
    return survey;
  } finally {
    tree.close();
  }
}

const sizeOf = ({ folders, others }: Survey) => folders.size + others.size;

function keep(key: string, survey: Survey): void {
  const before = kept.get(key);
  if (before !== undefined) keptPaths -= sizeOf(before);
  kept.delete(key);
  kept.set(key, survey);
  keptPaths += sizeOf(survey);
  for (const [oldest, old] of kept) {
    if (keptPaths <= MAX_KEPT) break;
    kept.delete(oldest);
    keptPaths -= sizeOf(old);
  }
}

/** Names one state of an image file; null for a folder and for what is not there. */
function keyOf({ root }: Site, extension: Extension): string | null {
  const content = contentOf(root, extension);
  if (content === null || content.kind !== 'image') return null;
  let stat: Stats | undefined;
  try {
    stat = statSync(content.hostPath, { throwIfNoEntry: false });
  } catch {
    return null;
  }
  if (stat === undefined || !stat.isFile()) return null;
  const { dev, ino, size, mtimeMs, ctimeMs } = stat;
  return JSON.stringify([content.hostPath, extension.class, dev, ino, size, mtimeMs, ctimeMs]);
}
