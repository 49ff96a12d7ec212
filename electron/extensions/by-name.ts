/** As systemd sorts names: by their bytes. Entries of one name stay in the order in which systemd finds them. */
export function byName<One extends { readonly name: string; readonly class: string }>(one: One, other: One): number {
  if (one.name !== other.name) return one.name < other.name ? -1 : 1;
  if (one.class !== other.class) return one.class < other.class ? 1 : -1;
  return 0;
}
