/** Entries that Veneer took out of a search directory, for they could not be masked where they stood. */
import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import type { HostRelease } from '../../shared/compatibility.ts';
import { nameOfEntry } from '../../shared/discovery-rules.ts';
import { setAsideDirectory } from '../../shared/masking.ts';
import type { SetAside } from '../../shared/model/extension.ts';
import type { ExtensionClass } from '../../shared/systemd-rules.ts';
import { resolveInRoot } from '../host/rooted.ts';
import { readContent } from './reading.ts';

/** All entries that can be put back, in search order. */
export async function readSetAside(
  root: string,
  host: HostRelease,
  extensionClass: ExtensionClass,
): Promise<SetAside[]> {
  const found: SetAside[] = [];
  for (const directory of host.rules.searchPath[extensionClass]) {
    const kept = resolveInRoot(root, setAsideDirectory(directory));
    if (!kept.found || !kept.stat.isDirectory()) continue;
    for (const fileName of readNames(kept.hostPath)) {
      const name = nameOfEntry(fileName, extensionClass, host.rules);
      if (name === null) continue;
      const keptAt = join(setAsideDirectory(directory), fileName);
      const { verdict, units } = await readKept(root, keptAt, name, extensionClass, host);
      found.push({ name, class: extensionClass, path: join(directory, fileName), keptAt, verdict, units: [...units] });
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

async function readKept(root: string, keptAt: string, name: string, extensionClass: ExtensionClass, host: HostRelease) {
  const target = resolveInRoot(root, keptAt);
  if (!target.found) {
    return {
      verdict: { compatible: false, code: 'not-an-image' as const, message: 'It leads nowhere any more.', fields: [] },
      units: [],
    };
  }
  const kind = target.stat.isDirectory() ? 'folder' : 'image';
  return readContent({ hostPath: target.hostPath, kind }, name, extensionClass, host);
}
