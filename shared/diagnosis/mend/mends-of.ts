/** Which changes of a folder take away what was found in it. What is not named here only a person can mend. */
import type { Diagnosis } from '../../model/diagnosis.ts';
import { RELEASE_DIRECTORY } from '../../systemd/classes.ts';
import { isUnitName } from '../../systemd/unit-name.ts';
import { parentOf } from '../merge/facts.ts';
import { rightsInstead } from '../merge/folder-rights.ts';
import { insideOf } from '../subject.ts';
import type { MendFacts } from './facts.ts';
import type { Mend } from './mend.ts';
import { mendsOfRelease } from './release-file.ts';

const SETUID_AND_SETGID = 0o6000;

/** In the order in which they are to be done. */
export function mendsOf(findings: readonly Diagnosis[], facts: MendFacts): Mend[] {
  const ids = new Set(findings.map(({ id }) => id));
  const has = (some: readonly string[]) => some.some((id) => ids.has(id));
  const pathsOf = (id: string) => findings.filter((one) => one.id === id).map(({ subject }) => insideOf(subject));
  return [
    ...ofEntries(facts, ids),
    ...(ids.has('folder-rights') ? ofFolders(facts) : []),
    ...(ids.has('opaque') ? ofMarkers(facts) : []),
    ...pathsOf('cache-hidden').map((path) => ({ of: ['cache-hidden'], how: 'delete' as const, path })),
    ...pathsOf('hides-link').flatMap((path) => ofHiddenLink(facts, path)),
    ...(ids.has('release-file-of-sysext') ? ofMisplaced(facts) : []),
    ...(ids.has('not-started-at-boot') ? ofWanted(facts) : []),
    ...mendsOfRelease(facts, has),
  ];
}

function ofEntries({ entries, survey }: MendFacts, ids: ReadonlySet<string>): Mend[] {
  return [...entries].flatMap(({ path, type, mode, capability }): Mend[] => {
    const found: Mend[] = [];
    const isSeen = survey.others.has(path);
    if (isSeen && type === 'file' && ids.has('setuid') && (mode & SETUID_AND_SETGID) !== 0)
      found.push({ of: ['setuid'], how: 'mode', path, mode: mode & ~SETUID_AND_SETGID });
    if (isSeen && capability && ids.has('capabilities'))
      found.push({ of: ['capabilities'], how: 'attribute', path, name: 'security.capability' });
    if (path === 'usr/lib/os-release' && type !== 'directory' && ids.has('carries-os-release'))
      found.push({ of: ['carries-os-release', 'blocks-merge', 'does-not-fit'], how: 'delete', path });
    if (ids.has('whiteout') && survey.others.get(path) === 'whiteout')
      found.push({ of: ['whiteout'], how: 'delete', path });
    return found;
  });
}

function ofFolders({ survey, base }: MendFacts): Mend[] {
  return [...survey.folders].flatMap(([path, own]): Mend[] => {
    const { mode, uid, gid } = rightsInstead(base, path, own) ?? own;
    const of = ['folder-rights'];
    return [
      ...(mode === own.mode ? [] : [{ of, how: 'mode' as const, path, mode }]),
      ...(uid === own.uid && gid === own.gid ? [] : [{ of, how: 'owner' as const, path, uid, gid }]),
    ];
  });
}

const ofMarkers = ({ survey }: MendFacts): Mend[] =>
  [...survey.folders].flatMap(([path, { opaque }]): Mend[] =>
    opaque && parentOf(path) !== '' ? [{ of: ['opaque'], how: 'attribute', path, name: 'trusted.overlay.opaque' }] : [],
  );

/** What is in a folder that takes the place of a link goes to where the link leads, unless something is there. */
function ofHiddenLink({ survey, entries, linkAt }: MendFacts, path: string): Mend[] {
  const to = leadsTo(path, linkAt(path));
  if (to === null || survey.others.has(to) || `${to}/`.startsWith(`${path}/`) || to.split('/').length < 2) return [];
  const of = ['hides-link'];
  const moves: Mend[] = [];
  const emptied: Mend[] = [];
  for (const entry of entries) {
    if (entry.path !== path && !entry.path.startsWith(`${path}/`)) continue;
    const there = to + entry.path.slice(path.length);
    if (entry.type === 'directory') emptied.unshift({ of, how: 'delete-folder', path: entry.path });
    else if (survey.others.has(there) || survey.folders.has(there)) return [];
    else moves.push({ of, how: 'move', path: entry.path, to: there });
  }
  return [...moves, ...emptied];
}

/** @returns null for what leads out of the hierarchy */
function leadsTo(path: string, target: string | null): string | null {
  if (target === null) return null;
  const parts = target.startsWith('/') ? [] : parentOf(path).split('/');
  for (const part of target.split('/')) {
    if (part === '' || part === '.') continue;
    if (part === '..') parts.pop();
    else parts.push(part);
  }
  return parts[0] === path.split('/')[0] ? parts.join('/') : null;
}

const ofMisplaced = ({ class: extensionClass, misplaced }: MendFacts): Mend[] =>
  misplaced.map((file) => ({
    of: ['release-file-of-sysext', 'does-not-fit', 'blocks-merge'],
    how: 'move',
    path: `${RELEASE_DIRECTORY.sysext}/${file}`,
    to: `${RELEASE_DIRECTORY[extensionClass]}/${file}`,
  }));

/** A target that wants a unit of an extension is started before that is merged; one that upholds it starts it then. */
function ofWanted({ name, survey }: MendFacts): Mend[] {
  return [...survey.wanted].flatMap(([unit, { path, target }]): Mend[] => {
    const drop = `${parentOf(parentOf(path))}/${target}.d/10-${name}-${unit}.conf`;
    if (!isUnitName(unit) || survey.upheld.has(unit) || survey.others.has(drop)) return [];
    return [{ of: ['not-started-at-boot'], how: 'write', path: drop, text: `[Unit]\nUpholds=${unit}\n` }];
  });
}
