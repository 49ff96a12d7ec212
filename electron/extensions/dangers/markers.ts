/**
 * overlayfs' own marks inside an extension: opaque folders, which hide what lower layers have in them, and whiteouts, which
 * delete a file or folder of theirs. systemd-sysext mounts without `userxattr`, so that only `trusted.` marks count, and the
 * mark of a hierarchy itself does not, for systemd's own layer lies on top of it (measured on 252, 257 and 262).
 */
import type { Danger, Layer, MergeFacts, Rule } from './facts.ts';
import { bounded, firstOf, parentOf } from './facts.ts';

export const markers: Rule = (facts) =>
  facts.layers.flatMap(({ survey, name }, at) => {
    if (survey === null) return [];
    const below = facts.layers.slice(0, at);
    const opaque = [...survey.folders].filter(([path, folder]) => folder.opaque && parentOf(path) !== '');
    const deleted = [...survey.others].filter(([, kind]) => kind === 'whiteout');
    const indexes = opaque.length === 0 ? [] : below.map(namesByFolder);
    const found: Danger[] = [];
    for (const [path] of opaque) {
      const message = opaqueMessage(facts, indexes, path);
      if (message !== null) found.push({ extension: name, kind: 'opaque', severity: 'danger', path, message });
    }
    for (const [path] of deleted) {
      const owners = ownersOf(facts, below, path);
      if (owners.length === 0) continue;
      const message = `A device 0:0 deletes what ${firstOf(owners)} has here.`;
      found.push({ extension: name, kind: 'whiteout', severity: 'danger', path, message });
    }
    return bounded(found);
  });

type Index = ReadonlyMap<string, readonly string[]>;

/** The names that an extension has in each of its folders. */
function namesByFolder({ survey }: Layer): Index {
  const names = new Map<string, string[]>();
  for (const path of [...(survey?.folders.keys() ?? []), ...(survey?.others.keys() ?? [])]) {
    const parent = parentOf(path);
    const known = names.get(parent);
    if (known === undefined) names.set(parent, [path.slice(parent.length + 1)]);
    else known.push(path.slice(parent.length + 1));
  }
  return names;
}

function opaqueMessage({ base }: MergeFacts, below: readonly Index[], path: string): string | null {
  const { kind } = base.at(path);
  const gone = new Set(below.flatMap((index) => index.get(path) ?? []));
  if (kind === 'folder') for (const name of base.names(path)) gone.add(name);
  if (gone.size > 0) {
    return `The folder is marked as opaque, so that what lower layers have in it is gone: ${firstOf([...gone].sort())}.`;
  }
  if (kind !== 'unknown') return null;
  return 'The folder is marked as opaque, so that whatever lower layers have in it is gone.';
}

/** Who has something at a path that a whiteout of a higher layer would delete. */
function ownersOf({ base }: MergeFacts, below: readonly Layer[], path: string): string[] {
  const owners = below
    .filter(({ survey }) => {
      const other = survey?.others.get(path);
      return survey?.folders.has(path) === true || (other !== undefined && other !== 'whiteout');
    })
    .map(({ name }) => name);
  // What cannot be seen may be deleted as well: a marker is not made without a reason.
  return base.at(path).kind === 'absent' ? owners : ['the base', ...owners];
}
