/** The host of a random tree: what it says of itself, and what about it is unusual. */
import type { Node } from '../trees/description.ts';
import type { Chance } from './chance.ts';
import type { HostRelease } from './releases.ts';
import { EXTRA, searchDirectories, type World } from './world.ts';

const LIB = 'usr/lib/os-release';
const ETC = 'etc/os-release';

/** Where the host's os-release stands, and in what shape. @returns the word for it */
export function putOsRelease(host: Record<string, Node>, chance: Chance, { kind, text }: HostRelease): string {
  const node: Node = typeof text === 'string' ? text : { b: text.toString('base64') };
  const shapes = {
    linked: 70,
    lib: 8,
    etc: 6,
    both: 5,
    absolute: 3,
    none: 1,
    dangling: 1.5,
    dir: 1.5,
    loop: 1,
    'through-file': 1,
    'lib-link': 1.5,
    'lib-dir': 1,
  };
  const shape = chance.weighted(shapes);
  if (!['etc', 'none', 'lib-link', 'lib-dir'].includes(shape)) host[LIB] = node;
  const made: Partial<Record<keyof typeof shapes, () => void>> = {
    linked: () => {
      host[ETC] = { l: '../usr/lib/os-release' };
    },
    etc: () => {
      host[ETC] = node;
    },
    both: () => {
      host[ETC] = node;
      host[LIB] = 'ID=other\nVERSION_ID=1\n';
    },
    absolute: () => {
      host[ETC] = { l: '/usr/lib/os-release' };
    },
    dangling: () => {
      host[ETC] = { l: '/nowhere' };
    },
    dir: () => {
      host[ETC] = { d: '0755' };
    },
    loop: () => {
      host[ETC] = { l: 'os-release' };
    },
    'through-file': () => {
      host['etc/plain'] = 'x';
      host[ETC] = { l: 'plain/os-release' };
    },
    'lib-link': () => {
      host['usr/share/release'] = node;
      host[LIB] = { l: '../share/release' };
    },
    'lib-dir': () => {
      host[LIB] = { d: '0755' };
    },
  };
  made[shape]?.();
  return `host:${kind}${shape === 'linked' ? '' : `+${shape}`}`;
}

/** What is odd about /opt or /usr/local. @returns folders that the host lacks */
export function putFolders(world: World): string[] {
  const { chance, host, shapes } = world;
  const opt = chance.weighted({ usual: 88, none: 5, link: 3, absolute: 2, file: 1, full: 3 });
  if (opt !== 'usual') shapes.push(`opt:${opt}`);
  if (opt === 'link' || opt === 'absolute') {
    host['var/opt'] = { d: '0755' };
    host['opt'] = { l: opt === 'link' ? 'var/opt' : '/var/opt' };
  } else if (opt === 'file') host['opt'] = 'x';
  else if (opt === 'full') host['opt/of-the-host/f'] = 'x';
  if (chance.maybe(0.04)) {
    shapes.push('usr-local:link');
    host['var/usrlocal'] = { d: '0755' };
    host['usr/local'] = { l: '../var/usrlocal' };
  }
  // What an extension may collide with.
  const top = world.class === 'sysext' ? 'usr' : 'etc';
  host[`${top}/share/base-dir/f`] = 'x';
  host[`${top}/share/base-link`] = { l: 'base-dir' };
  return opt === 'none' ? ['opt'] : [];
}

/** A search directory that is none. */
export function putSpot(world: World): void {
  const { chance, host, shapes, blocked } = world;
  const all = [...searchDirectories(world), ...(world.isInitrd ? EXTRA[world.class] : [])];
  const spot = chance.pick(all);
  const leaf = spot.split('/').at(-1) ?? '';
  const up = '../'.repeat(spot.split('/').length - 1);
  const kind = chance.weighted({
    file: 3,
    loop: 3,
    link: 4,
    absolute: 3,
    dangling: 2,
    other: 3,
    'to-file': 1,
    empty: 2,
  });
  shapes.push(`spot:${kind}:${spot}`);
  blocked.add(spot);
  const other = chance.pick(all.filter((one) => one !== spot));
  const made: Record<typeof kind, () => Node> = {
    file: () => 'x',
    loop: () => ({ l: leaf }),
    link: () => ({ l: `${up}srv/exts` }),
    absolute: () => ({ l: '/srv/exts' }),
    dangling: () => ({ l: '/srv/gone' }),
    // Two search directories that are one.
    other: () => ({ l: `${up}${other}` }),
    'to-file': () => {
      host['srv/plain'] = 'x';
      return { l: `${up}srv/plain` };
    },
    empty: () => ({ d: '0755' }),
  };
  host[spot] = made[kind]();
  if (kind !== 'link' && kind !== 'absolute') return;
  host['srv/exts'] = { d: '0755' };
  world.reached.push('srv/exts');
}
