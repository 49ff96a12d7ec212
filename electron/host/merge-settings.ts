/** What of a host's configuration decides a merge: sysext.conf and confext.conf, the kernel command line, mutable directories. */

import { readdirSync, readFileSync, statSync } from 'node:fs';
import { basename, join } from 'node:path';
import { compareNames } from '../../shared/model/by-name.ts';
import { parseBoolean } from '../../shared/systemd/boolean.ts';
import {
  type ExtensionClass,
  HIERARCHIES,
  MUTABLE_MODES,
  type MutableMode,
  type SystemdRules,
} from '../../shared/systemd/classes.ts';
import { type ImagePolicy, parseImagePolicy } from '../../shared/systemd/image-policy.ts';
import type { HostHierarchy } from '../../shared/systemd/merge-context.ts';
import type { Mount } from '../../shared/systemd/mount-table.ts';
import { isReadOnly, placeOf } from './places.ts';
import { resolveInRoot } from './rooted.ts';

const CONFIGURATION_PLACES = ['/etc/systemd', '/run/systemd', '/usr/local/lib/systemd', '/usr/lib/systemd'];
const MAX_TEXT = 1024 * 1024;
const SECTION: Readonly<Record<ExtensionClass, string>> = { sysext: 'SysExt', confext: 'ConfExt' };

interface MergeSettings {
  readonly mutable: MutableMode;
  readonly policy: ImagePolicy | null;
}

/**
 * The settings of a class: the first of its files, then the drop-ins of all places by name, where a higher place hides a
 * lower one's file of the same name (sysext.conf(5), 259). Values that systemd does not understand change nothing.
 */
export function readMergeSettings(root: string, extensionClass: ExtensionClass, rules: SystemdRules): MergeSettings {
  let mutable: MutableMode = 'no';
  let policy: ImagePolicy | null = null;
  if (!rules.configuration) return { mutable, policy };
  for (const text of configurationFiles(root, `${extensionClass}.conf`)) {
    for (const [key, value] of assignmentsIn(text, SECTION[extensionClass])) {
      if (key === 'Mutable') mutable = parseMutable(value) ?? mutable;
      if (key === 'ImagePolicy') policy = value === '' ? null : (parseImagePolicy(value) ?? policy);
    }
  }
  return { mutable, policy };
}

function configurationFiles(root: string, name: string): string[] {
  const main = CONFIGURATION_PLACES.map((place) => readText(root, join(place, name))).find((text) => text !== null);
  const dropIns = new Map<string, string>();
  for (const place of CONFIGURATION_PLACES) {
    for (const path of dropInsOf(root, join(place, `${name}.d`))) {
      const file = basename(path);
      if (!dropIns.has(file)) dropIns.set(file, path);
    }
  }
  const inOrder = [...dropIns].sort(([a], [b]) => compareNames(a, b)).map(([, path]) => path);
  return [main, ...inOrder.map((path) => readText(root, path))].filter((text) => text !== null && text !== undefined);
}

function dropInsOf(root: string, folder: string): string[] {
  const found = resolveInRoot(root, folder);
  if (!found.found) return [];
  try {
    return readdirSync(found.hostPath)
      .filter((file) => file.endsWith('.conf'))
      .map((file) => join(folder, file));
  } catch {
    return [];
  }
}

function readText(root: string, path: string): string | null {
  const found = resolveInRoot(root, path);
  if (!found.found || !found.stat.isFile() || found.stat.size > MAX_TEXT) return null;
  try {
    return readFileSync(found.hostPath, 'utf8');
  } catch {
    return null;
  }
}

function assignmentsIn(text: string, section: string): [string, string][] {
  const found: [string, string][] = [];
  let current = '';
  for (const raw of text.split('\n')) {
    const line = raw.trim();
    if (line === '' || line.startsWith('#') || line.startsWith(';')) continue;
    if (line.startsWith('[') && line.endsWith(']')) current = line.slice(1, -1);
    else if (current === section && line.includes('=')) {
      const at = line.indexOf('=');
      found.push([line.slice(0, at).trimEnd(), line.slice(at + 1).trimStart()]);
    }
  }
  return found;
}

function parseMutable(value: string): MutableMode | null {
  const isWritable = parseBoolean(value);
  if (isWritable !== null) return isWritable ? 'yes' : 'no';
  return MUTABLE_MODES.find((mode) => mode === value) ?? null;
}

/** Whether the tree is that of an initrd (in_initrd()). */
export function isInitrd(root: string): boolean {
  return resolveInRoot(root, '/etc/initrd-release').found;
}

/** Whether the kernel command line keeps the unit of a class from merging at boot (`systemd.sysext=0`, 261). */
export function isOffByKernel(extensionClass: ExtensionClass): boolean {
  try {
    const words = readFileSync('/proc/cmdline', 'utf8').split(/\s+/);
    const last = words.findLast((word) => word.startsWith(`systemd.${extensionClass}=`));
    return last !== undefined && parseBoolean(last.slice(last.indexOf('=') + 1)) === false;
  } catch {
    return false;
  }
}

/** The hierarchies of a class as the lowest layers of a merge. */
export function readHostHierarchies(
  root: string,
  extensionClass: ExtensionClass,
  rules: SystemdRules,
  mounts: readonly Mount[],
): HostHierarchy[] {
  return HIERARCHIES[extensionClass].map((path): HostHierarchy => {
    const found = resolveInRoot(root, path);
    const mutable = rules.mutable ? readMutable(root, path, mounts) : null;
    if (!found.found) {
      const state = found.reason === 'loop' || found.reason === 'not-a-directory' ? found.reason : 'missing';
      return { path, state, place: null, mode: 0o755, mutable };
    }
    const mode = found.stat.mode & 0o777;
    const place = placeOf(found.hostPath, mounts);
    return {
      path,
      state: found.stat.isDirectory() ? stateOf(found.hostPath) : 'not-a-directory',
      place,
      mode,
      mutable,
    };
  });
}

function stateOf(path: string): 'empty' | 'filled' {
  try {
    return readdirSync(path).length === 0 ? 'empty' : 'filled';
  } catch {
    return 'filled';
  }
}

function readMutable(root: string, hierarchy: string, mounts: readonly Mount[]): HostHierarchy['mutable'] {
  const found = resolveInRoot(root, `/var/lib/extensions.mutable${hierarchy}`);
  if (!found.found) return null;
  const stat = statSync(found.hostPath, { throwIfNoEntry: false });
  if (stat === undefined) return null;
  return {
    mode: stat.mode & 0o777,
    place: placeOf(found.hostPath, mounts),
    isReadOnly: isReadOnly(found.hostPath, mounts),
  };
}
