/**
 * Folders, links and files of an extension at a path where a lower layer has something of another type: overlayfs merges
 * folders with folders alone, and shows the upper thing only. What a non-folder hides stays hidden below it, also from
 * layers above it. That is overlayfs, whatever systemd mounts it: random trees under 252 and single cases under 257 and 262
 * show the same.
 */
import { messageOf, type Text } from '../../messages/message.ts';
import { type Found, rule } from '../rule.ts';
import { inLayer, type Layer, leaveOut, type MergeFacts, type OtherKind, parentOf } from './facts.ts';

const BASE = messageOf('extension.base');
/** What no program needs to run. */
const MINOR = /^usr\/share\/(?:doc|man|info|licenses|locale)\//;
const severityAt = (path: string) => (MINOR.test(path) ? 'warning' : 'danger');

/** What a lower layer has at a path, as far as it matters here. */
type Lower = 'folder' | 'symlink' | 'other';

type Id = 'hides-link' | 'hides-folder' | 'hides-file';

export const replaced = rule(
  ['hides-link', 'hides-folder', 'hides-file'],
  'overlayfs: random trees merged by 252, single cases by 257 and 262',
  (facts: MergeFacts) =>
    facts.layers.flatMap((layer, at) => {
      const { survey } = layer;
      if (survey === null) return [];
      const found: Found<Id>[] = [];
      const add = (path: string, one: Said) => {
        const fix = one.severity === 'danger' ? leaveOut(facts, layer) : null;
        found.push({ ...one, subject: inLayer(facts, layer.name, path), fix });
      };
      const below = facts.layers.slice(0, at).reverse();
      for (const path of survey.folders.keys()) {
        const lower = parentOf(path) === '' ? null : lowerThing(facts, below, path, ['symlink', 'other']);
        if (lower !== null) add(path, underFolder(path, lower));
      }
      for (const [path, kind] of survey.others) {
        if (kind === 'whiteout' || parentOf(path) === '') continue;
        const lower = lowerThing(facts, below, path, ['folder']);
        if (lower !== null) add(path, underOther(path, kind, lower.owner));
      }
      return found;
    }),
);

/** The nearest lower layer that has something at the path, if that is one of `kinds`. */
function lowerThing(
  { base }: MergeFacts,
  below: readonly Layer[],
  path: string,
  kinds: readonly Lower[],
): { readonly owner: Text; readonly kind: Lower } | null {
  for (const { name, survey } of below) {
    const other = survey?.others.get(path);
    const kind: Lower | null =
      survey?.folders.has(path) === true ? 'folder' : other === undefined ? null : asLower(other);
    if (kind === null && other !== 'whiteout') continue;
    if (kind !== null && kinds.includes(kind)) return { owner: name, kind };
    // A folder over a folder is looked through; anything else ends the look.
    if (kind !== 'folder') return null;
  }
  const { kind } = base.at(path);
  if (kind === 'absent' || kind === 'unknown') return null;
  return kinds.includes(kind) ? { owner: BASE, kind } : null;
}

function asLower(kind: OtherKind): Lower | null {
  if (kind === 'whiteout') return null;
  return kind === 'symlink' ? 'symlink' : 'other';
}

type Said = Pick<Found<Id>, 'id' | 'severity' | 'message'>;

function underFolder(path: string, { owner, kind }: { readonly owner: Text; readonly kind: Lower }): Said {
  return kind === 'symlink'
    ? {
        id: 'hides-link',
        severity: severityAt(path),
        message: messageOf('extension.folder-takes-place-of-link-of', { owner }),
      }
    : {
        id: 'hides-file',
        severity: 'warning',
        message: messageOf('extension.folder-takes-place-of-file-of', { owner }),
      };
}

function underOther(path: string, kind: OtherKind, owner: Text): Said {
  const message =
    kind === 'symlink'
      ? messageOf('extension.link-takes-place-of-folder-of', { owner })
      : messageOf('extension.file-takes-place-of-folder-of', { owner });
  return { id: 'hides-folder', severity: severityAt(path), message };
}
