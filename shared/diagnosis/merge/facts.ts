/**
 * What the rules of this room are functions of. A rule reads nothing itself: it is given what was found in the extensions,
 * at the same paths of the base, in the kernel and in the mount table, and says what a merge would spoil.
 */

import { joinTexts, messageOf, type Text, type Value } from '../../messages/message.ts';
import type { Fix, Subject } from '../../model/diagnosis.ts';
import type { Extension } from '../../model/extension.ts';
import type { ExtensionClass, SystemdRules } from '../../systemd/classes.ts';
import { disableFix } from '../disable-fix.ts';
import { inExtension } from '../in-extension.ts';

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
  readonly fileSystems: readonly { readonly type: string; readonly compressors: readonly string[] }[];
  readonly hasVerity: boolean;
  /** Whether opaque markers could be told: those of a folder only root sees, and only with getfattr. */
  readonly markersKnown: boolean;
}

/** An extension of the merge that is looked at. `survey` is null where it could not be looked through. */
export interface Layer {
  readonly name: string;
  readonly release: Extension['release'];
  readonly survey: Survey | null;
  /** How it can be left out of a merge; nothing for one that is in no search directory yet. */
  readonly disable: Extension['disable'];
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
  /** What folders that every OS has are expected to have where the base cannot be seen; 0755 of root where it is left out. */
  readonly usual?: Rights;
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
  /** Extensions of the merge that there was no time to look through. */
  readonly notLookedThrough: number;
}

/** A place inside of an extension of the merge; the whole of it without one. */
export function inLayer({ class: extensionClass }: Pick<MergeFacts, 'class'>, name: string, inside = ''): Subject {
  return inExtension({ class: extensionClass, name }, inside);
}

/** Leaving an extension out of the merge. */
export function leaveOut({ class: extensionClass }: Pick<MergeFacts, 'class'>, { name, disable }: Layer): Fix | null {
  return disableFix({ class: extensionClass, name, disable });
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
