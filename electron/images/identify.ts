/** What a file is that is no image: named, with what a person can do. */
import type { RandomAccess } from './source.ts';

export interface NotAnImage {
  /** Completes the sentence "The file is ...". */
  readonly what: string;
  readonly nextStep: string;
}

interface Known extends NotAnImage {
  readonly at: number;
  readonly bytes: string;
}

const unpack = (program: string) => `Unpack it first, for example with ${program}.`;
const OUR_UNPACK = 'Unpack it with: veneer unpack FILE';

const KNOWN: readonly Known[] = [
  { at: 0, bytes: '\x1f\x8b', what: 'packed with gzip', nextStep: OUR_UNPACK },
  { at: 0, bytes: '\xfd7zXZ\0', what: 'packed with xz', nextStep: OUR_UNPACK },
  { at: 0, bytes: '\x28\xb5\x2f\xfd', what: 'packed with zstd', nextStep: OUR_UNPACK },
  { at: 0, bytes: 'BZh', what: 'packed with bzip2', nextStep: unpack('bunzip2') },
  { at: 0, bytes: 'PK\x03\x04', what: 'a ZIP archive', nextStep: 'Unpack it and look for a .raw file inside.' },
  {
    at: 0,
    bytes: '!<arch>\ndebian',
    what: 'a Debian package',
    nextStep: 'Install it with apt, or pack its files as an extension.',
  },
  {
    at: 0,
    bytes: '\xed\xab\xee\xdb',
    what: 'an RPM package',
    nextStep: 'Install it with dnf, or pack its files as an extension.',
  },
  { at: 257, bytes: 'ustar', what: 'a tar archive', nextStep: 'Unpack it to a folder NAME in /var/lib/extensions.' },
  {
    at: 0,
    bytes: '\x7fELF',
    what: 'a program or library (ELF)',
    nextStep: 'Pack it as an extension, below usr/bin or usr/lib.',
  },
  { at: 0, bytes: '#!', what: 'a script', nextStep: 'Pack it as an extension, below usr/bin.' },
  { at: 0, bytes: 'SQLite format 3', what: 'an SQLite database', nextStep: 'Look for the .raw file that was meant.' },
  { at: 0, bytes: 'QFI\xfb', what: 'a QEMU disk (qcow2)', nextStep: 'Convert it with: qemu-img convert -O raw' },
  { at: 0, bytes: '%PDF', what: 'a PDF document', nextStep: 'Look for the .raw file that was meant.' },
];

const DOWNLOAD_AGAIN = 'Download the file itself; a page was saved in its place.';
const PROBE = 512;

/** Looks at the first bytes of a file that no reader takes. */
export async function identify(source: RandomAccess): Promise<NotAnImage> {
  const head = (await source.read(0, Math.min(source.size, PROBE))).toString('latin1');
  const known = KNOWN.find(({ at, bytes }) => head.startsWith(bytes, at));
  if (known !== undefined) return { what: known.what, nextStep: known.nextStep };
  const text = head.trimStart().toLowerCase();
  if (text.startsWith('<!doctype html') || text.startsWith('<html'))
    return { what: 'a web page', nextStep: DOWNLOAD_AGAIN };
  if (text.startsWith('<?xml')) return { what: 'an XML document', nextStep: DOWNLOAD_AGAIN };
  if (text.startsWith('version https://git-lfs'))
    return { what: 'a pointer of Git LFS', nextStep: 'Fetch the file with: git lfs pull' };
  if (/^[\t\n\r\x20-\x7e\x80-\xff]*$/.test(head)) return { what: 'plain text', nextStep: DOWNLOAD_AGAIN };
  if (/^\0*$/.test(head))
    return {
      what: 'filled with zeroes at its start',
      nextStep: 'Download it again; the transfer may have been cut off.',
    };
  return { what: 'of no kind that is known', nextStep: 'Download it again, or ask where it comes from.' };
}
