/** What a Veneer before the helper kept it wrote down for its user of where an image came from: origins.json in its state. */
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { InstalledVersion, Origin } from '../../electron/updates/origins.ts';

/** @param directory of the state; made where it is not there */
export function putOldOrigin(
  directory: string,
  { root, class: extensionClass, name, version, architecture, size }: InstalledVersion,
  origin: Origin | null,
): void {
  mkdirSync(directory, { recursive: true, mode: 0o700 });
  const path = join(directory, 'origins.json');
  const key = JSON.stringify([root, extensionClass, name, version, architecture]);
  const { [key]: _, ...others } = fieldsOf(path);
  const entry = origin === null ? {} : { [key]: { ...origin, size } };
  writeFileSync(path, `${JSON.stringify({ version: 1, ...others, ...entry }, null, 2)}\n`, { mode: 0o600 });
}

function fieldsOf(path: string): Record<string, unknown> {
  try {
    return JSON.parse(readFileSync(path, 'utf8')) as Record<string, unknown>;
  } catch {
    // Nothing stands there yet.
    return {};
  }
}
