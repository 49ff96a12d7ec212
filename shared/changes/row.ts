/**
 * What a change and a step say of themselves; the tables are changes.ts and steps.ts. A schema takes zod as an argument, for
 * what is said here is also used by the page and by what starts fast, which carry none.
 */
import type * as z from 'zod';
import type { OsIdentity } from '../images/for-os.ts';
import type { Served } from '../images/origin.ts';
import type { Store, VersionedAs } from '../images/store.ts';
import type { Message } from '../messages/message.ts';
import type { InstallImage, MAKERS, PARTS } from '../model/change-parts.ts';
import type { ExtensionClass, MutableMode } from '../systemd/classes.ts';
import type { Worded } from './wording.ts';

export type Zod = typeof MAKERS;
export type Parts = typeof PARTS;

/** The fields that a change or a step has beside those that all have. */
export type Fields = (zod: Zod, parts: Parts) => z.ZodRawShape;
/** zod takes an object without fields for one that has none of any name. */
type Made<Own extends Fields> = keyof ReturnType<Own> extends never ? unknown : z.infer<z.ZodObject<ReturnType<Own>>>;

export interface Named {
  readonly class: ExtensionClass;
  readonly name: string;
}

export type ChangeFields<Own extends Fields> = Named & Readonly<Made<Own>>;
export type StepFields<Own extends Fields> = { readonly class: ExtensionClass } & Readonly<Made<Own>> & {
    readonly sentence: Message;
    /** Set where it writes below a merged /etc that is read-only: what is merged there is taken out for it, and merged again. */
    readonly aroundConfext?: AroundConfext | undefined;
    /** Set where the helper is to go back by itself, unless it is kept. */
    readonly trial?: Trial | undefined;
  };
export type ChangeOf<Verb extends string, Own extends Fields> = { readonly verb: Verb } & ChangeFields<Own>;
export type StepOf<Verb extends string, Own extends Fields> = { readonly verb: Verb } & StepFields<Own>;

/** How configuration extensions are merged again after a step that they were taken out for. */
export interface AroundConfext {
  /** null leaves it to systemd's configuration. */
  readonly mutable: MutableMode | null;
}

/** A step of a change that goes back by itself. */
export interface Trial {
  /** Whether it is the first one: what is there now is what the helper goes back to. */
  readonly begins: boolean;
}

/** For what has no fields of its own. */
export const noFields = () => ({});

/** What the helper is asked for, beside root and protocol. */
export interface HelperCall<Verb extends string = string> {
  readonly verb: Verb;
  readonly parameters: Readonly<Record<string, unknown>>;
  /** The file that the helper gets as its stdin; none where absent or null. */
  readonly image?: string | null;
}

/** The helper that came with this program. */
export interface OwnHelper {
  /** Of its file; null for what was not built. */
  readonly sha256: string | null;
}

export interface StepRow<Step, Verb extends string = string> {
  readonly fields: Fields;
  call(step: Step, own: OwnHelper): HelperCall<Verb>;
  /** Whether it makes a version current, which a merge that fails takes back. */
  readonly makesCurrent?: boolean;
  /** The image that it keeps as a version, with the name that it is one of; null where it keeps none. */
  keeps?(step: Step): (PlacedVersion & { readonly name: string }) | null;
  /** Whether the helper can take it back by itself. @param step whether this one */
  goesBack?(step: Step): boolean;
  /** Whether nobody has looked at what it brings. */
  readonly bringsUnseen?: boolean;
  /** Whether what it writes stands below /etc. @param isEntryThere whether the entry of its name does */
  writesEtc?(step: Step, isEntryThere: boolean): boolean;
}

/** An image that stands where a link has to be, and as which version it is kept. */
export interface Adopted extends VersionedAs {
  readonly name: string;
  /** Without the root. */
  readonly path: string;
  readonly store: Store;
}

export interface Installing extends Named {
  readonly image: InstallImage;
}

export interface RemovingAll extends Named {
  readonly purge: boolean;
}

/** What the steps of a change have to know of the host. */
export interface Surroundings {
  /** To which store an image goes: that of the version which it replaces, else the usual one. */
  storeOf(change: Installing): Store;
  /** Whether the host keeps the name of an image in a `.v` directory. */
  isVersioned(change: Installing): boolean;
  /** What gives way to this change. */
  readonly adopted: Adopted | null;
  /** The masks that go with a removal of all versions of a name. */
  masksOf(change: RemovingAll): readonly string[];
  /** From where a download was fetched that waits at a path; null for a file. */
  servedAt(path: string): Served | null;
}

/** A version that is in a store. */
export interface PlacedVersion extends VersionedAs {
  readonly place: InstallImage['place'];
}

/** What taking a change back has to know of the host as it was before. */
export interface Before {
  /** Whether there was anything of the name, masks too. */
  isThere(name: Named): boolean;
  /** Whether something of the name was merged. */
  isMerged(name: Named): boolean;
  /** Whether what counted of the name was a link to a version; null where nothing did. */
  wasLinked(name: Named): boolean | null;
  /** The version that was current, and where its link stood. */
  current(name: Named): (PlacedVersion & { readonly directory: string }) | null;
  storeOf(change: Installing): Store;
  /** The image of the name that the plan keeps as a version. */
  readonly adopted: PlacedVersion | null;
  /** What was meant for another OS. */
  preparedFor(name: Named, os: OsIdentity): VersionedAs | null;
}

/** How a change is taken back: by one of its own kind, by a version that is made current again, or by removing the name. */
export type Undo<Own> =
  | { readonly to: 'change'; readonly change: Own }
  | { readonly to: 'version'; readonly version: PlacedVersion }
  | { readonly to: 'nothing of the name' };

export const backTo = <Own>(version: PlacedVersion | null): Undo<Own> | null =>
  version === null ? null : { to: 'version', version };

/** What is known of the host where a change is spoken of. */
export interface Spoken {
  /** The version that counts now; null where there is none, or nothing tells it. */
  readonly versionNow: string | null;
}

export interface ChangeRow<Change, Step = { readonly verb: string; readonly class: ExtensionClass }> {
  readonly fields: Fields;
  /**
   * In which order changes are carried out: image files, then what systemd-sysupdate does and what is decided on names, then what
   * is meant for another OS, then switches, and services after the merge.
   */
  readonly group: 'files' | 'updates' | 'other-os' | 'switches' | 'services';
  /** Whether it is decided beside what happens to the files of the name, so that both may be asked for; and may outlive it. */
  readonly isApart?: boolean;
  /** Whether the name need not be there. */
  readonly mayBeNew?: boolean;
  /** Absent where the steps of many changes are one. */
  step?(change: Change, host: Surroundings): Step;
  /** How it is spoken of. */
  words(change: Change, spoken: Spoken): Worded;
  /** null where nothing takes it back. Absent where it depends on the whole plan. */
  undo?(change: Change, before: Before): Undo<Change> | null;
}
