/** Reads what one entry holds: its form, its release files, its units, and all that a merge depends on. */
import type { Stats } from 'node:fs';
import { type Message, messageOf } from '../../shared/messages/message.ts';
import type { Extension, ImageForm } from '../../shared/model/extension.ts';
import type { ExtensionClass } from '../../shared/systemd/classes.ts';
import type { HostRelease } from '../../shared/systemd/compatibility.ts';
import type { TableEntry } from '../../shared/systemd/dissect.ts';
import type { EntryFacts, MergeEntry } from '../../shared/systemd/entry-facts.ts';
import { CONFEXT_POLICY, SYSEXT_POLICY } from '../../shared/systemd/image-policy.ts';
import type { Mount } from '../../shared/systemd/mount-table.ts';
import { placeOf } from '../host/places.ts';
import { resolveInRoot } from '../host/rooted.ts';
import { Budget, VERDICT } from '../images/budget.ts';
import { openFolder, pathOfFolderNode } from '../images/folder.ts';
import type { Disk, DiskReader } from '../images/gpt/disk.ts';
import { openImage } from '../images/open.ts';
import { openFile, type RandomAccess, withBudget } from '../images/source.ts';
import { ImageError, type ImageTree, isEmpty } from '../images/tree.ts';
import { enterGate, noteFailure, whileOpen } from './gate.ts';
import { LOOSE_ID } from './inspection.ts';
import { readTreeFacts } from './tree-facts.ts';
import { findUnits } from './units.ts';
import type { VerityAttributes } from './verity-attributes.ts';

/** What an entry turned out to hold. */
export interface Reading {
  readonly form: ImageForm;
  readonly compression: string | null;
  readonly facts: EntryFacts;
  readonly partitions: readonly TableEntry[] | null;
  readonly verityIntact: boolean | null;
  readonly release: ReadonlyMap<string, string> | null;
  readonly releaseFile: string | null;
  readonly units: readonly string[];
  /** An empty directory, which masks lower entries. */
  readonly empty: boolean;
  /** Of an image file; null where nobody asked. */
  readonly attributes: VerityAttributes | null;
}

/** Where the content stands on this machine and what kind of thing it is. */
export interface Content {
  readonly hostPath: string;
  readonly kind: 'folder' | 'subvolume' | 'image';
  /** Its stat(2), where nobody else can put something else in its place; see electron/host/settled.ts. */
  readonly settled?: Stats | null;
}

/** For what an entry is read. */
export interface ReadingFor {
  readonly class: ExtensionClass;
  readonly host: HostRelease;
  /** The name by which systemd looks for its release file; see `imageNameOf`. */
  readonly imageName: string | null;
  /** This machine's, which tell where folders really are. */
  readonly mounts: readonly Mount[];
}

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

/** What is known of content that was not read. */
export const UNREAD = {
  compression: null,
  partitions: null,
  verityIntact: null,
  release: null,
  releaseFile: null,
  units: [],
  empty: false,
  attributes: null,
} as const;

/** The tree of an entry's content. @throws {ImageError} where it cannot be read */
export async function openContent(content: Content, host: HostRelease): Promise<ImageTree> {
  return (await openWhole(content, host)).tree;
}

/** The tree, and the partitions where it is a disk image. @throws {ImageError} where it cannot be read */
export async function openWhole(content: Content, host: HostRelease): Promise<Whole> {
  let leaveGate = () => {};
  try {
    leaveGate = enterGate(content.hostPath, 'inside');
    const whole = await openUnwatched(content, host);
    const close = whole.tree.close.bind(whole.tree);
    whole.tree.close = () => {
      close();
      leaveGate();
    };
    return whole;
  } catch (error) {
    noteFailure(error);
    leaveGate();
    throw error;
  }
}

interface Whole {
  readonly tree: ImageTree;
  readonly disk: Disk | null;
}

async function openUnwatched(content: Content, host: HostRelease): Promise<Whole> {
  if (content.kind !== 'image') return { tree: openFolder(content.hostPath, content.kind), disk: null };
  return openedTree(await openImage(openFile(content.hostPath), lookingReader(host)));
}

/** The tree of an image that was opened. @throws {ImageError} why it has none */
export function openedTree(opened: Awaited<ReturnType<typeof openImage>>): Whole {
  switch (opened.kind) {
    case 'tree':
      return opened;
    case 'unreadable-form':
      throw new ImageError('unsupported', `${opened.name} can only be read by mounting it`);
    case 'refused':
      throw new ImageError('corrupt', opened.reason);
    case 'empty':
      throw new ImageError('corrupt', messageOf('extension.file-is-empty-2'));
    case 'nothing':
      throw new ImageError('corrupt', messageOf('extension.file-is-not-image-2', { what: opened.what }));
  }
}

/** For who looks into an image: every partition that systemd could use. */
export function lookingReader({ architecture, rules }: HostRelease): DiskReader {
  return { architecture, version: rules.version, policy: null };
}

/** Image policies came with 255 (systemd.image-policy(7)); 257 is the first that was measured. */
const POLICIES_SINCE = 257;

/** For who judges it: what systemd looks at when it reads its metadata, before any configured policy. */
function metadataReader({ architecture, rules: { version } }: HostRelease, extensionClass: ExtensionClass): DiskReader {
  const own = extensionClass === 'sysext' ? SYSEXT_POLICY : CONFEXT_POLICY;
  return { architecture, version, policy: version < POLICIES_SINCE ? null : own };
}

/** Reads an entry's content. Never throws, for one entry must not hide the others; whatever it is becomes its facts. */
export async function readContent(content: Content, wanted: ReadingFor): Promise<Reading> {
  try {
    return await whileOpen(content.hostPath, 'verdict', () =>
      content.kind === 'image'
        ? readImage(openFile(content.hostPath), wanted)
        : readTree(openFolder(content.hostPath, content.kind, content.settled), wanted, null),
    );
  } catch (error) {
    return failedReading(error);
  }
}

/** What is left to say of an entry on which reading failed, whatever for. */
export function failedReading(error: unknown): Reading {
  try {
    return unreadableReading(error, 'unrecognised');
  } catch {
    // An errno that no reader knows of, or a fault of ours.
    const { code } = error as NodeJS.ErrnoException;
    const why =
      typeof code === 'string'
        ? messageOf('extension.reading-failed-with', { code })
        : messageOf('extension.reading-failed-with', { code: `"${error}"` });
    return unknownReading('not-readable-yet', messageOf('extension.unknown', { reason: why }), 'unrecognised');
  }
}

/**
 * Reads an image, wherever its bytes come from. What it is becomes its facts.
 *
 * @throws what the source throws for its own reasons
 */
export async function readImage(source: RandomAccess, wanted: ReadingFor): Promise<Reading> {
  try {
    const opened = await openImage(withBudget(source, new Budget(VERDICT)), metadataReader(wanted.host, wanted.class));
    switch (opened.kind) {
      case 'tree':
        return await readTree(opened.tree, wanted, opened.disk);
      case 'unreadable-form':
        return opened.errno === null
          ? unknownReading(
              'not-readable-yet',
              messageOf('extension.unknown-can-only-be-read-by', { form: opened.name }),
              opened.form,
            )
          : unmountableReading(
              'image-broken',
              messageOf('extension.it-holds-which-systemd-cannot-open', { what: opened.name }),
              opened.errno,
              opened.form,
            );
      case 'refused':
        return unmountableReading(
          'image-broken',
          messageOf('extension.image-is-of-no-use', { reason: opened.reason }),
          opened.errno,
          'gpt',
        );
      case 'empty':
        return unmountableReading('not-an-image', messageOf('extension.file-is-empty'), 'ENOPKG');
      case 'nothing':
        return unmountableReading(
          'not-an-image',
          messageOf('extension.file-is-not-image', { what: opened.what, next: opened.nextStep }),
          'ENOPKG',
        );
    }
  } catch (error) {
    return unreadableReading(error, 'unrecognised');
  }
}

async function readTree(tree: ImageTree, wanted: ReadingFor, disk: Disk | null): Promise<Reading> {
  const { form, compression } = tree;
  const isFolder = form === 'folder' || form === 'subvolume';
  try {
    const facts = await readTreeFacts(tree, {
      class: wanted.class,
      imageName: wanted.imageName,
      rules: wanted.host.rules,
      placeOf: isFolder ? (node) => placeOf(pathOfFolderNode(node), wanted.mounts) : null,
    });
    const release = facts.release[wanted.class];
    return {
      form,
      compression,
      facts,
      partitions:
        disk === null ? null : disk.partitions.map(({ type, uuid, label, flags }) => ({ type, uuid, label, flags })),
      verityIntact: disk === null || disk.verity.length === 0 ? null : disk.verity.every(({ matches }) => matches),
      release: release.kind === 'found' ? release.fields : null,
      releaseFile: release.kind === 'found' || release.kind === 'invalid' ? release.path : null,
      units: await findUnits(tree, wanted.class),
      empty: isFolder && (await isEmpty(tree, await tree.root())),
      attributes: null,
    };
  } catch (error) {
    return unreadableReading(error, form);
  } finally {
    tree.close();
  }
}

/** What a merge needs of a reading. */
export function mergeEntryOf(
  reading: Reading,
  { name, path, type }: { readonly name: string; readonly path: string; readonly type: Extension['type'] },
  sidecars: MergeEntry['sidecars'],
): MergeEntry {
  const { facts, partitions, verityIntact } = reading;
  const form = type === 'raw' || type === 'block' ? 'image' : type === 'mstack' ? 'mstack' : 'folder';
  return { name, path, form, facts, partitions, verityIntact, sidecars };
}

function unknownReading(code: 'not-readable-yet' | 'permission', reason: Message, form: ImageForm): Reading {
  return { ...UNREAD, form, facts: { kind: 'unknown', code, reason } };
}

/** Of what stands on another machine and was not brought here. */
export function notBrought(why: 'permission' | 'not-brought'): Reading {
  return why === 'permission'
    ? unknownReading('permission', messageOf('extension.unknown-it-may-not-be-read'), 'unrecognised')
    : unknownReading('not-readable-yet', messageOf('extension.unknown-it-was-not-brought'), 'unrecognised');
}

function unmountableReading(
  code: 'not-an-image' | 'image-broken',
  reason: Message,
  errno: string | null,
  form: ImageForm = 'unrecognised',
): Reading {
  return { ...UNREAD, form, facts: { kind: 'unmountable', code, errno, reason } };
}

function unreadableReading(error: unknown, form: ImageForm): Reading {
  const { code } = error as NodeJS.ErrnoException;
  const denied =
    code === 'EACCES' || code === 'EPERM' || (error instanceof ImageError && error.problem === 'permission');
  if (denied) {
    const message = messageOf('extension.unknown-it-may-not-be-read');
    return unknownReading('permission', message, 'unrecognised');
  }
  if (!(error instanceof ImageError)) throw error;
  if (error.problem === 'unsupported' || error.problem === 'too-much') {
    return unknownReading('not-readable-yet', messageOf('extension.unknown', { reason: error.said }), form);
  }
  return unmountableReading(
    'image-broken',
    messageOf('extension.image-is-broken', { reason: error.said }),
    error.errno,
    form,
  );
}
