/** How well what is typed means something that has a name. */

/** 0 it is its name, 1 it begins so, 2 a word in it begins so, 3 it stands somewhere in it; null where it does not. */
export function matchOf(name: string, typed: string): number | null {
  const label = plain(name);
  const text = plain(typed.trim());
  if (text === '') return 3;
  if (label === text) return 0;
  if (label.startsWith(text)) return 1;
  const words = text.split(/\s+/);
  if (!words.every((word) => label.includes(word))) return null;
  return words.every((word) => beginsWord(label, word)) ? 2 : 3;
}

/** The best first, and what is as good in the order that it came in. */
export function bestOf<T>(all: readonly T[], nameOf: (one: T) => string, typed: string, most: number): T[] {
  const matched = all.flatMap((one, at) => {
    const rank = matchOf(nameOf(one), typed);
    return rank === null ? [] : [{ one, at, rank }];
  });
  matched.sort((a, b) => a.rank - b.rank || a.at - b.at);
  return matched.slice(0, most).map(({ one }) => one);
}

const plain = (text: string): string => text.normalize('NFD').replace(/\p{M}/gu, '').toLowerCase();

function beginsWord(label: string, word: string): boolean {
  for (let at = label.indexOf(word); at >= 0; at = label.indexOf(word, at + 1)) {
    if (at === 0 || !/[\p{L}\p{N}]/u.test(label[at - 1] ?? '')) return true;
  }
  return false;
}
