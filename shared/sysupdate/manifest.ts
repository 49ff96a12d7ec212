/**
 * SHA256SUMS as systemd-sysupdate reads it (resource_load_from_web()): one line that it does not like, and the whole list is
 * none. Veneer's own reading in ../checksums.ts takes line by line.
 */
import { type Message, type MessageId, messageOf } from '../messages/message.ts';
import { isNormalizedPath } from './paths.ts';

export interface ManifestEntry {
  readonly sha256: string;
  readonly path: string;
}

type LineProblem = Extract<MessageId, `update.line-${string}`>;

export interface Manifest {
  readonly files: readonly ManifestEntry[];
  /** Why systemd refuses the list, as a part of a sentence; null where it does not. */
  readonly refusal: Message | null;
}

/** From when on names may have folders, BEST-BEFORE counts and a list may be empty (measured on 257 and 262). */
const FOLDERS_SINCE = 262;
/** A hash, two characters, and a name with the end of its line. */
const SHORTEST = 67;

/**
 * @param text as latin1, so that a character is a byte
 * @param now milliseconds since 1970
 */
export function readManifest(text: string, systemdVersion: number, now: number): Manifest {
  const files: ManifestEntry[] = [];
  const refuseManifest = (refusal: Message): Manifest => ({ files: [], refusal });
  // What systemd-pull takes for a connection that broke off (measured on 257; 262 takes it).
  if (text === '' && systemdVersion < FOLDERS_SINCE) return refuseManifest(messageOf('update.it-is-empty'));
  if (text.includes('\0')) return refuseManifest(messageOf('update.it-has-zero-byte'));
  if (!isUtf8(text)) return refuseManifest(messageOf('update.it-is-not-utf-8'));
  let at = 0;
  for (let number = 1; at < text.length; number++) {
    const wrong = (why: LineProblem) => refuseManifest(messageOf(why, { number: String(number) }));
    if (text.length - at < SHORTEST) return wrong('update.line-too-short');
    // systemd passes over blanks in a hash, and then finds it too short (262) or ends where it is used (257).
    const sha256 = text.slice(at, at + 64);
    if (!/^[0-9a-f]{64}$/i.test(sha256)) return wrong('update.line-no-hash');
    if (!/^ [ *]/.test(text.slice(at + 64, at + 66))) return wrong('update.line-no-two-characters');
    const end = text.indexOf('\n', at + 66);
    if (end < 0) return wrong('update.line-no-end');
    const path = text.slice(at + 66, end);
    const bad = wrongPath(path, systemdVersion);
    if (bad !== null) return wrong(bad);
    at = end + 1;
    const bestBefore = systemdVersion >= FOLDERS_SINCE ? dayOf(path) : null;
    if (bestBefore === null) files.push({ sha256: sha256.toLowerCase(), path: decodeUtf8(path) });
    else if (bestBefore < now)
      return refuseManifest(messageOf('update.it-may-not-be-used-from', { day: path.slice(BEST_BEFORE.length) }));
  }
  return { files, refusal: null };
}

function wrongPath(path: string, systemdVersion: number): LineProblem | null {
  if (path === '') return 'update.line-no-name';
  // Also a carriage return, so every line of a list from Windows.
  if ([...path].some((c) => c < ' ' || c === '\x7f')) return 'update.line-control-character';
  if (systemdVersion < FOLDERS_SINCE) {
    const isName = !path.includes('/') && path !== '.' && path !== '..' && path.length <= 255;
    return isName ? null : 'update.line-not-in-folder';
  }
  if (path.startsWith('/') || !isNormalizedPath(`/${path}`)) return 'update.line-leads-out';
  return path.includes('%') ? 'update.line-per-cent' : null;
}

const BEST_BEFORE = 'BEST-BEFORE-';

/**
 * The beginning of the day that the name of a marker tells, in UTC; null for no marker, and for a day that is none, which
 * systemd takes for a file (measured on 262).
 */
function dayOf(path: string): number | null {
  const day = path.startsWith(BEST_BEFORE) ? path.slice(BEST_BEFORE.length) : '';
  if (!/^\d{4}-\d{2}-\d{2}$/.test(day)) return null;
  const time = Date.parse(`${day}T00:00:00Z`);
  if (Number.isNaN(time)) return null;
  // The 31st of February is taken for a day of March.
  return new Date(time).toISOString().startsWith(day) ? time : null;
}

function isUtf8(bytes: string): boolean {
  try {
    decodeURIComponent(escapeBytes(bytes));
    return true;
  } catch {
    return false;
  }
}

const decodeUtf8 = (bytes: string): string => decodeURIComponent(escapeBytes(bytes));

const escapeBytes = (bytes: string): string =>
  bytes.replaceAll(/[%\x80-\xff]/g, (c) => `%${c.charCodeAt(0).toString(16).padStart(2, '0')}`);
