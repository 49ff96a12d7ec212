/**
 * Fresh random hosts with extensions in every form, right and wrong, as descriptions that JSON can hold. The same
 * seed gives the same tree.
 */
import { chanceOf } from './random/chance.ts';
import { crowd, stringLength, stringLimit } from './random/crowd.ts';
import { folder, garbage, image, type Made, oddSuffix, withSidecars } from './random/forms.ts';
import { putFolders, putOsRelease, putSpot } from './random/host.ts';
import { linked } from './random/links.ts';
import { randomName } from './random/names.ts';
import { randomHostRelease } from './random/releases.ts';
import { putMutable, putPolicy } from './random/settings.ts';
import { versioned } from './random/versions.ts';
import { EXTRA, isFree, randomDirectory, type World } from './random/world.ts';
import type { ExtensionClass, HostTree } from './trees/description.ts';

export interface TreeWishes {
  readonly classes: readonly ExtensionClass[];
  /**
   * Whether there may be image files. An ordinary user's systemd has no loop devices for them; the trees without them
   * also need no root to be built.
   */
  readonly images: boolean;
}

/**
 * Not made, since systemd has no one answer: two entries of one stem in one directory (`stemOf()`). Not made either:
 * more names than the option string of overlayfs holds (above it the kernel may mount without the host's own /usr).
 */
export function randomTree(seed: string, wishes: TreeWishes): HostTree {
  const chance = chanceOf(seed);
  const isInitrd = chance.maybe(0.04);
  const world: World = {
    chance,
    class: chance.pick(wishes.classes),
    release: randomHostRelease(chance),
    images: wishes.images,
    isInitrd,
    host: {},
    entries: [],
    shapes: [],
    blocked: new Set(),
    reached: [],
    names: [],
  };
  world.shapes.push(putOsRelease(world.host, chance, world.release));
  const hostWithout = putFolders(world);
  if (isInitrd) {
    const { text } = world.release;
    world.host['etc/initrd-release'] = typeof text === 'string' ? text : { b: text.toString('base64') };
    world.shapes.push('initrd');
  }
  // Only an initrd searches these; elsewhere they are bait.
  if (!isInitrd && chance.maybe(0.01)) world.reached.push(...EXTRA[world.class]);
  if (chance.maybe(0.05)) putPolicy(world);
  else if (chance.maybe(0.04)) putMutable(world);
  if (chance.maybe(0.05)) putSpot(world);
  if (chance.maybe(0.035)) add(world, '', crowd(world));
  const count = chance.pick([0, 1, 1, 1, 2, 2, 2, 3, 3, 3, 4, 5, 6]);
  for (let at = 0; at < count; at++) {
    const { length } = world.entries;
    const words = world.shapes.length;
    addExtension(world);
    if (stringLength(world) <= stringLimit) continue;
    world.entries.splice(length);
    world.shapes.splice(words);
  }
  const { class: kind, shapes, host, entries } = world;
  const force = chance.maybe(0.3);
  return { class: kind, shapes, force, host, ...(hostWithout.length > 0 ? { hostWithout } : {}), entries };
}

function addExtension(world: World): void {
  const { chance, images, names } = world;
  // Some bear a name that another directory has already: one of them is taken, or masks the other.
  const isAgain = names.length > 0 && chance.maybe(0.15);
  const fresh = randomName(chance);
  const { name, mark } = isAgain ? { name: chance.pick(names), mark: '#again' } : fresh;
  const directory = randomDirectory(world);
  if (!isFree(world, directory, name)) return;
  names.push(name);
  const path = `${directory}/${name}`;
  const form = chance.weighted({
    dir: 36,
    image: images ? 34 : 0,
    garbage: images ? 2 : 0,
    sidecar: images ? 4 : 0,
    link: 10,
    v: 8,
    suffix: 4,
    mask: isAgain ? 20 : 3,
  });
  const made: Record<typeof form, () => Made[]> = {
    dir: () => [folder(world, path, name)],
    image: () => [image(world, `${path}.raw`, name)],
    garbage: () => [garbage(world, `${path}.raw`)],
    sidecar: () => withSidecars(world, `${path}.raw`, name),
    link: () => linked(world, directory, name),
    v: () => versioned(world, directory, name),
    suffix: () => [oddSuffix(world, path, name)],
    mask: () => [{ shape: 'mask', entry: { p: path, f: 'dir' } }],
  };
  add(world, mark, made[form]());
}

function add(world: World, mark: string, all: readonly Made[]): void {
  for (const { shape, entry } of all) {
    world.entries.push(entry);
    // A chain of links is one word, and so is a crowd.
    const word = `${shape}${mark}`;
    if (all.length < 8 || world.shapes.at(-1) !== word) world.shapes.push(word);
  }
}
