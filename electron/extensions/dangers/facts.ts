/**
 * What the rules of this room are functions of. A rule reads nothing itself: it is given what was found in the extensions,
 * at the same paths of the base, in the kernel and in the mount table, and says what a merge would spoil.
 */
import { joinTexts, messageOf, type Text, type Value } from '../../../shared/messages/message.ts';
import type { Extension } from '../../../shared/model/extension.ts';
import type { Finding } from '../../../shared/model/inspection.ts';
import type { ExtensionClass, SystemdRules } from '../../../shared/systemd/classes.ts';
import type { FileSystem } from '../../images/tree.ts';

export interface Rights {
  /** Permission bits. */
  readonly mode: number;
  readonly uid: number;
  readonly gid: number;
}

export interface FolderFacts extends Rights {
  /** Hides what lower layers have in it (`trusted.overlay.opaque=y`). */
  readonly opaque: boolean;
}

/** What is no folder; `whiteout` is a character device 0:0, by which overlayfs deletes what lies below. */
export type OtherKind = 'file' | 'symlink' | 'whiteout' | 'special';

/** What one walk through an extension found, below the hierarchies of its class; paths without a leading slash. */
export interface Survey {
  readonly folders: ReadonlyMap<string, FolderFacts>;
  readonly others: ReadonlyMap<string, OtherKind>;
  /** Programs by the architecture that their header names, in systemd's spelling. */
  readonly programs: ReadonlyMap<string, { readonly count: number; readonly example: string }>;
  /** Links `TARGET.wants/UNIT` and `.requires/`, by unit, and what a target upholds. */
  readonly wanted: ReadonlyMap<string, { readonly path: string; readonly target: string }>;
  readonly upheld: ReadonlySet<string>;
  /** What the kernel has to mount; none for a folder. */
  readonly fileSystems: readonly FileSystem[];
  readonly hasVerity: boolean;
  /** Whether opaque markers could be told: those of a folder only root sees, and only with getfattr. */
  readonly markersKnown: boolean;
}

/** An extension of the merge that is looked at. `survey` is null where it could not be looked through. */
export interface Layer {
  readonly name: string;
  readonly release: Extension['release'];
  readonly survey: Survey | null;
}

/** What the base has at a path; `unknown` under a merge that has something of its own there. */
export type BaseEntry =
  | { readonly kind: 'absent' | 'unknown' | 'symlink' | 'other' }
  /** `rights` are null where a merge covers them. */
  | { readonly kind: 'folder'; readonly rights: Rights | null };

export interface Base {
  at(path: string): BaseEntry;
  /** Names in a folder of the base. */
  names(path: string): readonly string[];
}

/** What the running kernel can mount; null where nothing tells. */
export interface KernelFacts {
  fileSystem(type: string): boolean | null;
  /** Whether an option is `y` or `m` in the kernel's configuration. */
  option(name: string): boolean | null;
  verity(): boolean | null;
}

/** One merge of one class. */
export interface MergeFacts {
  readonly class: ExtensionClass;
  readonly rules: SystemdRules;
  /** systemd's spelling. */
  readonly architecture: string;
  /** Lowest first, as systemd orders them. */
  readonly layers: readonly Layer[];
  readonly base: Base;
  readonly kernel: KernelFacts;
  /** Mount points below the hierarchies that a merge would have to carry along. */
  readonly mountsBelow: readonly string[];
  /** Units that the host itself enabled, by the target that wants them. */
  readonly enabled: ReadonlyMap<string, string>;
  /** Whether a unit restarts the usual targets after the merge at boot, as Veneer's boot refresh unit does. */
  readonly startsServices: boolean;
  /** Whether the merged hierarchies will be read-only, and are not now. */
  readonly turnsReadOnly: boolean;
}

/** A finding about a merge: of one extension, or of the host where that is null. */
export interface Danger extends Finding {
  readonly extension: string | null;
}

/** A rule of this room. */
export type Rule = (facts: MergeFacts) => Danger[];

const RANK: Readonly<Record<Finding['severity'], number>> = { danger: 0, warning: 1, note: 2 };

/** Dangers first, then warnings, then notes; else as they were. */
export function worstFirst<T extends Pick<Finding, 'severity'>>(findings: readonly T[]): T[] {
  return [...findings].sort((a, b) => RANK[a.severity] - RANK[b.severity]);
}

/** At most this many of one kind are told of one extension. */
const MOST_OF_A_KIND = 10;

/** Keeps the first of each kind of each extension, and says at the last of them how many more there are. */
export function bounded(found: readonly Danger[]): Danger[] {
  const counts = new Map<string, number>();
  const keyOf = ({ extension, kind }: Danger) => `${kind} ${extension ?? ''}`;
  for (const one of found) counts.set(keyOf(one), (counts.get(keyOf(one)) ?? 0) + 1);
  const told = new Map<string, number>();
  return found.flatMap((one): Danger[] => {
    const at = (told.get(keyOf(one)) ?? 0) + 1;
    told.set(keyOf(one), at);
    const more = (counts.get(keyOf(one)) ?? 0) - MOST_OF_A_KIND;
    if (at > MOST_OF_A_KIND) return [];
    if (at < MOST_OF_A_KIND || more <= 0) return [one];
    return [{ ...one, message: messageOf('extension.there-are-more-like-this', { what: one.message, count: more }) }];
  });
}

/** The first names, and how many more there are. */
export function firstOf(names: readonly Text[]): Value {
  const shown = joinTexts(names.slice(0, 3), ', ');
  return names.length > 3 ? messageOf('common.and-more', { names: shown, count: names.length - 3 }) : shown;
}

/** The path of the folder that something stands in; the empty one for what stands at the top. */
export function parentOf(path: string): string {
  return path.slice(0, Math.max(0, path.lastIndexOf('/')));
}
