/** What the rules of this room are functions of: they are asked before anybody installs it, and of nothing that is installed. */

import type { Whose } from '../content/facts.ts';
import type { Base, Survey } from '../merge/facts.ts';

export interface LintFacts extends Whose {
  /** The fields of its release file; none where it has no such. */
  readonly release: Readonly<Record<string, string>>;
  readonly survey: Survey;
  /** What it brings as unit files, by path without a leading slash; no drop-ins. */
  readonly units: ReadonlyMap<string, string>;
  /** Permission bits of its files, by path. */
  modeOf(path: string): number | null;
  readonly base: Base;
}
