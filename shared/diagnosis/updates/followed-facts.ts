/** What the rules on an extension with a transfer file are functions of. */
import type { Text } from '../../messages/message.ts';
import type { ExtensionClass } from '../../systemd/classes.ts';
import type { TransferFile } from '../../sysupdate/transfer-file.ts';

export interface FollowedFacts {
  readonly class: ExtensionClass;
  readonly name: string;
  /** As `--component=` has it; empty for the plain `sysupdate.d`. */
  readonly component: string;
  /** The transfer file of the extension; null where none can be read. */
  readonly transfer: TransferFile | null;
  /** How many transfers the component has. */
  readonly transfers: number;
  /** Why it cannot be followed here, as a part of a sentence; null where it can. */
  readonly refusal: Text | null;
  /** Whether the component is switched off, and nobody holds the version here, who would know. */
  readonly isOff: boolean;
  /** Whether systemd-sysupdate is there to do it. */
  readonly bySysupdate: boolean;
  /** The file name of another extension's image, that the patterns of this one fit as well. */
  readonly otherImage: string | null;
  /** Whether there is something newer which Veneer does not install where the transfer file wants it. */
  readonly isOutOfReach: boolean;
}
