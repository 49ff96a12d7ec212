/** Extended attributes that a host told of its files, put on what is laid out of them, where the readers of trees look. */
import { findProgram } from '../host/systemd-version.ts';
import { runProgramSync } from '../node/run-program.ts';
import type { Picture } from './picture.ts';

/** Files that have any: each is a program of ours. */
const MOST_FILES = 100;
const TIMEOUT_MS = 5000;
const NAMES = /^user\.(?:verity\.(?:root|usr)hash|extension-release\.strict)$/;
/** The way to a release file in the folder of an extension. */
const OF_FOLDER = /\/(?:usr\/lib|etc)\/extension-release\.d\/[^/]*$/;
/** Bytes: a root hash of sha512 has 128. */
const MOST_VALUE = 512;

export type AttributesByPath = ReadonlyMap<string, ReadonlyMap<string, Buffer>>;

/**
 * The attributes by the place of each file in the picture, with the links on the way followed as the host did.
 *
 * @returns paths in Latin-1
 */
export function attributesIn({ attributes, nodes }: Pick<Picture, 'attributes' | 'nodes'>): AttributesByPath {
  const found = new Map<string, ReadonlyMap<string, Buffer>>();
  for (const [path, told] of attributes ?? []) {
    const place = placeOf(Buffer.from(path, 'utf8').toString('latin1'), nodes);
    const mine = new Map([...told].filter(([name]) => NAMES.test(name)));
    if (mine.size > 0) found.set(place, mine);
  }
  return found;
}

/** The first link on the way is the last: the script tells where each leads in the end. */
function placeOf(path: string, nodes: Picture['nodes']): string {
  let at = path;
  for (let hops = 0; hops < 3; hops++) {
    const next = pastFirstLink(at, nodes);
    if (next === null) break;
    at = next;
  }
  return at;
}

function pastFirstLink(path: string, nodes: Picture['nodes']): string | null {
  for (let end = path.indexOf('/', 1); ; end = path.indexOf('/', end + 1)) {
    const above = end < 0 ? path : path.slice(0, end);
    const node = nodes.get(above);
    if (node?.kind === 'link' && node.target.startsWith('/')) return node.target + path.slice(above.length);
    if (end < 0) return null;
  }
}

/**
 * A path that is nothing of the picture could lead anywhere on this machine, by `..` or by a link that was laid out: none is
 * touched. What is in the picture stands in folders of ours alone.
 *
 * @param placeOf a path of the picture here
 * @returns paths of the images and folders that miss any: nothing may be concluded from them
 */
export function putAttributes(
  attributes: AttributesByPath,
  nodes: Picture['nodes'],
  placeOf: (path: string) => string,
): readonly string[] {
  const program = findProgram('setfattr');
  return [...attributes].flatMap(([path, told], at) => {
    const isPut = (name: string, value: Buffer) =>
      program !== null &&
      nodes.has(path) &&
      at < MOST_FILES &&
      value.length <= MOST_VALUE &&
      runProgramSync(
        program,
        ['--no-dereference', '-n', name, '-v', `0s${value.toString('base64')}`, '--', placeOf(path)],
        { timeoutMs: TIMEOUT_MS },
      ) !== null;
    return [...told].every(([name, value]) => isPut(name, value)) ? [] : [path.replace(OF_FOLDER, '')];
  });
}
