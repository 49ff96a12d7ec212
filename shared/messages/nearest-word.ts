/** Which word a person meant who mistyped one. */

/** More mistakes than this make another word. */
const MOST_EDITS = 2;

/** The word that differs least, where few letters do; null where none is near. */
export function nearestWord(word: string, known: readonly string[]): string | null {
  if (word.length > 40) return null;
  const [best] = known
    .map((one) => ({ one, edits: editsBetween(word, one) }))
    .filter(({ one, edits }) => edits <= Math.min(MOST_EDITS, Math.floor(one.length / 2)))
    .sort((a, b) => a.edits - b.edits);
  return best?.one ?? null;
}

/** Letters to add, take away, change or swap with their neighbour (optimal string alignment distance). */
function editsBetween(a: string, b: string): number {
  let before: number[] = [];
  let row = Array.from({ length: b.length + 1 }, (_, at) => at);
  for (let i = 1; i <= a.length; i++) {
    const next = [i];
    for (let j = 1; j <= b.length; j++) {
      const change = (row[j - 1] ?? 0) + (a[i - 1] === b[j - 1] ? 0 : 1);
      const swap = a[i - 1] === b[j - 2] && a[i - 2] === b[j - 1] ? (before[j - 2] ?? 0) + 1 : Number.POSITIVE_INFINITY;
      next.push(Math.min((row[j] ?? 0) + 1, (next[j - 1] ?? 0) + 1, change, swap));
    }
    before = row;
    row = next;
  }
  return row[b.length] ?? 0;
}
