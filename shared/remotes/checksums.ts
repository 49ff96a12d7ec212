/**
 * SHA256SUMS, the list by which a server says which images it has (sha256sum(1), sysupdate.d(5)). What it holds comes
 * from outside: an entry that could lead anywhere else than into the folder beside it is refused, one by one.
 */

export interface ListedFile {
  /** 64 hexadecimal digits, in lower case. */
  readonly sha256: string;
  /** Relative to the folder of the list, in its normal form. */
  readonly path: string;
}

export interface Checksums {
  readonly files: readonly ListedFile[];
  /** Lines that are not taken, with the reason; the first ones only, for a hostile list may have millions. */
  readonly refused: readonly { readonly line: number; readonly reason: string }[];
  /** How many there are in all. */
  readonly refusedCount: number;
  /** The last day on which the list may be used, `YYYY-MM-DD`, the first where it names several; null where it names none. */
  readonly bestBefore: string | null;
  /** What stands where such a day should and is none, by which systemd-sysupdate refuses the whole list; null for none. */
  readonly impossibleDay: string | null;
}

const MAX_LINE = 4096;
const MAX_NAME = 255;
const REFUSED_KEPT = 20;
const LINE = /^([0-9a-fA-F]{64}) [ *](.+)$/;
const BEST_BEFORE = /^BEST-BEFORE-(.*)$/;

/** Reads a list; what cannot be an entry is told in `refused`. A name that is there with two hashes is taken from neither. */
export function parseChecksums(text: string): Checksums {
  const byPath = new Map<string, string | null>();
  const refused: { line: number; reason: string }[] = [];
  let refusedCount = 0;
  let bestBefore: string | null = null;
  let impossibleDay: string | null = null;
  const refuseLine = (line: number, reason: string) => {
    refusedCount++;
    if (refused.length < REFUSED_KEPT) refused.push({ line, reason });
  };
  let number = 0;
  for (const line of text.split('\n')) {
    number++;
    if (line === '' || line === '\r') continue;
    if (line.length > MAX_LINE) {
      refuseLine(number, 'it is too long');
      continue;
    }
    const [, hash, path] = LINE.exec(line.endsWith('\r') ? line.slice(0, -1) : line) ?? [];
    if (hash === undefined || path === undefined) {
      refuseLine(number, 'it is not a SHA-256 hash and a file name');
      continue;
    }
    const day = BEST_BEFORE.exec(path)?.[1];
    if (day !== undefined) {
      if (!isDay(day)) impossibleDay ??= day.replaceAll(/[^ -~]/g, '?').slice(0, 40);
      else if (bestBefore === null || day < bestBefore) bestBefore = day;
      continue;
    }
    const wrong = wrongPath(path);
    if (wrong !== null) {
      refuseLine(number, wrong);
      continue;
    }
    const sha256 = hash.toLowerCase();
    const before = byPath.get(path);
    if (before === undefined) byPath.set(path, sha256);
    else if (before !== sha256) {
      byPath.set(path, null);
      refuseLine(number, 'the same name is there with another hash');
    }
  }
  const files = [...byPath].flatMap(([path, sha256]) => (sha256 === null ? [] : [{ sha256, path }]));
  return { files, refused, refusedCount, bestBefore, impossibleDay };
}

/** Whether `text` is a day of the calendar, `YYYY-MM-DD`. */
function isDay(text: string): boolean {
  const time = /^\d{4}-\d{2}-\d{2}$/.test(text) ? Date.parse(`${text}T00:00:00Z`) : Number.NaN;
  // The 31st of February is taken for the 2nd or 3rd of March.
  return !Number.isNaN(time) && new Date(time).toISOString().startsWith(text);
}

/** Why a path cannot be that of a file in the folder, or null where it can. The rules are those of sysupdate.d(5). */
function wrongPath(path: string): string | null {
  if (path.startsWith('/')) return 'the name is an absolute path';
  if (!/^[ -~]+$/.test(path)) return 'the name has a character that is not plain ASCII';
  if (/[\\%]/.test(path)) return 'the name has a backslash or a per cent sign';
  for (const part of path.split('/')) {
    if (part === '' || part === '.' || part === '..') return 'the name leads out of the folder';
    if (part.length > MAX_NAME) return 'the name is too long';
  }
  return null;
}
