/** Something that is wrong, or will be, as a rule finds it in what was read. Where it is shown decides only how. */
import type { Message } from '../messages/message.ts';
import type { Severity } from '../model/inspection.ts';
import type { PlanRequest } from '../model/plan.ts';
import type { ExtensionClass } from '../systemd/classes.ts';

/** What it is about. */
export type Subject =
  | { readonly kind: 'host' }
  | { readonly kind: 'class'; readonly class: ExtensionClass }
  /** An entry of a search directory, by its path without the root. */
  | { readonly kind: 'entry'; readonly class: ExtensionClass; readonly path: string }
  | { readonly kind: 'remote'; readonly name: string };

/** What would mend it, as a person asks for it: to be staged, or planned. */
export type Fix = Pick<PlanRequest, 'changes' | 'action' | 'classes'>;

export interface Diagnosis {
  /** The rule, the same in every version and language. */
  readonly id: string;
  readonly severity: Severity;
  readonly subject: Subject;
  /** What is so, in one sentence. */
  readonly message: Message;
  /** Why it is, or what comes of it; null where the message says all. */
  readonly reason: Message | null;
  /** What a person can do; null where nothing is known. */
  readonly nextStep: Message | null;
  /** What Veneer can do about it; null where that is nothing. */
  readonly fix: Fix | null;
  /** From where the rule is: a manual page, or how it was measured. */
  readonly source: string;
}
