import { z } from 'zod';
import { type Step as AnyStep, STEPS } from '../changes/steps.ts';
import { Change, MergeAction } from './change.ts';
import { PARTS } from './change-parts.ts';
import { Diagnosis } from './diagnosis.ts';
import { ClassName } from './host.ts';
import { MessageSchema } from './message.ts';

/** What a person asks for. */
export const PlanRequest = z.object({
  changes: z.array(Change),
  action: MergeAction,
  /** Classes that `action` is carried out for; empty: those of the changes, else every class that the host uses. */
  classes: z.array(ClassName),
  /** Merge even what does not fit (`--force`). */
  force: z.boolean(),
  /** The person agreed that entries which cannot be masked are moved aside. */
  allowMovingAside: z.boolean(),
  /** Start the services that come, where systemd does not do it by itself. */
  startServices: z.boolean(),
  /** Stop the services whose files go, before they go. */
  stopServices: z.boolean(),
  /** Whether systemd merges the class at boot; null leaves it as it is. */
  atBoot: z.object({ class: ClassName, on: z.boolean() }).nullable(),
  /** A unit of ours that starts the services of extensions at boot where systemd does not; null leaves it as it is. */
  bootRefresh: z.boolean().nullable(),
  /** Whether the helper is installed with polkit actions of its own; null leaves it as it is. */
  helper: z.boolean().nullable(),
  /** Where writes to a merged hierarchy go (`--mutable=`, 256); null leaves it to systemd's configuration. */
  mutable: PARTS.MutableMode.nullable(),
  /** The same for /etc alone; null leaves it to `mutable`. What was kept before it was there has none. */
  mutableEtc: PARTS.MutableMode.nullable().default(null),
});
export type PlanRequest = Readonly<z.infer<typeof PlanRequest>>;

/** One call of an executor. */
export const Step = z.discriminatedUnion(
  'verb',
  Object.entries(STEPS).map(([verb, { fields }]) =>
    z.object({
      verb: z.literal(verb),
      class: ClassName,
      ...fields(z, PARTS),
      sentence: MessageSchema,
      aroundConfext: z.object({ mutable: PARTS.MutableMode.nullable() }).optional(),
    }),
  ) as unknown as [z.ZodObject],
) as unknown as z.ZodType<AnyStep, AnyStep>;
export type Step = AnyStep;

/** The layers of a class before and after, lowest first. */
export const MergeOutcome = z.object({
  class: ClassName,
  before: z.array(z.string()),
  after: z.array(z.string()),
  /** Extensions of which it cannot be predicted whether systemd takes them. */
  uncertain: z.array(z.string()),
});
export type MergeOutcome = Readonly<z.infer<typeof MergeOutcome>>;

/** What would be done, computed from the disk as it is. */
export const Plan = z.object({
  request: PlanRequest,
  /** Names the state of the disk that the plan was made for. */
  revision: z.string(),
  steps: z.array(Step),
  outcomes: z.array(MergeOutcome),
  /** Units whose files come or go. */
  unitsGained: z.array(z.string()),
  unitsLost: z.array(z.string()),
  /** What can be done for services beside the merge: starting those that come, stopping those that go. */
  offers: z.object({ start: z.boolean(), stop: z.array(z.string()) }),
  /** What a person should know before. */
  warnings: z.array(Diagnosis),
  /** What stands in the way: while there is any, nothing of it is done. */
  blockers: z.array(Diagnosis),
  /** Entries that must be moved aside, and so need `allowSetAside`. */
  movesAside: z.array(z.string()),
  summary: MessageSchema,
});
export type Plan = Readonly<z.infer<typeof Plan>>;
