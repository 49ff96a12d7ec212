/** Something that was done to what is merged or installed, as the journal tells it. */
import type { ExtensionClass } from '../../shared/systemd/classes.ts';

export interface JournalEvent {
  /** Milliseconds since 1970, of its first line and its last. */
  readonly from: number;
  readonly at: number;
  readonly boot: string;
  /** `call`: of a command nothing is known but that it was called; `veneer`: Veneer's helper was asked for it. */
  readonly what: 'merged' | 'unmerged' | 'installed' | 'call' | 'veneer';
  readonly class: ExtensionClass | null;
  /** The account that had it done, or its number; '' where nothing tells. */
  readonly by: string;
  /** The unit that did it; '' where none did, or nothing tells. */
  readonly unit: string;
  /** As `systemd-sysext refresh`; null where nothing tells of one. */
  readonly command: string | null;
  /** What is merged after it, was installed, or Veneer was asked about; null where nothing tells. */
  readonly names: readonly string[] | null;
  /** What was said last where it failed; null where it did not. */
  readonly failure: string | null;
}
