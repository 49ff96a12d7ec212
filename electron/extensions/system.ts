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
}

export interface System {
  readonly facts: HostFacts;
  readonly release: HostRelease;
  readonly hierarchies: readonly Hierarchy[];
  readonly extensions: readonly Extension[];
  readonly setAside: readonly SetAside[];
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
  return { facts, release, hierarchies, extensions, setAside };
}
