/**
 * Owner and mode of a merged folder are those of the topmost layer that has it (measured on 252, 257 and 262): an image that
 * was built with a narrow umask, or not as root, closes /usr/bin for everybody. The hierarchy itself keeps the base's.
 */
import { type Message, messageOf } from '../../messages/message.ts';
import type { Severity } from '../../model/diagnosis.ts';
import { type Found, rule } from '../rule.ts';
import { type Base, inLayer, type Layer, leaveOut, type MergeFacts, parentOf, type Rights } from './facts.ts';

/** What every distribution has as root's and open to all; held against where the base cannot be seen. */
const USUAL = new Set(
  ['bin', 'sbin', 'lib', 'lib64', 'libexec', 'share', 'lib/systemd', 'lib/systemd/system', 'lib/modules'].map(
    (path) => `usr/${path}`,
  ),
);
const AS_USUAL = { mode: 0o755, uid: 0, gid: 0 };
const OPEN_TO_ALL = 0o005;
const WRITABLE_BY_ALL = 0o002;
const STICKY = 0o1000;

export const folderRights = rule(
  ['folder-rights'],
  'overlayfs, as systemd mounts it: measured on 252, 257 and 262',
  (facts: MergeFacts) =>
    facts.layers.flatMap((layer, at) => {
      const { survey } = layer;
      if (survey === null) return [];
      const groups = new Map<string, Group>();
      for (const [path, own] of survey.folders) {
        if (parentOf(path) === '' || facts.layers.slice(at + 1).some((above) => above.survey?.folders.has(path)))
          continue;
        const before = rightsInstead(facts.base, path, own);
        if (before === null) continue;
        const key = JSON.stringify([own, before]);
        const group = groups.get(key);
        if (group === undefined) groups.set(key, { own, before, paths: [path] });
        else group.paths.push(path);
      }
      return [...groups.values()].map((group) => foundOf(facts, layer, group));
    }),
);

/** Folders that get the same rights instead of the same others. */
interface Group {
  readonly own: Rights;
  readonly before: Rights;
  readonly paths: string[];
}

/** What a folder has below it and should have itself; null where nothing is lost. Folders of a hierarchy count for nothing. */
export function rightsInstead(base: Base, path: string, own: Rights): Rights | null {
  const before = parentOf(path) === '' ? null : rightsBefore(base, path);
  return before === null || change(own, before) === null ? null : before;
}

function rightsBefore(base: Base, path: string): Rights | null {
  const found = base.at(path);
  if (found.kind === 'folder' && found.rights !== null) return found.rights;
  return (found.kind === 'folder' || found.kind === 'unknown') && USUAL.has(path) ? (base.usual ?? AS_USUAL) : null;
}

/** How bad it is that a folder gets other rights; null where nothing is lost and nobody new owns it. */
function change(own: Rights, before: Rights): 'danger' | 'warning' | null {
  if ((before.mode & ~own.mode & OPEN_TO_ALL) !== 0) return 'danger';
  const opened = (own.mode & ~before.mode & WRITABLE_BY_ALL) !== 0 && (own.mode & STICKY) === 0;
  const isOthers = (own.uid !== before.uid && own.uid !== 0) || (own.gid !== before.gid && own.gid !== 0);
  return opened || isOthers ? 'warning' : null;
}

function foundOf(facts: MergeFacts, layer: Layer, { own, before, paths }: Group): Found<'folder-rights'> {
  const severity = change(own, before) ?? 'warning';
  const [path = ''] = paths;
  return {
    id: 'folder-rights',
    severity,
    subject: inLayer(facts, layer.name, path),
    message: rightsMessage(severity, own, before, paths.length - 1),
    fix: severity === 'danger' ? leaveOut(facts, layer) : null,
  };
}

function rightsMessage(severity: Severity, own: Rights, before: Rights, more: number): Message {
  const [after, then] = [rightsText(own), rightsText(before)];
  if (severity !== 'danger') {
    return more === 0
      ? messageOf('extension.folder-gets-instead-of', { rights: after, before: then })
      : messageOf('extension.this-and-more-folders-get-instead', { count: more, rights: after, before: then });
  }
  return more === 0
    ? messageOf('extension.folder-gets-instead-of-so-that', { rights: after, before: then })
    : messageOf('extension.this-and-more-folders-get-instead-of', { count: more, rights: after, before: then });
}

function rightsText({ mode, uid, gid }: Rights): Message {
  return messageOf('extension.mode-of', { mode: mode.toString(8), owner: `${uid}:${gid}` });
}
