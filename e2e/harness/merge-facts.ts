/** Facts for tests of the rules, with nothing in them but what a test gives. */

import type { BaseEntry, Layer, MergeFacts, OtherKind, Survey } from '../../shared/diagnosis/merge/facts.ts';
import { extensionOf, insideOf } from '../../shared/diagnosis/subject.ts';
import type { Diagnosis } from '../../shared/model/diagnosis.ts';
import { rulesFor } from '../../shared/systemd/classes.ts';

export const OPEN = { mode: 0o755, uid: 0, gid: 0, opaque: false };

export function survey(
  entries: Readonly<Record<string, OtherKind | 'folder' | 'opaque'>>,
  more: Partial<Survey> = {},
): Survey {
  const pairs = Object.entries(entries);
  const isFolder = (kind: string) => kind === 'folder' || kind === 'opaque';
  return {
    folders: new Map(
      pairs.filter(([, kind]) => isFolder(kind)).map(([path, kind]) => [path, { ...OPEN, opaque: kind === 'opaque' }]),
    ),
    others: new Map(pairs.filter(([, kind]) => !isFolder(kind)) as [string, OtherKind][]),
    programs: new Map(),
    wanted: new Map(),
    upheld: new Set(),
    fileSystems: [],
    hasVerity: false,
    markersKnown: true,
    ...more,
  };
}

export const layer = (name: string, found: Survey | null, release: Layer['release'] = { ID: '_any' }): Layer => ({
  name,
  survey: found,
  release,
  disable: 'mask',
});

export interface Given extends Partial<Omit<MergeFacts, 'base' | 'rules'>> {
  readonly base?: Readonly<Record<string, BaseEntry>>;
  readonly version?: number;
}

export function facts({ base = {}, version = 257, ...given }: Given): MergeFacts {
  return {
    class: 'sysext',
    rules: rulesFor(version),
    architecture: 'x86-64',
    layers: [],
    kernel: { fileSystem: () => null, option: () => null, verity: () => null },
    mountsBelow: [],
    enabled: new Map(),
    startsServices: false,
    turnsReadOnly: false,
    notLookedThrough: 0,
    base: {
      at: (path) => base[path] ?? { kind: 'absent' },
      names: (folder) =>
        Object.keys(base)
          .filter((path) => path.startsWith(`${folder}/`))
          .map((path) => path.slice(folder.length + 1)),
    },
    ...given,
  };
}

/** What was found, without its sentences. */
export const told = (found: readonly Diagnosis[]) =>
  found.map(({ id, severity, subject }) => [extensionOf(subject), id, severity, insideOf(subject)]);
export const FOLDER: BaseEntry = { kind: 'folder', rights: OPEN };
