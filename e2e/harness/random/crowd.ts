/** Very many extensions: as many as the option string of overlayfs holds, and never one more. */
import type { ExtensionClass } from '../trees/description.ts';
import type { Made } from './forms.ts';
import { contentsFor, searchDirectories, type World } from './world.ts';

/** Bytes of mount options that the kernel takes, measured: at 4096 to 4099 it fails, above that it may lose layers. */
export const stringLimit = 4095;

/** Bytes for the first layer, for each extension beside its name, and for the host's own. */
const BYTES: Readonly<Record<ExtensionClass, { readonly each: number; readonly rest: number }>> = {
  sysext: { each: 36, rest: 37 + 5 },
  confext: { each: 34, rest: 37 + 5 },
};

/** The most that the option string can become: as if every entry's name in a search directory were merged. */
export function stringLength(world: World): number {
  const { each, rest } = BYTES[world.class];
  const directories = new Set([...searchDirectories(world), ...world.reached]);
  const names = new Set<string>();
  for (const { p } of world.entries) {
    const slash = p.lastIndexOf('/');
    // The longest name that some version may take it for: the whole file name without `.raw`.
    if (directories.has(p.slice(0, slash)) || p.startsWith('.extra/'))
      names.add(p.slice(slash + 1).replace(/\.raw$/, ''));
  }
  return [...names].reduce((sum, name) => sum + each + Buffer.byteLength(name), rest);
}

/** Folders that fit, of names of one length, with room for the few that come beside them. */
export function crowd(world: World): Made[] {
  const { chance } = world;
  const { each, rest } = BYTES[world.class];
  const length = chance.pick([2, 3, 8, 20, 30, 60, 200]);
  const room = chance.pick([0, 1, 5, 40]);
  // Folders below /usr would end the merge of 252 before their number could.
  const outside = ['etc/extensions', 'run/extensions', 'var/lib/extensions', 'run/confexts', 'var/lib/confexts'];
  const directory = chance.pick(searchDirectories(world).filter((one) => outside.includes(one)));
  if (world.blocked.has(directory)) return [];
  const count = Math.floor((stringLimit - rest - room) / (each + length));
  const all: Made[] = [];
  for (let at = 0; at < count; at++) {
    const number = at.toString(36).padStart(2, '0');
    const start = length - number.length;
    const name = 'q'.padEnd(start, 'n').slice(0, start) + number;
    const { shape, tree } = contentsFor(world, name, 'ok');
    all.push({ shape: `crowd/${shape}`, entry: { p: `${directory}/${name}`, f: 'dir', t: tree } });
  }
  return all;
}
