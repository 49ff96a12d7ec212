/**
 * Folders, links and files of an extension at a path where a lower layer has something of another type: overlayfs merges
 * folders with folders alone, and shows the upper thing only. What a non-folder hides stays hidden below it, also from
 * layers above it. That is overlayfs, whatever systemd mounts it: random trees under 252 and single cases under 257 and 262
 * show the same.
 */
import { messageOf, type Text } from '../../../shared/messages/message.ts';
import type { Danger, Layer, MergeFacts, OtherKind, Rule } from './facts.ts';
import { parentOf } from './facts.ts';

const BASE = messageOf('extension.base');
/** What no program needs to run. */
const MINOR = /^usr\/share\/(?:doc|man|info|licenses|locale)\//;
const severityAt = (path: string) => (MINOR.test(path) ? 'warning' : 'danger');

/** What a lower layer has at a path, as far as it matters here. */
type Lower = 'folder' | 'symlink' | 'other';

export const replaced: Rule = (facts) =>
  facts.layers.flatMap((layer, at) => {
    const { survey } = layer;
    if (survey === null) return [];
    const found: Danger[] = [];
    const below = facts.layers.slice(0, at).reverse();
    for (const path of survey.folders.keys()) {
      const lower = parentOf(path) === '' ? null : lowerThing(facts, below, path, ['symlink', 'other']);
      if (lower !== null) found.push(underFolder(layer.name, path, lower));
    }
    for (const [path, kind] of survey.others) {
      if (kind === 'whiteout' || parentOf(path) === '') continue;
      const lower = lowerThing(facts, below, path, ['folder']);
      if (lower !== null) found.push(underOther(layer.name, path, kind, lower.owner));
    }
    return found;
  });

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

function underFolder(extension: string, path: string, { owner, kind }: { owner: Text; kind: Lower }): Danger {
  return kind === 'symlink'
    ? {
        extension,
        kind: 'hides-link',
        severity: severityAt(path),
        path,
        message: messageOf('extension.folder-takes-place-of-link-of', { owner }),
      }
    : {
        extension,
        kind: 'hides-file',
        severity: 'warning',
        path,
        message: messageOf('extension.folder-takes-place-of-file-of', { owner }),
      };
}

function underOther(extension: string, path: string, kind: OtherKind, owner: Text): Danger {
  const message =
    kind === 'symlink'
      ? messageOf('extension.link-takes-place-of-folder-of', { owner })
      : messageOf('extension.file-takes-place-of-folder-of', { owner });
  return { extension, kind: 'hides-folder', severity: severityAt(path), path, message };
}
