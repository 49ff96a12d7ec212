/** As systemd sorts names: by their bytes. */
export const compareNames = (one: string, other: string): number => (one < other ? -1 : one > other ? 1 : 0);

/** Entries of one name stay in the order in which systemd finds them. */
export function byName<One extends { readonly name: string; readonly class: string }>(one: One, other: One): number {
  return compareNames(one.name, other.name) || compareNames(other.class, one.class);
}
