/** The order of strverscmp(3), by which systemd-sysupdate chooses among the versions of several transfers. */

/** What stands before the first difference: no number, one, one after a zero, or only zeros. */
type Before = 'nothing' | 'integer' | 'fraction' | 'zeros';

/**
 * Digits are compared as a number, those behind a zero as its fraction: `000 < 00 < 01 < 010 < 09 < 0 < 1 < 9 < 10`
 * (strverscmp(3)).
 */
export function compareByGlibc(a: string, b: string): number {
  let at = 0;
  let before: Before = 'nothing';
  while (at < a.length && a.charAt(at) === b.charAt(at)) before = stateAfter(before, a.charAt(at++));
  const difference = Math.sign((a.charCodeAt(at) || 0) - (b.charCodeAt(at) || 0));
  const [inA, inB] = [isDigit(a.charAt(at)), isDigit(b.charAt(at))];
  switch (before) {
    case 'fraction':
      return difference;
    case 'zeros':
      // What goes on is a fraction, and so less than the zero that ends there.
      return inA === inB ? difference : inA ? -1 : 1;
    case 'integer':
      if (inA !== inB) return inA ? 1 : -1;
      return inA ? byLength(a, b, at) || difference : difference;
    case 'nothing': {
      const hasNoZero = inA && inB && a.charAt(at) !== '0' && b.charAt(at) !== '0';
      return hasNoZero ? byLength(a, b, at) || difference : difference;
    }
  }
}

function stateAfter(before: Before, c: string): Before {
  if (!isDigit(c)) return 'nothing';
  if (before === 'nothing') return c === '0' ? 'zeros' : 'integer';
  return before === 'zeros' && c !== '0' ? 'fraction' : before;
}

/** Which number has more digits from there on. */
function byLength(a: string, b: string, at: number): number {
  const digits = (text: string) => /^\d*/.exec(text.slice(at))?.[0].length ?? 0;
  return Math.sign(digits(a) - digits(b));
}

const isDigit = (c: string) => c >= '0' && c <= '9' && c.length === 1;
