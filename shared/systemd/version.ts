/**
 * The order of versions and of layers: systemd's "improved" version comparison, as described in the UAPI Version
 * Format Specification and measured with `systemd-analyze compare-versions`.
 */

/** In the order in which they are looked for. */
const SEPARATORS = ['-', '^', '.'];

const isDigit = (c: string) => c >= '0' && c <= '9';
const isAlpha = (c: string) => (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
const isAlphanumeric = (c: string) => isDigit(c) || isAlpha(c);
const isVersionCharacter = (c: string) => isAlphanumeric(c) || c === '~' || SEPARATORS.includes(c);

function compareNumbers(a: number | boolean, b: number | boolean): number {
  return Math.sign(Number(a) - Number(b));
}

/**
 * Compares two versions, or two extension names where systemd orders layers by name.
 *
 * @returns -1 when `a` is older than `b`, 0 when they are equal in this order, 1 when it is newer
 */
export function compareVersions(a: string, b: string): number {
  let i = startOfDifference(a, b);
  let j = i;
  for (;;) {
    while (i < a.length && !isVersionCharacter(a.charAt(i))) i++;
    while (j < b.length && !isVersionCharacter(b.charAt(j))) j++;

    if (a.charAt(i) === '~' || b.charAt(j) === '~') {
      const order = compareNumbers(a.charAt(i) !== '~', b.charAt(j) !== '~');
      if (order !== 0) return order;
      i++;
      j++;
    }

    if (i >= a.length || j >= b.length) return compareNumbers(i < a.length, j < b.length);

    for (const separator of SEPARATORS) {
      if (a.charAt(i) !== separator && b.charAt(j) !== separator) continue;
      const order = compareNumbers(a.charAt(i) !== separator, b.charAt(j) !== separator);
      if (order !== 0) return order;
      i++;
      j++;
    }

    const numeric = isDigit(a.charAt(i)) || isDigit(b.charAt(j));
    const belongs = numeric ? isDigit : isAlpha;
    let endA = i;
    let endB = j;
    while (endA < a.length && belongs(a.charAt(endA))) endA++;
    while (endB < b.length && belongs(b.charAt(endB))) endB++;

    const order = numeric
      ? compareDigits(a.slice(i, endA), b.slice(j, endB))
      : compareLetters(a.slice(i, endA), b.slice(j, endB));
    if (order !== 0) return order;
    i = endA;
    j = endB;
  }
}

/**
 * Where to begin: names of one kind are mostly the same at the front. Letters and digits are passed in whole runs, so both
 * are at the end of one where a run ends in the part that they share.
 */
function startOfDifference(a: string, b: string): number {
  let shared = 0;
  while (shared < a.length && a.charCodeAt(shared) === b.charCodeAt(shared)) shared++;
  for (let at = shared - 1; at > 0; at--)
    if (isAlphanumeric(a.charAt(at - 1)) && !isAlphanumeric(a.charAt(at))) return at;
  return 0;
}

const withoutZeroes = (digits: string) => (digits.startsWith('0') ? digits.replace(/^0+/, '') : digits);

function compareDigits(a: string, b: string): number {
  const present = compareNumbers(a !== '', b !== '');
  if (present !== 0) return present;
  const x = withoutZeroes(a);
  const y = withoutZeroes(b);
  return compareNumbers(x.length, y.length) || (x < y ? -1 : x > y ? 1 : 0);
}

function compareLetters(a: string, b: string): number {
  const shared = Math.min(a.length, b.length);
  const x = a.slice(0, shared);
  const y = b.slice(0, shared);
  return x < y ? -1 : x > y ? 1 : compareNumbers(a.length, b.length);
}

/**
 * Whether a remote's version is newer than an installed one. A `v` before the number is dropped: release files and file
 * names differ in it (`SYSEXT_VERSION_ID=2.0` in `tool-v2.0.raw`), and systemd's order has any letter below any number.
 */
export function isNewerRelease(offered: string, installed: string): boolean {
  return compareVersions(withoutV(offered), withoutV(installed)) > 0;
}

/** Whether two spellings differ by nothing but a `v` before the number. */
export function isSameVersion(a: string, b: string): boolean {
  return withoutV(a) === withoutV(b);
}

const withoutV = (version: string) => version.replace(/^v(?=\d)/, '');
