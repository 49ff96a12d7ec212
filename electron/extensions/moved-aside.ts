/** Entries that Veneer took out of a search directory, for they could not be masked where they stood. */

import { readdirSync } from 'node:fs';
import { basename, join } from 'node:path';
import { messageOf } from '../../shared/messages/message.ts';
import type { MovedAside } from '../../shared/model/extension.ts';
import type { ExtensionClass } from '../../shared/systemd/classes.ts';
import { makeVerdict } from '../../shared/systemd/compatibility.ts';
import type { MergeEntry } from '../../shared/systemd/entry-facts.ts';
import { imageNameOf, nameOfEntry } from '../../shared/systemd/image-name.ts';
import { movedAsideDirectory } from '../../shared/systemd/masking.ts';
import { resolveInRoot } from '../host/rooted.ts';
import { judgeAlone } from './discovery.ts';
import type { DiscoveryContext } from './locate-entry.ts';
import { failedReading, mergeEntryOf, type Reading, readContent, UNREAD } from './reading.ts';
import { besideImage } from './sidecars.ts';
import { NO_ATTRIBUTES, readVerityAttributes } from './verity-attributes.ts';

/** One that can be put back, and what a merge would have of it then. */
interface KeptEntry {
  readonly movedAside: MovedAside;
  readonly entry: MergeEntry;
}

/** All entries that can be put back, in search order. */
export async function readMovedAside(context: DiscoveryContext, extensionClass: ExtensionClass): Promise<KeptEntry[]> {
  const { root, host } = context;
  const found: KeptEntry[] = [];
  for (const directory of host.rules.searchPath[extensionClass]) {
    const kept = resolveInRoot(root, movedAsideDirectory(directory));
    if (!kept.found || !kept.stat.isDirectory()) continue;
    for (const fileName of readNames(kept.hostPath)) {
      const name = nameOfEntry(fileName, extensionClass, host.rules);
      if (name === null) continue;
      const path = join(directory, fileName);
      const keptAt = join(movedAsideDirectory(directory), fileName);
      const { reading, type, beside } = await readKept(context, { keptAt, path, name }, extensionClass);
      const entry = { ...mergeEntryOf(reading, { name, path, type }, null), ...beside };
      const judged = judgeAlone(entry, context.merge)?.verdict ?? makeVerdict(false, 'not-an-image', GONE);
      found.push({
        movedAside: { name, class: extensionClass, path, keptAt, verdict: judged, units: [...reading.units] },
        entry,
      });
    }
  }
  return found;
}

function readNames(directory: string): string[] {
  try {
    return readdirSync(directory).sort();
  } catch {
    return [];
  }
}

const GONE = messageOf('extension.it-leads-nowhere-any-more');

const WITHOUT_CONTENT: Reading = {
  ...UNREAD,
  form: 'unrecognised',
  facts: { kind: 'unmountable', code: 'not-an-image', errno: null, reason: GONE },
};

interface Kept {
  readonly reading: Reading;
  readonly type: 'directory' | 'raw';
  readonly beside: Partial<ReturnType<typeof besideImage>>;
}

/** Never throws: what goes wrong with one entry is said of that one. */
async function readKept(
  { root, host, mounts }: DiscoveryContext,
  { keptAt, path, name }: { readonly keptAt: string; readonly path: string; readonly name: string },
  extensionClass: ExtensionClass,
): Promise<Kept> {
  try {
    const target = resolveInRoot(root, keptAt);
    if (!target.found) return { reading: WITHOUT_CONTENT, type: 'raw', beside: besideImage(root, path, NO_ATTRIBUTES) };
    const isFolder = target.stat.isDirectory();
    const imageName = isFolder ? name : imageNameOf(name, basename(keptAt), host.rules);
    const content = { hostPath: target.hostPath, kind: isFolder ? 'folder' : 'image' } as const;
    const reading = await readContent(content, { class: extensionClass, host, imageName, mounts });
    if (isFolder) return { reading, type: 'directory', beside: {} };
    const attributes = (await readVerityAttributes([target.hostPath]))?.get(target.hostPath) ?? NO_ATTRIBUTES;
    return { reading, type: 'raw', beside: besideImage(root, path, attributes) };
  } catch (error) {
    return { reading: failedReading(error), type: 'raw', beside: {} };
  }
}
