/** What the rules of this room are functions of: how a running host merges now, and how it did at its start. */
import type { Extension } from '../../model/extension.ts';
import type { Hierarchy } from '../../model/host.ts';
import type { ExtensionClass } from '../../systemd/classes.ts';

/** The service that merges a class at boot, as the service manager has it. */
export interface MergeService {
  readonly class: ExtensionClass;
  readonly unit: string;
  readonly failed: boolean;
  /** What it wrote into the journal last, oldest first; none where that may not be read. */
  readonly said: readonly string[];
  /** Its unit file and drop-ins, in the order in which they count; none where it has none. */
  readonly files: readonly string[];
  /** Conditions that were not met when it was started last, as its unit file has them; none where they were, or nothing tells. */
  readonly unmet: readonly string[];
}

/** A file system that was mounted in this boot after the merge of its start, and that no order of units brings before it. */
export interface LaterMount {
  readonly mountPoint: string;
  /** How it comes: by a unit that systemd starts, by one that waits for the network, or by nobody but who mounted it. */
  readonly by: 'unit' | 'network' | 'hand';
}

/** An extension that counts, and where it stands. */
export interface Standing {
  readonly class: ExtensionClass;
  readonly name: string;
  readonly mount: LaterMount;
}

/** What a merge of a class would come to now; classes of which it fails are not told of. */
export interface NextMerge {
  readonly class: ExtensionClass;
  readonly layers: readonly string[];
  /** Names of which it cannot be known. */
  readonly uncertain: readonly string[];
}

/** That the OS became another one, as far as Veneer has seen it. */
export interface OtherOs {
  /** PRETTY_NAME of both. */
  readonly before: string;
  readonly after: string;
  /** What was merged before, and was not when the new one was first seen. */
  readonly dropped: readonly { readonly class: ExtensionClass; readonly name: string }[];
}

export interface StateFacts {
  /** Whether it is the running system, and neither a tree nor a sandbox. */
  readonly isRunning: boolean;
  readonly extensions: readonly Extension[];
  readonly hierarchies: readonly Hierarchy[];
  /** None of a tree or a sandbox, and where no service manager answers. */
  readonly services: readonly MergeService[];
  readonly later: readonly Standing[];
  readonly next: readonly NextMerge[];
  /** Images that are merged and gone from their path, where another file may stand now; without the root. */
  readonly replaced: ReadonlySet<string>;
  /** Whether loop devices can be had; null of a tree or a sandbox. */
  readonly canLoop: boolean | null;
  /** Bytes that are free where images are kept; null where that is not told. */
  readonly room: { readonly path: string; readonly free: number } | null;
  /** What a change of Veneer left that was cut off, without the root. */
  readonly unfinished: readonly { readonly path: string; readonly bytes: number }[];
  /** null where no other OS was seen here. */
  readonly otherOs: OtherOs | null;
}

/** Whether anything of a class is merged. */
export const isMerged = ({ hierarchies }: Pick<StateFacts, 'hierarchies'>, extensionClass: ExtensionClass): boolean =>
  hierarchies.some((one) => one.class === extensionClass && one.merged);
