/**
 * How many columns of a terminal a text takes. Wide are the characters of East Asian Width W and F (Unicode Standard Annex #11,
 * EastAsianWidth.txt), by blocks with what is not assigned in them, as Annex #11 has it for the ideographs; of emoji node knows
 * by itself which are. What combines takes none. Control and format characters are not shown (visible.ts) and do not come here.
 */

const WIDE = new RegExp(
  '^(?:[\\u1100-\\u115f\\u2329\\u232a\\u2e80-\\u303e\\u3040-\\u3247\\u3250-\\u4dbf\\u4e00-\\ua4cf\\ua960-\\ua97f' +
    '\\uac00-\\ud7a3\\uf900-\\ufaff\\ufe10-\\ufe1f\\ufe30-\\ufe6f\\uff01-\\uff60\\uffe0-\\uffe6]' +
    '|[\\u{16fe0}-\\u{1b2ff}\\u{1f200}-\\u{1f2ff}\\u{20000}-\\u{3fffd}]' +
    '|(?![\\u{1f1e6}-\\u{1f1ff}])\\p{Emoji_Presentation})',
  'u',
);
/** The vowels and final consonants of Hangul are set into the syllable before them. */
const NARROWEST = /^(?:\p{Mn}|\p{Me}|[\u1160-\u11ff\ud7b0-\ud7ff])/u;

const PLAIN = /^[\x20-\x7e]*$/;

export function widthOf(text: string): number {
  if (PLAIN.test(text)) return text.length;
  let width = 0;
  for (const one of text) width += widthOfOne(one);
  return width;
}

const widthOfOne = (one: string): number => (NARROWEST.test(one) ? 0 : WIDE.test(one) ? 2 : 1);

export const padTo = (text: string, width: number): string => text + ' '.repeat(Math.max(0, width - widthOf(text)));

const ELLIPSIS = '…';

/** The text where it fits, else its beginning with an ellipsis. @param width at least 1 */
export function cutTo(text: string, width: number): string {
  if (widthOf(text) <= width) return text;
  let cut = '';
  let taken = 0;
  for (const one of text) {
    const next = widthOfOne(one);
    if (taken + next > width - 1) break;
    cut += one;
    taken += next;
  }
  return cut + ELLIPSIS;
}
