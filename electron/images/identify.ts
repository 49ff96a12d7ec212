/** What a file is that is no image: named, with what a person can do. */
import { type Message, messageOf } from '../../shared/messages/message.ts';
import type { RandomAccess } from './source.ts';

export interface NotAnImage {
  /** Completes the sentence "The file is ...". */
  readonly what: Message;
  readonly nextStep: Message;
}

interface Known extends NotAnImage {
  readonly at: number;
  readonly bytes: string;
}

const unpackHint = (program: string) => messageOf('extension.unpack-it-first-for-example-with', { program });
const OUR_UNPACK = messageOf('extension.unpack-it-with-veneer-unpack-file');

const KNOWN: readonly Known[] = [
  { at: 0, bytes: '\x1f\x8b', what: messageOf('extension.packed-with-gzip'), nextStep: OUR_UNPACK },
  { at: 0, bytes: '\xfd7zXZ\0', what: messageOf('extension.packed-with-xz'), nextStep: OUR_UNPACK },
  { at: 0, bytes: '\x28\xb5\x2f\xfd', what: messageOf('extension.packed-with-zstd'), nextStep: OUR_UNPACK },
  { at: 0, bytes: 'BZh', what: messageOf('extension.packed-with-bzip2'), nextStep: unpackHint('bunzip2') },
  {
    at: 0,
    bytes: 'PK\x03\x04',
    what: messageOf('extension.zip-archive'),
    nextStep: messageOf('extension.unpack-it-and-look-for-raw'),
  },
  {
    at: 0,
    bytes: '!<arch>\ndebian',
    what: messageOf('extension.debian-package'),
    nextStep: messageOf('extension.install-it-with-apt-or-pack'),
  },
  {
    at: 0,
    bytes: '\xed\xab\xee\xdb',
    what: messageOf('extension.rpm-package'),
    nextStep: messageOf('extension.install-it-with-dnf-or-pack'),
  },
  {
    at: 257,
    bytes: 'ustar',
    what: messageOf('extension.tar-archive'),
    nextStep: messageOf('extension.unpack-it-to-folder-name-in'),
  },
  {
    at: 0,
    bytes: '\x7fELF',
    what: messageOf('extension.program-or-library-elf'),
    nextStep: messageOf('extension.pack-it-as-extension-below-usr'),
  },
  {
    at: 0,
    bytes: '#!',
    what: messageOf('extension.script'),
    nextStep: messageOf('extension.pack-it-as-extension-below-usr-bin'),
  },
  {
    at: 0,
    bytes: 'SQLite format 3',
    what: messageOf('extension.sqlite-database'),
    nextStep: messageOf('extension.look-for-raw-file-that-was'),
  },
  {
    at: 0,
    bytes: 'QFI\xfb',
    what: messageOf('extension.qemu-disk-qcow2'),
    nextStep: messageOf('extension.convert-it-with-qemu-img-convert'),
  },
  {
    at: 0,
    bytes: '%PDF',
    what: messageOf('extension.pdf-document'),
    nextStep: messageOf('extension.look-for-raw-file-that-was'),
  },
];

const DOWNLOAD_AGAIN = messageOf('extension.download-file-itself-page-was-saved');
const PROBE = 512;

/** Looks at the first bytes of a file that no reader takes. */
export async function identifyBytes(source: RandomAccess): Promise<NotAnImage> {
  const head = (await source.read(0, Math.min(source.size, PROBE))).toString('latin1');
  const known = KNOWN.find(({ at, bytes }) => head.startsWith(bytes, at));
  if (known !== undefined) return { what: known.what, nextStep: known.nextStep };
  const text = head.trimStart().toLowerCase();
  if (text.startsWith('<!doctype html') || text.startsWith('<html'))
    return { what: messageOf('extension.web-page'), nextStep: DOWNLOAD_AGAIN };
  if (text.startsWith('<?xml')) return { what: messageOf('extension.xml-document'), nextStep: DOWNLOAD_AGAIN };
  if (text.startsWith('version https://git-lfs'))
    return {
      what: messageOf('extension.pointer-of-git-lfs'),
      nextStep: messageOf('extension.fetch-file-with-git-lfs-pull'),
    };
  if (/^[\t\n\r\x20-\x7e\x80-\xff]*$/.test(head))
    return {
      what: messageOf('extension.plain-text'),
      nextStep: messageOf('extension.look-for-raw-file-that-was'),
    };
  if (/^\0*$/.test(head))
    return {
      what: messageOf('extension.filled-with-zeroes-at-its-start'),
      nextStep: messageOf('extension.download-it-again-transfer-may-have'),
    };
  return {
    what: messageOf('extension.of-no-kind-that-is-known'),
    nextStep: messageOf('extension.download-it-again-or-ask-where'),
  };
}
