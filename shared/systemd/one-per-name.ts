/** Of several entries of one name the one that a person means. */
import type { ExtensionClass } from './classes.ts';

interface Entry {
  readonly class: ExtensionClass;
  readonly name: string;
  readonly masks: boolean;
  readonly masked: boolean;
  readonly listed: boolean;
}

/** Of each name the entry that systemd takes, else the first that a mask or another entry keeps it from. */
export function onePerName<One extends Entry>(extensions: readonly One[]): readonly One[] {
  const best = new Map<string, One>();
  const rank = (one: One) => (one.masks ? 2 : one.listed && !one.masked ? 0 : 1);
  for (const one of extensions) {
    const key = `${one.class}/${one.name}`;
    const before = best.get(key);
    if (before === undefined || rank(one) < rank(before)) best.set(key, one);
  }
  return [...best.values()];
}
