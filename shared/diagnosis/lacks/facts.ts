/** What the rules of this room are functions of: what a running host has of that which extensions need. */
import type { ExecutorKind } from '../../model/host.ts';
import type { ExtensionClass } from '../../systemd/classes.ts';

export interface LackFacts {
  /** Whether systemd-sysupdate is there. */
  readonly hasSysupdate: boolean;
  /** The unit that merges a class at boot, as systemctl is-enabled says of it. */
  readonly atBoot: readonly { readonly class: ExtensionClass; readonly unit: string; readonly state: string }[];
  /** Whether the kernel mounts a file system; null where nothing tells. */
  mounts(fileSystem: string): boolean | null;
  readonly executor: ExecutorKind;
  /** Whether Veneer runs in a session with a desktop, which has somebody who asks for polkit. */
  readonly hasDesktop: boolean;
}
