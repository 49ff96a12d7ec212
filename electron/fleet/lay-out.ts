/** Lays out what a host told of itself as a tree, which is judged as any tree below `--root`. */
import {
  chmodSync,
  linkSync,
  lstatSync,
  mkdirSync,
  symlinkSync,
  truncateSync,
  utimesSync,
  writeFileSync,
} from 'node:fs';
import type { Brought } from '../extensions/system.ts';
import { attributesIn, putAttributes } from './brought-attributes.ts';
import type { Picture, PictureNode } from './picture.ts';

/** No file system that Veneer keeps a cache on has larger files. */
const LARGEST = 8 * 1024 ** 4;

/** An image of which only the size is here. */
export interface BroughtImage {
  /** On the host, Latin-1 of its bytes. */
  readonly path: string;
  readonly size: number;
  /** The same while the image is: size, time, inode and root hashes there. */
  readonly stamp: string;
}

export interface LaidOut {
  readonly images: readonly BroughtImage[];
  readonly unread: Brought['unread'];
  /** Paths of `images` whose bytes came from the tree that was laid out before. */
  readonly known: ReadonlySet<string>;
}

/** The tree that was laid out before, and the images of which it has what decides. */
export interface Before {
  readonly root: string;
  readonly images: ReadonlyMap<string, string>;
}

/**
 * @param root a folder of ours that is there and empty
 * @throws what the file system refuses
 */
export function layOut(picture: Picture, root: string, before: Before | null): LaidOut {
  const unread: Record<string, 'permission' | 'not-brought'> = {};
  const images: BroughtImage[] = [];
  const known = new Set<string>();
  const placeOf = (path: string) => Buffer.from(root + path, 'latin1');
  const attributes = attributesIn(picture);
  for (const [path, node] of picture.nodes) {
    const place = placeOf(path);
    if (node.kind !== 'file') {
      makeNode(place, node);
      if (node.kind === 'block') unread[shownPath(path)] = 'not-brought';
      continue;
    }
    const told = [...(attributes.get(path) ?? [])].map(([name, value]) => ` ${name}=${value.toString('base64')}`);
    const stamp = `${node.size} ${node.changed} ${node.inode}${told.sort().join('')}`;
    const old = before?.images.get(path) === stamp ? Buffer.from(before.root + path, 'latin1') : null;
    if (old !== null && linkIfThere(old, place, node.size)) {
      images.push({ path, size: node.size, stamp });
      known.add(path);
      continue;
    }
    const isHere = node.size <= LARGEST;
    writeFileSync(place, '', { mode: 0o600 });
    if (isHere) truncateSync(place, node.size);
    utimesSync(place, node.changed, node.changed);
    if (!node.isReadable) unread[shownPath(path)] = 'permission';
    else if (!isHere) unread[shownPath(path)] = 'not-brought';
    else if (node.size > 0 && path.endsWith('.raw')) {
      images.push({ path, size: node.size, stamp });
      unread[shownPath(path)] = 'not-brought';
    }
  }
  const without = putAttributes(attributes, picture.nodes, (one) => root + shownPath(one));
  for (const path of without) unread[shownPath(path)] = 'not-brought';
  for (const path of picture.closed) unread[shownPath(path)] = 'permission';
  for (const [path, mode] of picture.modes) {
    if (picture.nodes.get(path)?.kind === 'dir') chmodSync(placeOf(path), mode | 0o700);
  }
  writeFileSync(`${root}.mounts`, mountsBelow(picture.mountinfo, root), { mode: 0o600 });
  return { images, unread, known };
}

/** As the readers of trees have names: what is no UTF-8 is replaced. */
export const shownPath = (path: string): string => Buffer.from(path, 'latin1').toString('utf8');

function makeNode(place: Buffer, node: Exclude<PictureNode, { kind: 'file' }>): void {
  switch (node.kind) {
    case 'dir':
      mkdirSync(place, { mode: 0o700 });
      break;
    case 'link':
      symlinkSync(Buffer.from(node.target === '' ? '.' : node.target, 'latin1'), place);
      break;
    case 'text':
      writeFileSync(place, node.content, { mode: 0o600 });
      utimesSync(place, node.changed, node.changed);
      break;
    case 'name':
    case 'block':
      writeFileSync(place, '', { mode: 0o600 });
      break;
    case 'other':
    // A pipe or a socket; systemd passes over it, as over what is not there.
  }
}

function linkIfThere(old: Buffer, place: Buffer, size: number): boolean {
  try {
    const stat = lstatSync(old);
    if (!stat.isFile() || stat.size !== size) return false;
    linkSync(old, place);
    return true;
  } catch {
    return false;
  }
}

/** The mount table with its points below the root, as it would be were the tree that host's `/`. */
function mountsBelow(mountinfo: string, root: string): string {
  const escaped = root.replace(/[ \t\n\\]/g, (one) => `\\${one.charCodeAt(0).toString(8).padStart(3, '0')}`);
  return mountinfo
    .split('\n')
    .flatMap((line) => {
      const fields = line.split(' ');
      const point = fields[4];
      if (fields.length < 7 || point === undefined || !point.startsWith('/')) return [];
      fields[4] = point === '/' ? escaped : escaped + point;
      return [`${fields.join(' ')}\n`];
    })
    .join('');
}
