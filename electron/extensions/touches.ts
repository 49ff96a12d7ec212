/** What a merge touches: files of what comes or goes that lie over others, and those that something of a running system reads. */

import { wantedOf } from '../../shared/diagnosis/merge/boot-services.ts';
import type { Survey } from '../../shared/diagnosis/merge/facts.ts';
import { kindOfPath, type TouchKind } from '../../shared/diagnosis/plan/effect.ts';
import type { Extension } from '../../shared/model/extension.ts';
import type { Overlap } from '../../shared/model/plan.ts';
import type { ExtensionClass } from '../../shared/systemd/classes.ts';
import { mapAtMost } from './at-most.ts';
import { readBase } from './dangers/base.ts';
import { readEnabled } from './dangers/boot-targets.ts';
import { surveyOf } from './dangers/survey.ts';
import { inMergeOrder, seesBase } from './layers.ts';
import type { System, Target } from './system.ts';

/** Looking through a host of very many images must not keep anybody waiting; what was read is kept for the next time. */
const TIMEOUT_MS = 2000;
const AT_ONCE = 4;
/** Paths that are told of two layers. */
const MOST_PATHS = 20;
/** Pairs of layers that are told of. */
const MOST_PAIRS = 500;

/** What changes of the layers of a class. */
export interface Move {
  readonly class: ExtensionClass;
  readonly before: readonly string[];
  readonly after: readonly string[];
  /** Of those in both, the ones whose image is another one afterwards. */
  readonly changed: readonly string[];
}

export interface Touches {
  readonly overlaps: readonly Overlap[];
  /** How many files of a kind come or go, with one of them. */
  readonly kinds: readonly {
    readonly kind: TouchKind;
    readonly name: string;
    readonly files: number;
    readonly path: string;
  }[];
  /** Which of the files that are mapped go, or are another one afterwards. */
  readonly replaced: readonly string[];
  /** How targets of the boot start units of what comes or changes. */
  readonly hooks: readonly {
    readonly extension: string;
    readonly unit: string;
    readonly how: 'upheld' | 'wanted';
    readonly target: string;
  }[];
  /** Extensions that could not be looked through, or not in time. */
  readonly unread: readonly string[];
}

/**
 * @param coming what is in no search directory yet, before anything else of its name
 * @param mapped files that processes of this machine have mapped, absolute
 */
export async function readTouches(
  target: Target,
  system: System,
  move: Move,
  coming: readonly Extension[],
  mapped: readonly string[],
): Promise<Touches> {
  const until = Date.now() + TIMEOUT_MS;
  const read = new Map<Extension, Survey | null>();
  const lookThrough = (all: readonly Extension[]) =>
    mapAtMost(AT_ONCE, all, async (one) => {
      if (!read.has(one)) read.set(one, Date.now() > until ? null : await surveyOf(target, system, one));
    });
  const entryIn = (all: readonly Extension[], name: string) => {
    const mine = all.filter((one) => one.class === move.class && one.name === name && !one.masks);
    return mine.find(({ merged }) => merged) ?? mine.find(({ listed }) => listed) ?? mine[0];
  };
  const then = (name: string) =>
    coming.find((one) => one.class === move.class && one.name === name) ?? entryIn(system.extensions, name);
  const isNew = (name: string) => !move.before.includes(name) || move.changed.includes(name);
  const isOld = (name: string) => !move.after.includes(name) || move.changed.includes(name);
  const after = inMergeOrder(move.after.flatMap((name) => then(name) ?? []));
  const leaving = move.before.filter(isOld).flatMap((name) => entryIn(system.extensions, name) ?? []);
  // What comes or goes is what is asked about.
  await lookThrough([...after.filter(({ name }) => isNew(name)), ...leaving]);
  await lookThrough(after);
  const covering = seesBase(target, system.hierarchies, move.class)
    ? []
    : move.before.flatMap((name) => entryIn(system.extensions, name) ?? []);
  await lookThrough(covering);
  const base = readBase(
    target,
    covering.map((one) => read.get(one) ?? null),
  );
  const baseHas = (path: string) => ['other', 'symlink'].includes(base.at(path).kind);
  const layers = after.map((one) => ({
    name: one.name,
    isNew: isNew(one.name),
    files: filesIn(read.get(one) ?? null),
  }));
  const replaced = new Set<string>();
  const asked = new Set(mapped.map((path) => path.slice(1)));
  for (const one of leaving)
    for (const path of filesIn(read.get(one) ?? null)) if (asked.has(path)) replaced.add(`/${path}`);
  for (const layer of layers.filter((one) => one.isNew))
    for (const path of layer.files) if (asked.has(path)) replaced.add(`/${path}`);
  const moving = [...after.filter(({ name }) => isNew(name)), ...leaving];
  return {
    overlaps: overlapsOf(move.class, layers, baseHas),
    kinds: kindsOf(moving, read),
    hooks: hooksOf(
      after.filter(({ name }) => isNew(name)),
      read,
      readEnabled(target.root),
    ),
    replaced: [...replaced],
    unread: [
      ...new Set([...after, ...leaving].filter((one) => (read.get(one) ?? null) === null).map(({ name }) => name)),
    ],
  };
}

function filesIn(survey: Survey | null): ReadonlySet<string> {
  if (survey === null) return new Set();
  return new Set([...survey.others].flatMap(([path, kind]) => (kind === 'whiteout' ? [] : [path])));
}

interface LayerFiles {
  readonly name: string;
  readonly isNew: boolean;
  readonly files: ReadonlySet<string>;
}

/** Pairs of which one is new. @param layers lowest first */
function overlapsOf(
  extensionClass: ExtensionClass,
  layers: readonly LayerFiles[],
  baseHas: (path: string) => boolean,
): Overlap[] {
  const found = new Map<string, { -readonly [Key in keyof Overlap]: Overlap[Key] }>();
  const add = (winner: string, loser: string | null, path: string) => {
    const key = JSON.stringify([winner, loser]);
    const known = found.get(key);
    if (known === undefined) {
      if (found.size < MOST_PAIRS)
        found.set(key, { class: extensionClass, winner, loser, files: 1, paths: [`/${path}`] });
      return;
    }
    known.files++;
    if (known.paths.length < MOST_PATHS) known.paths = [...known.paths, `/${path}`];
  };
  /** Who shows a path so far. */
  const owners = new Map<string, LayerFiles>();
  for (const layer of layers)
    for (const path of layer.files) {
      const owner = owners.get(path);
      if (owner !== undefined && (owner.isNew || layer.isNew)) add(layer.name, owner.name, path);
      if (owner === undefined && layer.isNew && baseHas(path)) add(layer.name, null, path);
      owners.set(path, layer);
    }
  return [...found.values()];
}

function hooksOf(
  coming: readonly Extension[],
  read: ReadonlyMap<Extension, Survey | null>,
  enabled: ReadonlyMap<string, string>,
): Touches['hooks'] {
  return coming.flatMap((one): Touches['hooks'] => {
    const survey = read.get(one) ?? null;
    if (survey === null) return [];
    const extension = one.name;
    const wanted = [...wantedOf(survey, enabled)].map(
      ([unit, { target }]) => ({ extension, unit, how: 'wanted', target }) as const,
    );
    // The more of the two, and which target it is makes no difference.
    const upheld = [...survey.upheld].map((unit) => ({ extension, unit, how: 'upheld', target: '' }) as const);
    return [...wanted, ...upheld];
  });
}

function kindsOf(moving: readonly Extension[], read: ReadonlyMap<Extension, Survey | null>): Touches['kinds'] {
  return moving.flatMap((one) => {
    const counts = new Map<TouchKind, { files: number; path: string }>();
    for (const path of filesIn(read.get(one) ?? null)) {
      const kind = kindOfPath(path);
      if (kind === null) continue;
      const known = counts.get(kind);
      if (known === undefined) counts.set(kind, { files: 1, path: `/${path}` });
      else known.files++;
    }
    return [...counts].map(([kind, count]) => ({ kind, name: one.name, ...count }));
  });
}
