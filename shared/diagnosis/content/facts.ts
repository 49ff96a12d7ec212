/** What the rules on the contents of one extension are functions of; paths have no leading slash. */
import type { ExtensionClass } from '../../systemd/classes.ts';

export interface Whose {
  readonly class: ExtensionClass;
  readonly name: string;
}

/** One entry of it. */
export interface InsideFacts extends Whose {
  readonly path: string;
  readonly isFile: boolean;
  /** Permission bits. */
  readonly mode: number;
  /** Whether it stands below a hierarchy of its class, and so will be seen. */
  readonly isSeen: boolean;
  /** null where its extended attributes could not be told. */
  readonly attributes: { readonly capability: boolean; readonly selinuxType: string | null } | null;
  /** Whether the host enforces SELinux. */
  readonly enforcesSelinux: boolean;
  /** What its policy has for the path of a program or unit; null where that is not looked up. */
  readonly expectedType: string | null;
}

/** A program, and libraries as it names them. */
export interface Lacking {
  readonly path: string;
  readonly libraries: readonly string[];
}

/** A unit that is to be started, and the link that says so; empty where it is no link. */
export interface Wanted {
  readonly unit: string;
  readonly path: string;
}

/** What a file declares, and is not there. */
export interface NotMade {
  readonly kind: 'user' | 'path';
  /** The file inside of it. */
  readonly file: string;
  readonly names: readonly string[];
}

/** All of it together. */
export interface ContentFacts extends Whose {
  /** How many of its entries stand outside of the hierarchies of its class, by the topmost folder. */
  readonly outside: ReadonlyMap<string, number>;
  /** Programs with the libraries that they name, and that neither it nor the base has. */
  readonly lacking: readonly Lacking[];
  /** File names of libraries that what it would be merged with has. */
  readonly otherLibraries: ReadonlySet<string>;
  /** Its units that targets want or uphold, and that the service manager of this host never started. */
  readonly neverStarted: readonly Wanted[];
  /** What it declares for systemd-sysusers and systemd-tmpfiles; none of what is not merged. */
  readonly notMade: readonly NotMade[];
}
