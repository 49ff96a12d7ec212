/**
 * Where an installed image came from: a small file of root's beside the image in its store, so that whoever keeps the
 * machine current later, and whoever asks, is told the same.
 *
 * What a remote is called, its address and who signed are the word of who installed it, an administrator who was asked for
 * that very call; when, by whom and of which bytes is what the helper saw itself.
 */
import { isTransferName } from '../sysupdate/transfer.ts';
import { utf8Length } from './utf8.ts';

/** From where a file was fetched, as the helper is told. */
export interface Served {
  readonly remote: string;
  /** Of the file of the image. */
  readonly address: string;
  /** Of the file as it was served, which may be packed; null in a folder of this machine that has no list. */
  readonly sha256: string | null;
  /** Fingerprint of the key that signed the list; null where no signature was wanted. */
  readonly signedBy: string | null;
  /** When it was signed, in milliseconds since 1970; null where that is not known. */
  readonly signedAt: number | null;
}

/** By what systemd-sysupdate was led when it fetched an image. */
export interface FetchedBySysupdate {
  /** The transfer file, without the root. */
  readonly transferFile: string;
  /** [Source] Path=; null for one that is not written down, such as one with a password. */
  readonly source: string | null;
  /** Whether it checked who signed the list (Verify=); in a folder of this machine it never does. */
  readonly verify: boolean;
}

/** What is kept of one image. */
export interface Origin {
  /** null for an image that came as a file, or by systemd-sysupdate. */
  readonly remote: string | null;
  /** null also where the patterns of a transfer file give several names to a version. */
  readonly address: string | null;
  /** null where Veneer did not fetch it. */
  readonly sha256: string | null;
  readonly signedBy: string | null;
  readonly signedAt: number | null;
  /** null for what systemd-sysupdate did not fetch. */
  readonly sysupdate: FetchedBySysupdate | null;
  /** In milliseconds since 1970. */
  readonly installedAt: number;
  /** The user who asked, by number. */
  readonly installedBy: number;
  /** Of the stored image, in bytes: another file under the same name came from somewhere else. */
  readonly size: number;
  /** Of the stored image, by the helper; where it was served packed, not of what was served. */
  readonly imageSha256: string;
}

/** As it is shown: with the name that the host has for who installed it, null where it has none. */
export interface ShownOrigin extends Origin {
  readonly account: string | null;
}

/** Who installed an image, `NAME (NUMBER)`, or the number alone. */
export function installerOf({ installedBy, account }: Pick<ShownOrigin, 'installedBy' | 'account'>): string {
  if (installedBy === 0) return 'root';
  return account === null ? String(installedBy) : `${account} (${installedBy})`;
}

const VERSION = 1;
/**
 * Before the name of the image, for to systemd-sysupdate of 257 whatever begins as an image does is one more of that version,
 * which it counts and deletes (pattern_match()); no version has a colon, and `.#` it deletes as well (both measured).
 */
const PREFIX = '.origin:';
const SUFFIX = '.json';
/** Bytes of a file name. */
const NAME_MAX = 255;
/** Far more than one has, in bytes. */
export const MAX_ORIGIN = 8 * 1024;
/** The last moment that a date can tell (ECMA-262, time values). */
const LAST_MOMENT = 8.64e15;
const MAX_UID = 2 ** 32 - 2;

/** null where the name of the image leaves no room; then nothing is kept of it. */
export function originFileName(imageName: string): string | null {
  const fileName = `${PREFIX}${imageName}${SUFFIX}`;
  return utf8Length(fileName) <= NAME_MAX ? fileName : null;
}

/** The image whose record a file is by its name; null for what is none. */
export function imageOfOrigin(fileName: string): string | null {
  const isOne = fileName.startsWith(PREFIX) && fileName.endsWith(`.raw${SUFFIX}`);
  return isOne ? fileName.slice(PREFIX.length, -SUFFIX.length) : null;
}

export const isRemoteName = isTransferName;
export const isHash = (text: string): boolean => /^[0-9a-f]{64}$/.test(text);
export const isFingerprint = (text: string): boolean => /^[0-9A-F]{16,64}$/.test(text);
export const isMoment = (value: unknown): value is number => isWhole(value, LAST_MOMENT);

/** No user may stand in it: whoever reads the record would have the password. */
const ADDRESS = /^(?:https|http|file|oci):\/\/[^/@]*\/[!-~]+$/;
const LOOPBACK = /^http:\/\/(?:127(?:\.\d{1,3}){3}|\[::1\]|localhost)(?::\d{1,5})?\//;

/** Whether `text` may be where an image was served: https, http at this machine itself, a file or a registry; visible ASCII. */
export function isServedAt(text: string): boolean {
  if (text.length > 2000 || !ADDRESS.test(text) || /[^!-~]|[\\"<>`]/.test(text)) return false;
  return !text.startsWith('http:') || LOOPBACK.test(text);
}

/** A transfer file may name any server, and a folder without a name in it. */
const SOURCE = /^(?:https?|file):\/\/[^/@]*(?:\/[!-~]*)?$/;

/** Whether `text` may be from where systemd-sysupdate fetched: a file or folder on a server or of this machine; visible ASCII. */
export function isSysupdateSource(text: string): boolean {
  return text.length <= 2000 && SOURCE.test(text) && !/[^!-~]|[\\"<>`]/.test(text);
}

/** A path without the root, in visible ASCII. */
const isTransferFile = (text: string): boolean => /^\/[!-~]{1,1000}\.(?:transfer|conf)$/.test(text);

const isWhole = (value: unknown, most: number): value is number =>
  typeof value === 'number' && Number.isSafeInteger(value) && value >= 0 && value <= most;

export const originText = (origin: Origin): string => `${JSON.stringify({ version: VERSION, ...origin }, null, 2)}\n`;

/** Reads a record field by field. @returns null for what is none, or of a later version */
export function parseOrigin(text: string): Origin | null {
  let fields: Readonly<Record<string, unknown>>;
  try {
    const parsed: unknown = JSON.parse(text);
    if (typeof parsed !== 'object' || parsed === null) return null;
    fields = parsed as Readonly<Record<string, unknown>>;
  } catch {
    return null;
  }
  const textOf = (key: string, isRight: (one: string) => boolean): string | null => {
    const value = fields[key];
    return typeof value === 'string' && isRight(value) ? value : null;
  };
  const { version, signedAt, installedAt, installedBy, size } = fields;
  const imageSha256 = textOf('imageSha256', isHash);
  const isWhat = version === VERSION && imageSha256 !== null && isWhole(size, Number.MAX_SAFE_INTEGER);
  if (!isWhat || !isMoment(installedAt) || !isWhole(installedBy, MAX_UID)) return null;
  const sysupdate = readSysupdate(fields['sysupdate']);
  // What systemd checked must not pass for a file that nobody did.
  if (sysupdate === 'damaged') return null;
  const remote = textOf('remote', isRemoteName);
  const address = textOf('address', sysupdate === null ? isServedAt : isSysupdateSource);
  const signedBy = textOf('signedBy', isFingerprint);
  // What a key signed must not pass for what nobody signed because the key cannot be read.
  const isDamaged = (fields['signedBy'] ?? null) !== signedBy || (fields['remote'] ?? null) !== remote;
  const isServed = !isDamaged && remote !== null && address !== null;
  return {
    remote: isServed ? remote : null,
    address: isServed || (sysupdate !== null && remote === null) ? address : null,
    sha256: textOf('sha256', isHash),
    signedBy: isServed ? signedBy : null,
    signedAt: isServed && isMoment(signedAt) ? signedAt : null,
    sysupdate,
    installedAt,
    installedBy,
    size,
    imageSha256,
  };
}

function readSysupdate(value: unknown): FetchedBySysupdate | 'damaged' | null {
  if (value === undefined || value === null) return null;
  if (typeof value !== 'object') return 'damaged';
  const { transferFile, source, verify } = value as Readonly<Record<string, unknown>>;
  if (typeof transferFile !== 'string' || !isTransferFile(transferFile) || typeof verify !== 'boolean')
    return 'damaged';
  return { transferFile, source: typeof source === 'string' && isSysupdateSource(source) ? source : null, verify };
}
