/** Which units extensions brought, as the helper itself sees it: no other unit is started or stopped. */
import { type BigIntStats, lstatSync, readFileSync, readlinkSync } from 'node:fs';
import { basename, join } from 'node:path';
import { mergedPlaces, withBase } from './base-tree.ts';

/**
 * `layer`: its file comes from a merged extension. `gone`: no file of it is anywhere, so that it only still runs. `host`:
 * everything else.
 */
export type UnitOrigin = 'layer' | 'gone' | 'host';

/** Where systemd looks for units, the first that has a name wins (systemd.unit(5), table 1). */
const UNIT_DIRECTORIES = [
  '/etc/systemd/system.control',
  '/run/systemd/system.control',
  '/run/systemd/transient',
  '/run/systemd/generator.early',
  '/etc/systemd/system',
  '/etc/systemd/system.attached',
  '/run/systemd/system',
  '/run/systemd/system.attached',
  '/run/systemd/generator',
  '/usr/local/lib/systemd/system',
  '/usr/lib/systemd/system',
  '/lib/systemd/system',
  '/run/systemd/generator.late',
];
const MAX_ALIASES = 8;
/** Larger unit files are not compared, and count as the host's. */
const MAX_UNIT_BYTES = 1024 * 1024;

/** Where each unit comes from. */
export async function originsOf(units: readonly string[]): Promise<Map<string, UnitOrigin>> {
  const places = mergedPlaces();
  const originsOfAll = async (base: string | null) =>
    new Map(units.map((unit) => [unit, originOf(unit, places, base)]));
  return places.length === 0 ? originsOfAll(null) : withBase(originsOfAll);
}

/** Whether a unit is one of a template (`NAME@INSTANCE.service`), and the template's name. */
export function templateOf(unit: string): string | null {
  const [, prefix, suffix] = /^([^@]+@)[^@.][^@]*(\.[a-z]+)$/.exec(unit) ?? [];
  return prefix === undefined ? null : `${prefix}${suffix}`;
}

function originOf(unit: string, places: readonly string[], base: string | null, depth = 0): UnitOrigin {
  const template = templateOf(unit);
  const file = findUnit(unit) ?? (template === null ? null : findUnit(template));
  if (file === null) return 'gone';
  const isMerged = places.some((place) => file.startsWith(`${place}/`));
  if (!isMerged || base === null || isSame(file, join(base, file))) return 'host';
  const stat = lstatSync(file);
  if (stat.isFile()) return 'layer';
  if (!stat.isSymbolicLink()) return 'host';
  const target = basename(readlinkSync(file));
  // A link to a file of the same name elsewhere is that unit; another name is what systemd would take it for.
  if (target === basename(file)) return 'layer';
  if (depth >= MAX_ALIASES || !target.includes('.')) return 'host';
  const meant = originOf(target, places, base, depth + 1);
  return meant === 'layer' ? 'layer' : 'host';
}

function findUnit(fileName: string): string | null {
  const paths = UNIT_DIRECTORIES.map((directory) => `${directory}/${fileName}`);
  return paths.find((path) => statOrNothing(path) !== undefined) ?? null;
}

/** A layer that carries the host's own file once more brings nothing. */
function isSame(merged: string, own: string): boolean {
  const [above, below] = [statOrNothing(merged), statOrNothing(own)];
  if (above === undefined || below === undefined) return false;
  if ((above.mode & 0o170000n) !== (below.mode & 0o170000n)) return false;
  if (above.isSymbolicLink()) return readlinkSync(merged) === readlinkSync(own);
  if (!above.isFile() || above.size !== below.size) return !above.isFile();
  return above.size > MAX_UNIT_BYTES || readFileSync(merged).equals(readFileSync(own));
}

function statOrNothing(path: string): BigIntStats | undefined {
  try {
    return lstatSync(path, { bigint: true, throwIfNoEntry: false });
  } catch {
    // What stands above it is no directory.
    return undefined;
  }
}
