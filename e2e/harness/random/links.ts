/** Symlinks in the place of an extension: right, wrong, long, endless. */
import { posix } from 'node:path';
import { folder, garbage, image, type Made, sidecars } from './forms.ts';
import { storePath, type World } from './world.ts';

/** More hops than systemd (32) or the kernel (40) follows, and just not more. */
const LONG_CHAINS = [2, 2, 2, 3, 30, 31, 32, 33, 39, 40, 41];

/** A link at DIRECTORY/NAME, with what it leads to. */
export function linked(world: World, directory: string, name: string): Made[] {
  const { chance } = world;
  const isImage = world.images && chance.maybe(0.5);
  const path = `${directory}/${name}${isImage ? '.raw' : ''}`;
  const kind = chance.weighted({ good: 68, loop: 5, pair: 2, dangling: 8, through: 5, empty: 4, swapped: 3, null: 5 });
  const link = (target: string, shape: string): Made => ({ shape, entry: { p: path, f: 'link', l: target } });
  switch (kind) {
    case 'loop':
      return [link(path.split('/').at(-1) ?? '', 'link:loop')];
    case 'pair': {
      const other = storePath(world, `${name}-pair`);
      const back = { p: other, f: 'link', l: `/${path}` } as const;
      return [link(`/${other}`, 'link:pair'), { shape: 'target', entry: back }];
    }
    case 'dangling':
      return [link(chance.pick(['/nowhere', '../gone', 'gone', '/srv/gone/x']), 'link:dangling')];
    case 'through': {
      const file = storePath(world, 'plain');
      return [{ shape: 'target', entry: { p: file, f: 'file', n: 'x' } }, link(`/${file}/inner`, 'link:through-file')];
    }
    case 'empty': {
      const target = storePath(world, name);
      return [{ shape: 'target', entry: { p: target, f: 'dir' } }, link(`/${target}`, 'link:empty-dir')];
    }
    case 'null':
      return [link('/dev/null', 'link:null')];
    case 'swapped':
      return leading(world, path, name, world.images && !isImage);
    default:
      return leading(world, path, name, isImage);
  }
}

/** A link, or several, to a real extension that stands elsewhere. */
function leading(world: World, path: string, name: string, isImage: boolean): Made[] {
  const { chance } = world;
  const target = storePath(world, `${name}${isImage ? '.raw' : ''}`);
  const only = chance.maybe(0.6) ? 'ok' : undefined;
  // Some hold the release file of their own name: systemd goes by the link's.
  const inner = chance.maybe(0.1) ? (target.split('/').at(-1) ?? name).replace(/\.raw$/, '') : name;
  const isFine = !isImage || chance.maybe(0.95);
  const made = !isFine
    ? garbage(world, target)
    : isImage
      ? image(world, target, inner, only)
      : folder(world, target, inner, only);
  const hops = chance.maybe(0.15) ? chance.pick(LONG_CHAINS) : 1;
  const all = [made];
  let next = target;
  for (let hop = hops; hop >= 1; hop--) {
    const at = hop === 1 ? path : `srv/hops/${world.entries.length}-${hop}`;
    const isRelative = chance.maybe(0.5);
    const l = isRelative ? posix.relative(posix.dirname(at), next) : `/${next}`;
    const shape = hop === 1 ? `link:${isRelative ? 'rel' : 'abs'}:${target.split('/')[0]}:${hops}` : 'hop';
    all.push({ shape, entry: { p: at, f: 'link', l } });
    next = at;
  }
  // Beside the link or beside the image: only one of the two places is looked at.
  if (isImage && chance.maybe(0.06)) all.push(...sidecars(chance, chance.pick([path, target])));
  return all;
}
