/** What a host told of itself by `script.ts`, checked field by field: whatever a host sends, this much of it is held and no more. */
import { parseMany, type XattrsByPath } from '../host/xattr.ts';
import { type ByteStream, StreamProblem } from './byte-stream.ts';
import { MOST_ATTRIBUTES } from './script.ts';

/** Bytes of everything that a host tells of itself; one with 500 extensions sends a tenth. */
const MOST_BYTES = 8 * 1024 * 1024;
/** Of what a login shell may print before. */
const MOST_BEFORE = 64 * 1024;
const MOST_NODES = 50_000;
/** Bytes: less than PATH_MAX, as the cache stands before it, and NAME_MAX. */
const MOST_PATH = 3072;
const MOST_NAME = 255;
/** Of any other field but the mount table. */
const MOST_FIELD = 8192;
const MOST_TEXT = 64 * 1024;
const MOST_MOUNTS = 1024 * 1024;

export type PictureNode =
  | { readonly kind: 'dir' }
  | { readonly kind: 'link'; readonly target: string }
  | {
      readonly kind: 'file';
      readonly size: number;
      /** Seconds since 1970. */
      readonly changed: number;
      readonly inode: string;
      readonly isReadable: boolean;
    }
  | { readonly kind: 'text'; readonly content: Buffer; readonly changed: number }
  /** A file of which only the name counts. */
  | { readonly kind: 'name' }
  | { readonly kind: 'block' | 'other' };

/** Paths and names are Latin-1 of the bytes that they have there. */
export interface Picture {
  readonly name: string;
  /** As `uname -m` has it. */
  readonly machine: string;
  readonly kernel: string;
  readonly isRoot: boolean;
  readonly systemdVersion: number | null;
  readonly mountinfo: string;
  /** Whether the kernel there can set dm-verity up; null where nothing told. */
  readonly verity: boolean | null;
  /** Extended attributes that decide, by path as its own programs show it; null where none there could tell. */
  readonly attributes: XattrsByPath | null;
  /** In an order in which a folder comes before what is in it. */
  readonly nodes: ReadonlyMap<string, PictureNode>;
  /** Permission bits of directories. */
  readonly modes: ReadonlyMap<string, number>;
  /** Directories that may not be read. */
  readonly closed: readonly string[];
  /** Directories of which not all was told. */
  readonly cut: readonly string[];
}

/**
 * @param boundary the word that begins every record
 * @param begun called once the script runs there
 * @throws {StreamProblem} where it ends before, says too much, or says what is none of this
 */
export async function readPicture(stream: ByteStream, boundary: string, begun: () => void): Promise<Picture> {
  stream.allow(MOST_BYTES);
  await stream.past(Buffer.from(`${boundary}\0begin\0`), MOST_BEFORE);
  begun();
  const word = Buffer.from(boundary);
  const nodes = new Map<string, PictureNode>();
  const modes = new Map<string, number>();
  const closed: string[] = [];
  const cut: string[] = [];
  let host: Pick<Picture, 'name' | 'machine' | 'kernel' | 'isRoot'> | null = null;
  let systemdVersion: number | null = null;
  let mountinfo = '';
  let verity: boolean | null = null;
  let attributes: XattrsByPath | null = null;
  const field = async (most = MOST_FIELD) => (await stream.untilZero(most)).toString('latin1');
  const path = async () => checkedPath(await field(MOST_PATH));
  /** What is said of a path first stays, but for a name that turns out to be more. */
  const add = (at: string, node: PictureNode) => {
    const known = nodes.get(at);
    if (
      known === undefined ? fits(nodes, at) : known.kind === 'name' || (known.kind === 'file' && node.kind === 'text')
    )
      nodes.set(at, node);
    if (nodes.size > MOST_NODES) throw new StreamProblem('too-large');
  };
  if ((await field()) !== '1') throw new StreamProblem('garbage');
  for (;;) {
    if (!(await stream.untilZero(word.length)).equals(word)) throw new StreamProblem('garbage');
    switch (await field()) {
      case 'host': {
        const [name, machine, kernel, user] = [await field(), await field(), await field(), await field()];
        host = { name, machine, kernel, isRoot: user === '0' };
        break;
      }
      case 'systemd':
        systemdVersion = versionIn(await field());
        break;
      case 'made':
        if ((await field()) !== '/proc/self/mountinfo') throw new StreamProblem('garbage');
        mountinfo = await field(MOST_MOUNTS);
        break;
      case 'verity':
        verity = (await field()) === '1';
        break;
      case 'attributes':
        attributes = parseMany(await field(MOST_ATTRIBUTES));
        break;
      case 'dir':
        add(await path(), { kind: 'dir' });
        break;
      case 'mode':
        modes.set(await path(), Number.parseInt(await field(), 8) & 0o777);
        break;
      case 'link':
        add(await path(), { kind: 'link', target: await field(MOST_PATH) });
        break;
      case 'name':
        add(await path(), { kind: 'name' });
        break;
      case 'block':
        add(await path(), { kind: 'block' });
        break;
      case 'other':
        add(await path(), { kind: 'other' });
        break;
      case 'closed':
        closed.push(await path());
        break;
      case 'more':
        cut.push(await path());
        break;
      case 'file': {
        const at = await path();
        const [size, changed, inode = '0'] = (await field()).split(' ');
        const isReadable = (await field()) === '1';
        add(at, { kind: 'file', size: numberIn(size), changed: numberIn(changed), inode, isReadable });
        break;
      }
      case 'text': {
        const at = await path();
        const size = numberIn(await field());
        const changed = numberIn(await field());
        if (size > MOST_TEXT) throw new StreamProblem('garbage');
        add(at, { kind: 'text', content: await stream.exactly(size), changed });
        break;
      }
      case 'end':
        if (host === null) throw new StreamProblem('garbage');
        return { ...host, systemdVersion, mountinfo, verity, attributes, nodes, modes, closed, cut };
      default:
        throw new StreamProblem('garbage');
    }
  }
}

/** Nothing stands in what is no folder. What stands above without being told is a folder; above one that is known all are. */
function fits(nodes: Map<string, PictureNode>, at: string): boolean {
  const missing: string[] = [];
  for (let end = at.lastIndexOf('/'); end > 0; end = at.lastIndexOf('/', end - 1)) {
    const above = at.slice(0, end);
    const known = nodes.get(above);
    if (known === undefined) missing.push(above);
    else if (known.kind === 'dir') break;
    else return false;
  }
  for (const above of missing.reverse()) nodes.set(above, { kind: 'dir' });
  return true;
}

function checkedPath(path: string): string {
  const [first, ...parts] = path.split('/');
  const isPart = (part: string) => part !== '' && part !== '.' && part !== '..' && part.length <= MOST_NAME;
  if (first !== '' || parts.length === 0 || !parts.every(isPart)) throw new StreamProblem('garbage');
  return path;
}

function numberIn(text: string | undefined): number {
  if (text === undefined || !/^\d{1,15}$/.test(text)) throw new StreamProblem('garbage');
  return Number(text);
}

/** `libsystemd-shared-257.so`, or the first line of `systemctl --version`. */
function versionIn(text: string): number | null {
  const found = /^(?:libsystemd-(?:shared|core)-|systemd )(\d{1,4})/.exec(text);
  return found === null ? null : Number(found[1]);
}
