/** Which findings were looked for and are nowhere: those of every rule that had what it needs. */
import { RULES_OF_CONTENT, RULES_OF_ENTRIES_INSIDE } from '../diagnosis/content/diagnose-content.ts';
import { HOST_RULES } from '../diagnosis/diagnose-host.ts';
import { REMOTE_RULES } from '../diagnosis/diagnose-remote.ts';
import { doesNotFit } from '../diagnosis/does-not-fit.ts';
import { RULES_OF_ENTRY } from '../diagnosis/entry/diagnose-entry.ts';
import { LACK_RULES } from '../diagnosis/lacks/diagnose-lacks.ts';
import { caches } from '../diagnosis/merge/caches.ts';
import { RULES_OF_MERGE } from '../diagnosis/merge/diagnose-merge.ts';
import { folderRights } from '../diagnosis/merge/folder-rights.ts';
import { markers } from '../diagnosis/merge/markers.ts';
import { replaced } from '../diagnosis/merge/replaced.ts';
import { PORTABLE_RULES } from '../diagnosis/portable/diagnose-portables.ts';
import type { Rule } from '../diagnosis/rule.ts';
import { SERVICE_RULES } from '../diagnosis/services/diagnose-services.ts';
import { MACHINE_RULES, OTHER_OS_RULES, START_RULES, STATE_RULES } from '../diagnosis/state/diagnose-state.ts';
import { FOLLOWED_RULES } from '../diagnosis/updates/diagnose-updates.ts';
import type { Diagnosis } from '../model/diagnosis.ts';

/** Of which kinds there was something to look at. */
export interface Asked {
  /** Whether it is the running system. */
  readonly boot: boolean;
  /** Whether its service manager answers. */
  readonly start: boolean;
  /** Whether its OS was seen to become another one. */
  readonly otherOs: boolean;
  /** Entries of search directories. */
  readonly extensions: number;
  /** Extensions that a merge would hold, all looked through. */
  readonly merges: number;
  /** Extensions, merged or not, that were looked through to their end. */
  readonly inside: number;
  /** Units of extensions; null where no service manager answers. */
  readonly services: number | null;
  readonly remotes: number;
  /** Extensions that somebody keeps current. */
  readonly updates: number;
  /** Images of portable services. */
  readonly portables: number;
}

type Ids = readonly Pick<Rule<never>, 'ids'>[];
const idsOf = (rules: Ids) => rules.flatMap(({ ids }) => [...ids]);

/** What cannot be told while this stands: the base is covered, or something was not looked through at all. */
const HIDES: Readonly<Record<string, Ids>> = {
  'base-unknown': [replaced, markers, folderRights, caches],
  'not-looked-through': RULES_OF_MERGE,
};

/** What is no trouble of the host, but tells of something that nobody could look at. */
export const isUnread = ({ id }: Pick<Diagnosis, 'id'>): boolean => Object.hasOwn(HIDES, id);

export function passedIn(asked: Asked, found: readonly Diagnosis[]): string[] {
  const rules: readonly [boolean, Ids][] = [
    [true, HOST_RULES],
    [asked.boot, [...LACK_RULES, ...MACHINE_RULES]],
    [asked.start, START_RULES],
    [true, STATE_RULES],
    [asked.otherOs, OTHER_OS_RULES],
    [asked.extensions > 0, [...RULES_OF_ENTRY, doesNotFit]],
    [(asked.services ?? 0) > 0, SERVICE_RULES],
    [asked.merges > 0, RULES_OF_MERGE],
    [asked.inside > 0, [...RULES_OF_ENTRIES_INSIDE, ...RULES_OF_CONTENT]],
    [asked.remotes > 0, REMOTE_RULES],
    [asked.updates > 0, FOLLOWED_RULES],
    [asked.portables > 0, PORTABLE_RULES],
  ];
  const ids = new Set(found.map(({ id }) => id));
  const hidden = new Set([...ids].flatMap((id) => idsOf(HIDES[id] ?? [])));
  const all = rules.flatMap(([isAsked, of]) => (isAsked ? idsOf(of) : []));
  return [...new Set(all)].filter((id) => !ids.has(id) && !hidden.has(id) && !isUnread({ id }));
}
