/** Many at a time, but never all: each of them holds a file open. */

/** As `Promise.all` of all, in order, with at most `limit` of them begun and not ended. */
export async function mapAtMost<T, Result>(
  limit: number,
  all: readonly T[],
  work: (one: T) => Promise<Result>,
): Promise<Result[]> {
  const results: Result[] = [];
  let next = 0;
  const workThrough = async () => {
    while (next < all.length) {
      const at = next++;
      results[at] = await work(all[at] as T);
    }
  };
  await Promise.all(Array.from({ length: Math.min(limit, all.length) }, workThrough));
  return results;
}
