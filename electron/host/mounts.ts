/** What is merged now, from the kernel's mount table: never assumed, never asked of a status command. */
import { readFileSync, statSync } from 'node:fs';
import type { Hierarchy } from '../../shared/model/host.ts';
import { type ExtensionClass, HIERARCHIES } from '../../shared/systemd-rules.ts';
import { resolveInRoot } from './rooted.ts';

/** One line of mountinfo, as proc_pid_mountinfo(5) describes it. */
export interface Mount {
  /** `major:minor` of the file system. */
  readonly device: string;
  /** What of the file system is mounted, from its root. */
  readonly root: string;
  readonly mountPoint: string;
  readonly fileSystem: string;
  readonly source: string;
  readonly options: readonly string[];
  readonly superOptions: readonly string[];
}

/** Parses mountinfo; lines that do not have its form are passed over. */
export function parseMountinfo(text: string): Mount[] {
  const mounts: Mount[] = [];
  for (const line of text.split('\n')) {
    const separator = line.indexOf(' - ');
    if (separator < 0) continue;
    const head = line.slice(0, separator).split(' ');
    const tail = line.slice(separator + 3).split(' ');
    const mountPoint = head[4];
    const [fileSystem, source] = tail;
    if (mountPoint === undefined || fileSystem === undefined || source === undefined) continue;
    mounts.push({
      device: head[2] ?? '',
      root: unescapeOctal(head[3] ?? '/'),
      mountPoint: unescapeOctal(mountPoint),
      fileSystem,
      source: unescapeOctal(source),
      options: (head[5] ?? '').split(','),
      superOptions: splitOptions(tail[2] ?? ''),
    });
  }
  return mounts;
}

/** The kernel writes blank, tab, newline and backslash as `\ooo`. */
function unescapeOctal(text: string): string {
  if (!text.includes('\\')) return text;
  const bytes = Buffer.from(text, 'utf8').toString('latin1');
  return Buffer.from(
    bytes.replace(/\\([0-7]{3})/g, (_, octal: string) => String.fromCharCode(Number.parseInt(octal, 8) & 0xff)),
    'latin1',
  ).toString('utf8');
}

function splitOptions(text: string): string[] {
  return text.split(/(?<!\\),/);
}

/** Where the mounts of a host are read: another process's view for a sandbox. */
export interface MountView {
  /** The directory that stands for `/`, as the mount table names it. */
  readonly root: string;
  /** Prefix to reach files below `root` in that view; '' for our own. */
  readonly prefix: string;
  readonly mountinfo: string;
}

/** Every hierarchy of the classes that the host's systemd knows, merged or not. */
export function readHierarchies(view: MountView, classes: readonly ExtensionClass[]): Hierarchy[] {
  const mounts = parseMountinfo(readFileSync(view.mountinfo, 'utf8'));
  return classes.flatMap((extensionClass) =>
    HIERARCHIES[extensionClass].flatMap((path): Hierarchy[] => {
      const resolved = resolveInRoot(view.root, path);
      if (!resolved.found) return [];
      // The last mount on a point is the one that is seen.
      const mount = mounts.findLast((candidate) => candidate.mountPoint === resolved.hostPath);
      const merged = mount?.fileSystem === 'overlay' && mount.source === extensionClass;
      if (!merged) {
        return [{ path, class: extensionClass, merged: false, extensions: [], since: null, writable: false }];
      }
      const meta = `${view.prefix}${resolved.hostPath}/.systemd-${extensionClass}`;
      return [
        {
          path,
          class: extensionClass,
          merged: true,
          extensions: mergedNames(`${meta}/${NAMES_FILE[extensionClass]}`) ?? namesOfLayers(mount),
          since: mergedSince(`${meta}/${NAMES_FILE[extensionClass]}`),
          writable: !mount.options.includes('ro') && mount.superOptions.includes('rw'),
        },
      ];
    }),
  );
}

/** Where systemd lists what it merged, in its folder below the hierarchy (measured on 252 and 262). */
const NAMES_FILE: Readonly<Record<ExtensionClass, string>> = { sysext: 'extensions', confext: 'confexts' };

function mergedNames(file: string): string[] | null {
  try {
    return readFileSync(file, 'utf8')
      .split('\n')
      .filter((name) => name !== '');
  } catch {
    return null;
  }
}

/** The layers that the kernel names; the topmost comes first there. */
function namesOfLayers(mount: Mount): string[] {
  const lower = mount.superOptions.find((option) => option.startsWith('lowerdir='))?.slice('lowerdir='.length) ?? '';
  return lower
    .split(':')
    .flatMap((layer) => /\/systemd\/(?:sysext|confext)\/(?:extensions|confexts)\/([^/]+)\//.exec(layer)?.[1] ?? [])
    .reverse();
}

function mergedSince(file: string): number | null {
  try {
    return Math.round(statSync(file).mtimeMs);
  } catch {
    return null;
  }
}
