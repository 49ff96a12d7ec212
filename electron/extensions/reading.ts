/** Reads what one entry holds: its form, its release file, its units, and what systemd would make of it. */
import type { HostRelease } from '../../shared/compatibility.ts';
import { judge, verdict } from '../../shared/compatibility.ts';
import type { Extension, ImageForm } from '../../shared/model/extension.ts';
import type { Verdict } from '../../shared/model/verdict.ts';
import type { ExtensionClass } from '../../shared/systemd-rules.ts';
import { resolveInRoot } from '../host/rooted.ts';
import { Budget, VERDICT } from '../images/budget.ts';
import { openFolder } from '../images/folder.ts';
import type { Disk } from '../images/gpt/disk.ts';
import { openImage } from '../images/open.ts';
import { budgeted, openFile, type RandomAccess } from '../images/source.ts';
import { ImageError, type ImageTree, resolve } from '../images/tree.ts';
import { findReleaseFile, type ReleaseFile } from './release-file.ts';
import { findUnits } from './units.ts';

/** What an entry turned out to hold. */
export interface Reading {
  readonly form: ImageForm;
  readonly compression: string | null;
  readonly verdict: Verdict;
  readonly release: ReadonlyMap<string, string> | null;
  readonly releaseFile: string | null;
  readonly units: readonly string[];
  /** systemd fails every merge for it; the reason. */
  readonly blocksMerge: string | null;
  /** An empty directory, which masks lower entries. */
  readonly empty: boolean;
}

/** Where the content stands on this machine and what kind of thing it is. */
export interface Content {
  readonly hostPath: string;
  readonly kind: 'folder' | 'subvolume' | 'image';
}

/** Of an extension that stands in no search directory, but at a path of this machine whatever the root. */
export const LOOSE_ID = 'file:';

/** Where an extension's content stands on this machine; null where it leads nowhere. */
export function contentOf(
  root: string,
  { id, type, realPath }: Pick<Extension, 'id' | 'type' | 'realPath'>,
): Content | null {
  const kind = type === 'directory' ? 'folder' : type === 'subvolume' ? 'subvolume' : 'image';
  if (id.startsWith(LOOSE_ID)) return { hostPath: realPath, kind };
  const target = resolveInRoot(root, realPath);
  return target.found ? { hostPath: target.hostPath, kind } : null;
}

const UNREAD = { compression: null, release: null, releaseFile: null, units: [], empty: false } as const;

/** The tree of an entry's content. @throws {ImageError} where it cannot be read */
export async function openContent(content: Content, architecture: string): Promise<ImageTree> {
  return (await openWhole(content, architecture)).tree;
}

/** The tree, and the partitions where it is a disk image. @throws {ImageError} where it cannot be read */
export async function openWhole(
  content: Content,
  architecture: string,
): Promise<{ tree: ImageTree; disk: Disk | null }> {
  if (content.kind !== 'image') return { tree: openFolder(content.hostPath, content.kind), disk: null };
  const opened = await openImage(openFile(content.hostPath), architecture);
  switch (opened.kind) {
    case 'tree':
      return opened;
    case 'unreadable-form':
      throw new ImageError('unsupported', `${opened.name} can only be read by mounting it`);
    case 'empty':
      throw new ImageError('corrupt', 'the file is empty');
    case 'nothing':
      throw new ImageError('corrupt', `the file is ${opened.what}, not an image`);
  }
}

/** Reads an entry's content. Never throws for what the content is; that becomes the verdict. */
export async function readContent(
  content: Content,
  name: string,
  extensionClass: ExtensionClass,
  host: HostRelease,
): Promise<Reading> {
  if (content.kind !== 'image') {
    return readTree(openFolder(content.hostPath, content.kind), name, extensionClass, host);
  }
  try {
    return await readImage(openFile(content.hostPath), name, extensionClass, host);
  } catch (error) {
    return unreadable(error, 'unrecognised');
  }
}

/**
 * Reads an image, wherever its bytes come from. What it is becomes the verdict.
 *
 * @throws what the source throws for its own reasons
 */
export async function readImage(
  source: RandomAccess,
  name: string,
  extensionClass: ExtensionClass,
  host: HostRelease,
): Promise<Reading> {
  try {
    const opened = await openImage(budgeted(source, new Budget(VERDICT)), host.architecture);
    switch (opened.kind) {
      case 'tree':
        return await readTree(opened.tree, name, extensionClass, host);
      case 'unreadable-form':
        return {
          ...UNREAD,
          form: opened.form,
          verdict: verdict(null, 'not-readable-yet', `Unknown: ${opened.name} can only be read by mounting it.`),
          blocksMerge: null,
        };
      case 'empty':
        return broken('not-an-image', 'The file is empty.');
      case 'nothing':
        return broken('not-an-image', `The file is ${opened.what}, not an image. ${opened.nextStep}`);
    }
  } catch (error) {
    return unreadable(error, 'unrecognised');
  }
}

async function readTree(
  tree: ImageTree,
  name: string,
  extensionClass: ExtensionClass,
  host: HostRelease,
): Promise<Reading> {
  const { form, compression } = tree;
  try {
    const release = await findReleaseFile(tree, name, extensionClass, host.rules.version);
    const carriesOsRelease = extensionClass === 'sysext' && (await resolve(tree, 'usr/lib/os-release')) !== null;
    return {
      form,
      compression,
      verdict: judgeRelease(release, name, extensionClass, host),
      release: release.kind === 'found' ? release.fields : null,
      releaseFile: release.kind === 'found' || release.kind === 'invalid' ? release.path : null,
      units: await findUnits(tree, extensionClass),
      blocksMerge: carriesOsRelease ? 'It carries /usr/lib/os-release, which systemd does not allow.' : null,
      empty: (form === 'folder' || form === 'subvolume') && (await tree.list(await tree.root())).length === 0,
    };
  } catch (error) {
    return unreadable(error, form);
  } finally {
    tree.close();
  }
}

function judgeRelease(release: ReleaseFile, name: string, extensionClass: ExtensionClass, host: HostRelease): Verdict {
  switch (release.kind) {
    case 'found':
      return judge(release.fields, host, extensionClass);
    case 'missing': {
      const judged = judge(null, host, extensionClass);
      if (judged.code === 'host-unknown' || release.others.length === 0) return judged;
      const found = release.others.map((other) => `extension-release.${other}`).join(', ');
      return {
        ...judged,
        message: `Its release file is named ${found}, but must be extension-release.${name}; systemd leaves it out.`,
      };
    }
    case 'ambiguous':
      return verdict(
        false,
        'release-file-ambiguous',
        'It has several release files of other names, so systemd takes none of them.',
      );
    case 'invalid':
      return verdict(false, 'release-file-invalid', `systemd cannot read its release file: ${release.reason}.`);
    case 'unknown':
      return verdict(
        null,
        'xattr-unknown',
        `Unknown: whether ${release.path} counts is told by an extended attribute, which needs getfattr or GNU tar to read.`,
      );
  }
}

function broken(code: 'not-an-image' | 'image-broken', message: string, form: ImageForm = 'unrecognised'): Reading {
  return { ...UNREAD, form, verdict: verdict(false, code, message), blocksMerge: message };
}

function unreadable(error: unknown, form: ImageForm): Reading {
  const { code } = error as NodeJS.ErrnoException;
  const denied =
    code === 'EACCES' || code === 'EPERM' || (error instanceof ImageError && error.problem === 'permission');
  if (denied) {
    const message = 'Unknown: it may not be read by you. Run Veneer as root, or ask for read permission.';
    return { ...UNREAD, form: 'unrecognised', verdict: verdict(null, 'permission', message), blocksMerge: null };
  }
  if (!(error instanceof ImageError)) throw error;
  if (error.problem === 'unsupported' || error.problem === 'too-much') {
    return {
      ...UNREAD,
      form,
      verdict: verdict(null, 'not-readable-yet', `Unknown: ${error.message}.`),
      blocksMerge: null,
    };
  }
  return broken('image-broken', `The image is broken: ${error.message}.`, form);
}
