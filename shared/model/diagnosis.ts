import * as z from 'zod';
import { Change, MergeAction } from './change.ts';
import { ClassName } from './host.ts';
import { MessageSchema } from './message.ts';

/** How bad it is: a danger spoils the system or every merge, a warning something, a note is good to know. */
export const Severity = z.enum(['danger', 'warning', 'note']);
export type Severity = z.infer<typeof Severity>;

/** What it is about. */
export const Subject = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('host') }),
  /** All that is or would be merged of a class. */
  z.object({ kind: z.literal('class'), class: ClassName }),
  /** An entry of a search directory, by its path without the root. */
  z.object({ kind: z.literal('entry'), class: ClassName, path: z.string() }),
  /** An extension, installed or not yet: a place inside of it, without a leading slash; empty for the whole of it. */
  z.object({ kind: z.literal('extension'), class: ClassName, name: z.string(), inside: z.string() }),
  z.object({ kind: z.literal('remote'), name: z.string() }),
  /** A unit of the running system. */
  z.object({ kind: z.literal('unit'), unit: z.string() }),
  /** A portable image, or what is attached of one. */
  z.object({ kind: z.literal('portable'), name: z.string() }),
]);
export type Subject = Readonly<z.infer<typeof Subject>>;

/** What would mend it, as a person asks for it: to be staged, or planned. */
export const Fix = z.object({
  changes: z.array(Change),
  action: MergeAction,
  classes: z.array(ClassName),
  /** Whether this machine merges the class at every start; not there where that stays as it is. */
  atBoot: z.object({ class: ClassName, on: z.boolean() }).exactOptional(),
});
export type Fix = Readonly<z.infer<typeof Fix>>;

/** Something that is wrong, or will be, as a rule finds it in what was read. Where it is shown decides only how. */
export const Diagnosis = z.object({
  /** What was found, the same in every version and language; see shared/diagnosis. */
  id: z.string(),
  severity: Severity,
  subject: Subject,
  /** What is so, in one sentence. */
  message: MessageSchema,
  /** Why it is, or what comes of it; null where the message says all. */
  reason: MessageSchema.nullable(),
  /** What a person can do; null where nothing is known. */
  nextStep: MessageSchema.nullable(),
  /** What Veneer can do about it; null where that is nothing. */
  fix: Fix.nullable(),
  /** From where the rule is: a manual page, or how it was measured. */
  source: z.string(),
});
export type Diagnosis = Readonly<z.infer<typeof Diagnosis>>;
