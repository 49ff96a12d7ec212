/** `NAME.v/` and `NAME.raw.v/`: folders that hold several versions, with entries that are none. */
import { folder, garbage, image, type Made, sidecars } from './forms.ts';
import { storePath, type World } from './world.ts';

const VERSIONS = ['1.2', '1.10', '1.3', '2', '2.0', '2.0~rc1', '2.0^1+2-1', '1.0+git+3', '1-1', '0', '', '1_2', 'a,b'];
const SUFFIXES = [
  '',
  '',
  '',
  '',
  '_x86-64',
  '_arm64',
  '_x86',
  '_noarch',
  '_x86_64',
  '_',
  '+3',
  '+0',
  '+2-1',
  '+3_x86-64',
];

export function versioned(world: World, directory: string, name: string): Made[] {
  const { chance } = world;
  const isRaw = world.images && chance.maybe(0.6);
  const place = `${directory}/${name}${isRaw ? '.raw' : ''}.v`;
  const suffix = isRaw ? '.raw' : '';
  const kind = chance.weighted({ right: 82, wrong: 8, link: 5, file: 3, loop: 2 });
  if (kind === 'file') return [{ shape: 'v:file', entry: { p: place, f: 'file', n: 'x' } }];
  if (kind === 'loop') return [{ shape: 'v:loop', entry: { p: place, f: 'link', l: place.split('/').at(-1) ?? '' } }];

  const inside = kind === 'link' ? storePath(world, `${name}.v`) : place;
  const count = chance.below(4);
  const all: Made[] = [{ shape: `v:${isRaw ? 'raw' : 'dir'}:${count}`, entry: { p: inside, f: 'dir' } }];
  const used = new Set<string>();
  for (let at = 0; at < count; at++) {
    const separator = kind === 'wrong' ? chance.pick(['-', '.', '']) : '_';
    const fileName = `${name}${separator}${chance.pick(VERSIONS)}${chance.pick(SUFFIXES)}${suffix}`;
    if (used.has(fileName)) continue;
    used.add(fileName);
    all.push(...oneVersion(world, `${inside}/${fileName}`, name, isRaw));
  }
  if (isRaw && chance.maybe(0.05)) {
    const newest = all.findLast(({ entry }) => entry.p.endsWith('.raw'));
    all.push(...sidecars(chance, chance.pick([place.replace(/\.v$/, ''), newest?.entry.p ?? place])));
  }
  if (inside !== place) all.push({ shape: 'v:link', entry: { p: place, f: 'link', l: `/${inside}` } });
  return all;
}

/** One of them; some are not what the folder is for. */
function oneVersion(world: World, path: string, name: string, isRaw: boolean): Made[] {
  const { chance } = world;
  const only = chance.maybe(0.7) ? 'ok' : undefined;
  const good = (at: string) => (isRaw ? image(world, at, name, only) : folder(world, at, name, only));
  const as = (shape: string, made: Made): Made => ({ ...made, shape: `${shape}/${made.shape}` });
  const link = (l: string, shape: string): Made => ({ shape, entry: { p: path, f: 'link', l } });
  switch (chance.weighted({ good: 80, type: 7, fifo: 2, link: 4, null: 2, dangling: 2.5, loop: 2.5 })) {
    case 'type':
      // A folder among images; among folders a file, which nobody takes for an image there.
      return [as('v-type', isRaw ? folder(world, path, name, 'ok') : garbage(world, path))];
    case 'fifo':
      return [{ shape: 'v-fifo', entry: { p: path, f: 'fifo' } }];
    case 'link': {
      const target = storePath(world, path.split('/').at(-1) ?? name);
      return [as('v-link', good(target)), link(`/${target}`, 'v-link')];
    }
    case 'null':
      return [link('/dev/null', 'v-null')];
    case 'dangling':
      return [link('/nowhere', 'v-dangling')];
    case 'loop':
      return [link(path.split('/').at(-1) ?? '', 'v-loop')];
    default:
      return [as('v-good', good(path))];
  }
}
