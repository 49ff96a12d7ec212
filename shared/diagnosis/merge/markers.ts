/**
 * overlayfs' own marks inside an extension: opaque folders, which hide what lower layers have in them, and whiteouts, which
 * delete a file or folder of theirs. systemd-sysext mounts without `userxattr`, so that only `trusted.` marks count, and the
 * mark of a hierarchy itself does not, for systemd's own layer lies on top of it (measured on 252, 257 and 262).
 */
import { type Message, messageOf, type Text } from '../../messages/message.ts';
import { type Found, rule } from '../rule.ts';
import { firstOf, inLayer, type Layer, leaveOut, type MergeFacts, parentOf, type Survey } from './facts.ts';

export const markers = rule(
  ['opaque', 'whiteout'],
  'overlayfs, as systemd mounts it: measured on 252, 257 and 262',
  (facts: MergeFacts) =>
    facts.layers.flatMap((layer, at) => {
      const { survey, name } = layer;
      if (survey === null) return [];
      const opaque = [...survey.folders].filter(([path, folder]) => folder.opaque && !isUnderOpaque(survey, path));
      const deleted = [...survey.others].filter(([, kind]) => kind === 'whiteout');
      if (opaque.length + deleted.length === 0) return [];
      const cut = cutAt(facts, at);
      const found: Found<'opaque' | 'whiteout'>[] = [];
      const common = { severity: 'danger', fix: leaveOut(facts, layer) } as const;
      for (const [path] of opaque) {
        const message = opaqueMessage(facts, cut, path);
        if (message !== null) found.push({ ...common, id: 'opaque', subject: inLayer(facts, name, path), message });
      }
      for (const [path] of deleted) {
        const owners = ownersOf(facts, cut, path);
        if (owners.length === 0) continue;
        const message = messageOf('extension.device-0-0-deletes-what-has', { owner: firstOf(owners) });
        found.push({ ...common, id: 'whiteout', subject: inLayer(facts, name, path), message });
      }
      return found;
    }),
);

/** A hierarchy's own mark does not count, and what lies in an opaque folder is told with it. */
function isUnderOpaque({ folders }: Survey, path: string): boolean {
  const parent = parentOf(path);
  if (parent === '') return true;
  for (let above = parent; parentOf(above) !== ''; above = parentOf(above)) {
    if (folders.get(above)?.opaque === true) return true;
  }
  return false;
}

/** The layers of a merge, parted at the one that has the marks: what lies below is cut off, the others stay to be seen. */
interface Cut {
  readonly below: readonly Layer[];
  /** The one with the marks, and those above it. */
  readonly kept: readonly Layer[];
  /** Names in the folders of each layer below. */
  readonly names: readonly ReadonlyMap<string, readonly string[]>[];
}

function cutAt({ layers }: MergeFacts, at: number): Cut {
  const below = layers.slice(0, at);
  return { below, kept: layers.slice(at), names: below.map(namesByFolder) };
}

/** What an extension deletes is nothing to be seen. */
function namesByFolder(layer: Layer): ReadonlyMap<string, readonly string[]> {
  const names = new Map<string, string[]>();
  const leaves = [...(layer.survey?.others.keys() ?? [])].filter((path) => isLeaf(layer, path));
  for (const path of [...(layer.survey?.folders.keys() ?? []), ...leaves]) {
    const parent = parentOf(path);
    const known = names.get(parent);
    if (known === undefined) names.set(parent, [path.slice(parent.length + 1)]);
    else known.push(path.slice(parent.length + 1));
  }
  return names;
}

const isFolder = ({ survey }: Layer, path: string) => survey?.folders.has(path) === true;

/** Whether a layer has something else than a folder at a path, to be seen. */
function isLeaf({ survey }: Layer, path: string): boolean {
  const other = survey?.others.get(path);
  return other !== undefined && other !== 'whiteout';
}

/** What of a folder is nowhere to be seen once the layers below are cut off; paths inside the folder. */
function goneIn({ base }: MergeFacts, { below, kept, names }: Cut, folder: string): string[] {
  const gone: string[] = [];
  const look = (at: string): void => {
    const found = new Set(names.flatMap((index) => index.get(at) ?? []));
    if (base.at(at).kind === 'folder') for (const name of base.names(at)) found.add(name);
    for (const name of found) {
      const path = `${at}/${name}`;
      const wasFolder = base.at(path).kind === 'folder' || below.some((one) => isFolder(one, path));
      // A file that is brought again is overridden like any other; of a folder, what is in it counts.
      if (wasFolder && kept.some((one) => isFolder(one, path))) look(path);
      else if (wasFolder || !kept.some((one) => isLeaf(one, path))) gone.push(path.slice(folder.length + 1));
    }
  };
  look(folder);
  return gone.sort();
}

function opaqueMessage(facts: MergeFacts, cut: Cut, path: string): Message | null {
  const gone = goneIn(facts, cut, path);
  if (gone.length > 0) {
    return messageOf('extension.folder-is-marked-as-opaque-so', { names: firstOf(gone) });
  }
  if (facts.base.at(path).kind !== 'unknown') return null;
  return messageOf('extension.folder-is-marked-as-opaque-so-that');
}

/** Who has something at a path that is gone for the whiteout there. */
function ownersOf(facts: MergeFacts, cut: Cut, path: string): Text[] {
  const { kind } = facts.base.at(path);
  const folders: Text[] = cut.below.filter((one) => isFolder(one, path)).map(({ name }) => name);
  if (kind === 'folder') folders.unshift(messageOf('extension.base'));
  if (folders.length > 0) {
    const isBack = cut.kept.some((one) => isFolder(one, path)) && goneIn(facts, cut, path).length === 0;
    return isBack ? [] : folders;
  }
  if (cut.kept.some((one) => isLeaf(one, path))) return [];
  const leaves = cut.below.filter((one) => isLeaf(one, path)).map(({ name }) => name);
  // What cannot be seen may be deleted as well: a marker is not made without a reason.
  return kind === 'absent' ? leaves : [messageOf('extension.base'), ...leaves];
}
