/** A tree while it is being made: what stands where, so that nothing is put over something else. */
import type { Entry, ExtensionClass, Node } from '../trees/description.ts';
import type { Chance } from './chance.ts';
import { type ContentShape, type Contents, randomContents } from './contents.ts';
import { stemOf } from './names.ts';
import type { HostRelease } from './releases.ts';

/** Every directory that some version searches, each as often as its weight. */
const SEARCHED: Readonly<Record<ExtensionClass, Readonly<Record<string, number>>>> = {
  sysext: {
    'etc/extensions': 30,
    'run/extensions': 20,
    'var/lib/extensions': 36,
    // A folder in these ends every merge of 252, so more of them would hide what else there is to find.
    'usr/local/lib/extensions': 5,
    'usr/lib/extensions': 3,
  },
  confext: {
    'run/confexts': 25,
    'var/lib/confexts': 35,
    'usr/lib/confexts': 20,
    'usr/local/lib/confexts': 15,
    // Nobody searches it, though people take it for one.
    'etc/confexts': 4,
  },
};
/** Searched as well where the tree is that of an initrd (258). */
export const EXTRA: Readonly<Record<ExtensionClass, readonly string[]>> = {
  sysext: ['.extra/sysext', '.extra/global_sysext'],
  confext: ['.extra/confext', '.extra/global_confext'],
};

export interface World {
  readonly chance: Chance;
  readonly class: ExtensionClass;
  readonly release: HostRelease;
  /** Whether images may be made; an ordinary user cannot merge them. */
  readonly images: boolean;
  readonly isInitrd: boolean;
  readonly host: Record<string, Node>;
  readonly entries: Entry[];
  readonly shapes: string[];
  /** Search directories that are something else than a directory. */
  readonly blocked: Set<string>;
  /** Directories that a search directory is a link to. */
  readonly reached: string[];
  /** Names that have been used, for others to shadow or mask. */
  readonly names: string[];
}

export const searchDirectories = ({ class: kind }: World): string[] => Object.keys(SEARCHED[kind]);

/** A search directory in which an entry can be made. */
export function randomDirectory(world: World): string {
  const { chance, class: kind, isInitrd, blocked, reached } = world;
  if (reached.length > 0 && chance.maybe(0.3)) return chance.pick(reached);
  for (;;) {
    const isExtra = isInitrd && chance.maybe(0.4);
    const directory = isExtra ? chance.pick(EXTRA[kind]) : chance.weighted(SEARCHED[kind]);
    if (!blocked.has(directory)) return directory;
  }
}

/** Whether the directory has nothing of that stem yet. */
export function isFree(world: World, directory: string, fileName: string): boolean {
  const stem = stemOf(fileName);
  return !world.entries.some(({ p }) => {
    const slash = p.lastIndexOf('/');
    return p.slice(0, slash) === directory && stemOf(p.slice(slash + 1)) === stem;
  });
}

export function contentsFor(world: World, name: string, only?: ContentShape): Contents {
  return randomContents(world.chance, { class: world.class, name, release: world.release }, only);
}

/** Adds what stands beside a search directory, such as the target of a link, under a path that is not taken. */
export function storePath(world: World, fileName: string): string {
  const stores = ['srv/store', 'srv/store', 'var/cache/store', 'usr/share/store', 'etc/store'];
  // Where the host's /opt is a file or a link, nothing is put into it.
  if (!('opt' in world.host)) stores.push('opt/store');
  // A number keeps apart what may have the same name; the suffix has to stay.
  const suffix = /(\.raw)?$/.exec(fileName)?.[0] ?? '';
  const stem = fileName.slice(0, fileName.length - suffix.length);
  return `${world.chance.pick(stores)}/${stem}-${world.entries.length}${suffix}`;
}
