/** One reading of a host: what it is, what is merged, and every extension on it. */
import type { HostRelease } from '../../shared/compatibility.ts';
import type { Extension, SetAside } from '../../shared/model/extension.ts';
import type { Hierarchy } from '../../shared/model/host.ts';
import type { ExtensionClass } from '../../shared/systemd-rules.ts';
import { type HostFacts, readHostFacts } from '../host/facts.ts';
import { type MountView, readHierarchies } from '../host/mounts.ts';
import type { ReadingCache } from './cache.ts';
import { readExtensions } from './discovery.ts';
import { readSetAside } from './set-aside.ts';

/** Which host is looked at. */
export interface Site {
  readonly root: string;
  readonly asSystemd: number | null;
  readonly mounts: MountView;
  /** Symlinks in search directories are merged whatever the version: they were resolved before systemd sees them. */
  readonly linksResolved?: boolean;
}

/** Below a root of its own, systemd 252 passes symlinks in the search directories over (measured). */
const LINKS_BELOW_ROOT_SINCE = 254;

export interface System {
  readonly facts: HostFacts;
  readonly release: HostRelease;
  readonly hierarchies: readonly Hierarchy[];
  readonly extensions: readonly Extension[];
  readonly setAside: readonly SetAside[];
  /** Whether the systemd that would merge here follows symlinks in the search directories. */
  readonly followsLinks: boolean;
}

/** This machine's own mounts, for a host whose `/` is `root`. */
export function ownMounts(root: string): MountView {
  return { root, prefix: '', mountinfo: '/proc/self/mountinfo' };
}

/** Reads the host as it is now. */
export async function readSystem(site: Site, cache: ReadingCache | null): Promise<System> {
  const { root } = site;
  const { facts, release } = readHostFacts(site);
  const classes: ExtensionClass[] = release.rules.confext ? ['sysext', 'confext'] : ['sysext'];
  const hierarchies = readHierarchies(site.mounts, classes);
  const extensions: Extension[] = [];
  const setAside: SetAside[] = [];
  for (const extensionClass of classes) {
    extensions.push(...(await readExtensions({ root, host: release, hierarchies, cache }, extensionClass)));
    setAside.push(...(await readSetAside(root, release, extensionClass)));
  }
  const followsLinks =
    root === '/' || site.linksResolved === true || (facts.systemdVersion ?? 0) >= LINKS_BELOW_ROOT_SINCE;
  return { facts, release, hierarchies, extensions, setAside, followsLinks };
}
