/** What a merge depends on beside its entries. */

import type { ExtensionClass, MutableMode } from './classes.ts';
import type { HostRelease } from './compatibility.ts';
import type { Place } from './entry-facts.ts';
import type { ImagePolicy } from './image-policy.ts';

/** A hierarchy of the host, as a merge finds it once what is merged now is gone. */
export interface HostHierarchy {
  readonly path: string;
  readonly state: 'missing' | 'empty' | 'filled' | 'not-a-directory' | 'loop';
  readonly place: Place | null;
  /** Permission bits; 0o755 where it is not there. */
  readonly mode: number;
  /** Its directory in /var/lib/extensions.mutable; null where it is not there. */
  readonly mutable: { readonly mode: number; readonly place: Place | null; readonly isReadOnly: boolean } | null;
}

export interface MergeContext extends Omit<EntryContext, 'policy'> {
  /** What keeps systemd from listing the entries at all. */
  readonly undiscovered: readonly { readonly path: string; readonly reason: 'not-a-directory' | 'loop' }[];
  readonly hierarchies: readonly HostHierarchy[];
  readonly mutable: MutableMode;
  /** `ImagePolicy=` of the configuration; null where there is none. */
  readonly policy: ImagePolicy | null;
  /** The `--root=` that systemd is given; `/` for none. */
  readonly root: string;
}

/** What the kernel can, as a value of its own, so that it can be asked when an entry depends on it and not before. */
export interface KernelAbilities {
  /** Whether it has dm-verity; null where that cannot be told. */
  readonly verity: boolean | null;
}

export interface EntryContext {
  readonly class: ExtensionClass;
  readonly host: HostRelease;
  /** `--force`: the version check is passed over. */
  readonly force: boolean;
  /** What an image must be protected by; null where everything systemd takes by itself is taken. */
  readonly policy: ImagePolicy | null;
  readonly kernel: KernelAbilities;
}
