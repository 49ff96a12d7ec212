/** What the mends of a folder are functions of. */
import type { Whose } from '../content/facts.ts';
import type { Base, Survey } from '../merge/facts.ts';

export interface MendedEntry {
  readonly path: string;
  readonly type: 'file' | 'directory' | 'symlink' | 'char' | 'block' | 'fifo' | 'socket';
  /** Permission bits. */
  readonly mode: number;
  readonly capability: boolean;
}

export interface MendFacts extends Whose {
  readonly survey: Survey;
  /** All that it holds; a folder before what is in it. */
  readonly entries: Iterable<MendedEntry>;
  /** The release files where its class has them, by the name that they are for; null for what is no text of a file's size. */
  readonly releases: readonly { readonly name: string; readonly text: string | null }[];
  /** The release files of a sysext in a configuration extension, where they count for nothing; names of files. */
  readonly misplaced: readonly string[];
  readonly base: Base;
  /** Where a link of the base leads, as it stands there; null for what is no link. */
  linkAt(path: string): string | null;
  /** os-release of the host that it is for; null for none. */
  readonly host: ReadonlyMap<string, string> | null;
}
