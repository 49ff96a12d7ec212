/** What the rules on the contents of one extension are functions of; paths have no leading slash. */
import type { ExtensionClass } from '../../systemd/classes.ts';
import type { Layer, Survey } from '../merge/facts.ts';

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
  readonly attributes: { readonly capability: boolean; readonly selinuxLabel: boolean } | null;
  /** Whether the host enforces SELinux. */
  readonly enforcesSelinux: boolean;
}

/** All of it together. */
export interface ContentFacts extends Whose {
  /** How many of its entries stand outside of the hierarchies of its class, by the topmost folder. */
  readonly outside: ReadonlyMap<string, number>;
  readonly survey: Survey;
  /** What it would be merged with. */
  readonly others: readonly Layer[];
  /** Programs with the libraries that they name. */
  readonly needs: readonly { readonly path: string; readonly needed: readonly string[] }[];
  /** File names of libraries that the base has. */
  readonly baseLibraries: ReadonlySet<string>;
  /** Its units that targets want or uphold, and that the service manager of this host never started. */
  readonly neverStarted: readonly string[];
  /** Units by the target that wants them, where the host itself has hooked them into its boot. */
  readonly enabled: ReadonlyMap<string, string>;
}
