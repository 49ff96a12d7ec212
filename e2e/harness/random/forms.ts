/** The forms in which an extension can stand in a search directory. */
import type { Entry } from '../trees/description.ts';
import type { Chance } from './chance.ts';
import type { ContentShape } from './contents.ts';
import { randomDisk, randomFileSystem, randomGarbage } from './garbage.ts';
import { contentsFor, type World } from './world.ts';

/** One entry and the word for it. */
export interface Made {
  readonly shape: string;
  readonly entry: Entry;
}

export function folder(world: World, path: string, name: string, only?: ContentShape): Made {
  const { shape, tree } = contentsFor(world, name, only);
  return { shape: `dir/${shape}`, entry: { p: path, f: 'dir', t: tree } };
}

/** An image file: a file system, or a disk with partitions. */
export function image(world: World, path: string, name: string, only?: ContentShape): Made {
  const { chance } = world;
  const { shape, tree } = contentsFor(world, name, only);
  if (chance.maybe(0.26)) {
    const disk = randomDisk(chance, tree);
    return { shape: `gpt/${disk.shape}/${shape}`, entry: { p: path, f: 'gpt', parts: disk.parts } };
  }
  const f = randomFileSystem(chance);
  if (chance.maybe(0.03)) {
    const keep = chance.pick([1, 20, 100, 300, 700, 950, 990]);
    return { shape: `cut:${keep}:${f}/${shape}`, entry: { p: path, f: 'cut', of: f, t: tree, keep } };
  }
  return { shape: `${f}/${shape}`, entry: { p: path, f, t: tree } };
}

/** A file that is called an image. */
export function garbage(world: World, path: string): Made {
  const { shape, bytes } = randomGarbage(world.chance);
  return { shape: `file:${shape}`, entry: { p: path, f: 'file', n: { b: bytes.toString('base64') } } };
}

const HEX = 'ab'.repeat(32);

/** What a root hash may look like, right and wrong. */
function rootHash(chance: Chance): string {
  return chance.pick([HEX, `${HEX}\n`, HEX.slice(1), HEX.slice(2), 'x', '', `${HEX} `, HEX.toUpperCase()]);
}

/** An image, and beside it (or in its xattrs) what dm-verity would want. */
export function withSidecars(world: World, path: string, name: string): Made[] {
  const { chance } = world;
  const made = image(world, path, name, chance.maybe(0.7) ? 'ok' : undefined);
  const { entry } = made;
  if (chance.maybe(0.25) && (entry.f === 'squashfs' || entry.f === 'erofs' || entry.f === 'ext4')) {
    const x = { [`user.verity.${chance.pick(['roothash', 'usrhash'])}`]: rootHash(chance) };
    const attributed = { shape: `xattr/${made.shape}`, entry: { ...entry, x } };
    return chance.maybe(0.5) ? [attributed] : [attributed, ...sidecars(chance, path)];
  }
  return [made, ...sidecars(chance, path)];
}

/** The files of dm-verity beside an image, or beside a link to one. */
export function sidecars(chance: Chance, path: string): Made[] {
  const stem = path.replace(/\.raw$/, '');
  const file = (suffix: string, text: string): Made => ({
    shape: `sidecar${suffix}`,
    entry: { p: `${stem}${suffix}`, f: 'file', n: text },
  });
  const found = chance.weighted({ roothash: 40, usrhash: 15, verity: 12, both: 18, signature: 8 });
  if (found === 'both') return [file(chance.pick(['.roothash', '.usrhash']), HEX), file('.verity', rootHash(chance))];
  if (found === 'signature') return [file('.roothash', rootHash(chance)), file('.roothash.p7s', 'x')];
  return [file(`.${found}`, rootHash(chance))];
}

/** A suffix that means something else, or nothing. */
export function oddSuffix(world: World, path: string, name: string): Made {
  const { chance } = world;
  const forFolders = ['.sysext', '.confext', '.mstack', '.img', '.raw', '.d', '.disabled'];
  const forImages = ['.RAW', '.img', '.squashfs', '.raw.xz', '.sysext.raw', '.confext.raw', '', '.Raw', '.raw.bak'];
  // What an ordinary user cannot merge is left out, so no file that some version takes for an image.
  if (!world.images || chance.maybe(0.45)) {
    if (chance.maybe(0.2)) return { shape: 'suffix:fifo', entry: { p: `${path}${fifoSuffix(world)}`, f: 'fifo' } };
    const suffix = chance.pick(forFolders);
    const inner = chance.maybe(0.3) ? `${name}${suffix}` : name;
    const made = folder(world, `${path}${suffix}`, inner, chance.maybe(0.6) ? 'ok' : undefined);
    if (suffix === '.mstack' && made.entry.f === 'dir' && chance.maybe(0.5)) {
      const layer = chance.pick(['layer@0', 'root', 'rw/data']);
      const inside = Object.entries(made.entry.t ?? {}).map(([at, node]) => [`${layer}/${at}`, node] as const);
      return { shape: `mstack:${layer}`, entry: { ...made.entry, t: Object.fromEntries(inside) } };
    }
    return { ...made, shape: `suffix:${suffix}/${made.shape}` };
  }
  const suffix = chance.pick(forImages);
  const inner = chance.maybe(0.4) ? `${name}${suffix.replace(/\.raw$/, '')}` : name;
  const made = image(world, `${path}${suffix}`, inner, chance.maybe(0.7) ? 'ok' : undefined);
  return { ...made, shape: `suffix:${suffix}/${made.shape}` };
}

const fifoSuffix = ({ chance, images }: { chance: Chance; images: boolean }) =>
  images && chance.maybe(0.7) ? '.raw' : '';
