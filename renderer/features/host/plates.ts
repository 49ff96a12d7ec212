/** The plates of a stack: what lies over the hierarchies of a class, and what would on another release of the OS. */
import type { Extension } from '../../../shared/model/extension.ts';
import type { Layer } from '../../../shared/model/host.ts';
import type { NextOsRow } from '../../../shared/model/next-os.ts';
import type { Verdict } from '../../../shared/model/verdict.ts';
import type { WhatIf } from '../../../shared/model/what-if.ts';
import { compareVersions } from '../../../shared/systemd/version.ts';

export type Fate = 'stays' | 'drops-out' | 'comes-in' | 'unknown';

export interface Plate {
  readonly class: Extension['class'];
  readonly name: string;
  readonly version: string | null;
  /** The extension that it stands for; null where no entry of that name is there any more. */
  readonly extension: Extension | null;
  /** Of what lies there now, or would after the next merge; null of what would only come in. */
  readonly layer: Layer | null;
  /** What becomes of it on the other release; null where none is looked at. */
  readonly fate: Fate | null;
  /** On the other release. */
  readonly verdict: Verdict | null;
  /** What is known of builds for the other release. */
  readonly build: NextOsRow | null;
}

export interface LeftOut {
  readonly extension: Extension;
  readonly why: 'disabled' | 'does-not-fit' | 'unknown';
  readonly verdict: Verdict;
  /** Whether that is the verdict on another release than the one that runs. */
  readonly onOther: boolean;
}

export interface Stacked {
  /** The top one first. */
  readonly plates: readonly Plate[];
  readonly leftOut: readonly LeftOut[];
}

/** What another release would make of the extensions, as far as it was asked. */
export interface Forecast {
  readonly outcomes: readonly WhatIf[];
  readonly builds: readonly NextOsRow[];
}

/** @param forecast null shows the host as it is */
export function stackOf(
  extensionClass: Extension['class'],
  extensions: readonly Extension[],
  layers: readonly Layer[],
  forecast: Forecast | null,
): Stacked {
  const mine = extensions.filter((one) => one.class === extensionClass);
  const listed = new Map(mine.flatMap((one) => (one.listed && !one.masks ? [[one.name, one] as const] : [])));
  const outcomes = new Map(forecast?.outcomes.map((one) => [one.id, one]));
  const builds = new Map(
    forecast?.builds.flatMap((one) => (one.class === extensionClass ? [[one.name, one] as const] : [])),
  );
  const plateOf = (name: string, layer: Layer | null): Plate => {
    const extension = listed.get(name) ?? null;
    const outcome = extension === null ? undefined : outcomes.get(extension.id);
    return {
      class: extensionClass,
      name,
      version: layer?.version ?? extension?.version ?? null,
      extension,
      layer,
      fate: forecast === null || outcome === undefined ? null : fateOf(outcome, layer !== null),
      verdict: outcome?.verdict ?? null,
      build: builds.get(name) ?? null,
    };
  };
  const inside = layers.filter(
    (one) => one.class === extensionClass && (one.status === 'merged' || one.status === 'would-merge'),
  );
  const names = new Set(inside.map(({ name }) => name));
  const coming = [...listed.values()].filter(
    ({ id, name }) => !names.has(name) && outcomes.get(id)?.outcome === 'comes-in',
  );
  const plates = [...inside.map((one) => plateOf(one.name, one)), ...coming.map(({ name }) => plateOf(name, null))];
  const shown = new Set(plates.map(({ name }) => name));
  const leftOut = mine.flatMap((extension): LeftOut[] => {
    const { masked, masks, name, verdict, id } = extension;
    if (masks || (!masked && (!extension.listed || shown.has(name)))) return [];
    const then = outcomes.get(id)?.verdict ?? verdict;
    const why = masked ? 'disabled' : verdict.compatible === null ? 'unknown' : 'does-not-fit';
    return [{ extension, why, verdict: then, onOther: forecast !== null }];
  });
  return { plates: plates.sort((a, b) => compareVersions(b.name, a.name)), leftOut };
}

/** What lies there although a new merge would leave it out drops out with the first one. */
function fateOf({ outcome }: WhatIf, isThere: boolean): Fate {
  if (outcome === 'unknown') return 'unknown';
  if (isThere) return outcome === 'stays' || outcome === 'comes-in' ? 'stays' : 'drops-out';
  return 'comes-in';
}

/** How many have each fate. */
export function countFates(stacks: readonly Stacked[]): Readonly<Record<Fate, number>> {
  const counts = { stays: 0, 'drops-out': 0, 'comes-in': 0, unknown: 0 };
  for (const { plates } of stacks) for (const { fate } of plates) if (fate !== null) counts[fate]++;
  return counts;
}

/** As many plates as a person looks through; the rest stand folded at their place. */
export const MOST_PLATES = 40;

/** A run of plates that are shown, or of such as are folded. */
export interface Run {
  readonly folded: boolean;
  readonly plates: readonly Plate[];
}

/** Of many plates those that do not just stay come first to be shown; all keep their place. */
export function foldPlates(plates: readonly Plate[]): Run[] {
  if (plates.length <= MOST_PLATES) return [{ folded: false, plates }];
  const calls = (one: Plate) => one.fate !== null && one.fate !== 'stays';
  const first = [...plates.filter(calls), ...plates.filter((one) => !calls(one))].slice(0, MOST_PLATES);
  const shown = new Set(first);
  const runs: { folded: boolean; plates: Plate[] }[] = [];
  for (const plate of plates) {
    const folded = !shown.has(plate);
    const last = runs.at(-1);
    if (last?.folded === folded) last.plates.push(plate);
    else runs.push({ folded, plates: [plate] });
  }
  return runs;
}
