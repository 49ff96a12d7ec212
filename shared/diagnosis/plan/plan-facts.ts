/** What the rules on a plan are functions of: one class, as it is now and as it would be afterwards. */
import type { ChangeIn } from '../../changes/changes.ts';
import type { Switch } from '../../changes/switch.ts';
import type { Extension } from '../../model/extension.ts';
import type { Hierarchy } from '../../model/host.ts';
import type { PlanRequest } from '../../model/plan.ts';
import type { ExtensionClass, SystemdRules } from '../../systemd/classes.ts';
import type { MergePrediction } from '../../systemd/merge.ts';
import type { MergeFailure } from '../../systemd/merge-failure.ts';

/** An image that stands where a link has to be, and the version that it is kept as. */
export interface KeptImage {
  readonly path: string;
  readonly version: string;
}

/** The host as it is now. */
interface Now {
  readonly rules: SystemdRules;
  /** Merged over other hierarchies, which no verb of Veneer changes. */
  readonly elsewhere: readonly Hierarchy[];
  readonly extensions: readonly Extension[];
  /** What is merged of the class, the lowest layer first; null where nothing is. */
  readonly merged: readonly string[] | null;
  /** The extension of the class that Veneer itself runs from; null where it is none. */
  readonly runsFrom: string | null;
}

/** What is asked of the class. */
interface Asked {
  readonly class: ExtensionClass;
  readonly request: Pick<PlanRequest, 'changes' | 'classes' | 'force'>;
  readonly action: 'merge' | 'unmerge' | 'refresh' | 'none';
  /** Whether it is unmerged and merged again for what another class writes below /etc. */
  readonly isReopened: boolean;
  readonly toggles: readonly Switch[];
  /** Those of them that make or take away a mask. */
  readonly masking: readonly Switch[];
  /** The changes of image files, and by which entry each counts that installs one. */
  readonly files: readonly { readonly change: ChangeIn<'files'>; readonly path: string | null }[];
  readonly keptImages: readonly KeptImage[];
}

/** What comes of it. */
interface Afterwards {
  /** The extensions once the files are changed. */
  readonly later: readonly Extension[];
  /** What is merged of the class once the plan is carried out, as far as that can be told. */
  readonly after: readonly string[];
  /** What a merge would come to, done here and as it is asked for. */
  readonly prediction: MergePrediction;
  /** What would make a later merge fail, and does not as things are. */
  readonly broughtFailures: readonly MergeFailure[];
  /** Entries that count in the tree, and that the systemd which merges here passes over. */
  readonly passedOver: readonly { readonly name: string; readonly path: string }[];
}

export interface PlanFacts extends Now, Asked, Afterwards {}

export const isMerging = ({ action }: Pick<PlanFacts, 'action'>): boolean => action === 'merge' || action === 'refresh';
