/** What a name stands for where it stands in several places. */
import type { Extension } from '../../shared/model/extension.ts';

/** Of each name the entry that systemd takes, else the first that a mask or another entry keeps it from. */
export function onePerName(extensions: readonly Extension[]): readonly Extension[] {
  const best = new Map<string, Extension>();
  const rank = (one: Extension) => (one.masks ? 2 : one.listed && !one.masked ? 0 : 1);
  for (const one of extensions) {
    const key = `${one.class}/${one.name}`;
    const before = best.get(key);
    if (before === undefined || rank(one) < rank(before)) best.set(key, one);
  }
  return [...best.values()];
}
