import * as z from 'zod';
import { ExtensionState } from './extension.ts';
import { ClassName } from './host.ts';
import { MessageSchema } from './message.ts';
import { ErrorReportSchema, Operation } from './operation.ts';
import { MergeOutcome, PlanRequest } from './plan.ts';

/** An operation that began or ended, as it is kept over restarts. */
export const HistoryEntry = z.object({
  id: z.string(),
  /**
   * `outside`: seen afterwards, and not done by Veneer; `os`: the OS became another one; `journal`: the journal alone tells of
   * it, and what it changed in the end is another entry, if anything.
   */
  kind: z.enum(['change', 'outside', 'os', 'journal']).default('change'),
  /** The root of the host that it changed. */
  root: z.string(),
  title: MessageSchema,
  /** What was done; null where it was kept by a version that did not say so. */
  done: MessageSchema.nullable().default(null),
  effects: z.array(MessageSchema).default([]),
  /** `interrupted` where the process that carried it out was gone before its end, `went-back` where nobody kept what was on trial. */
  status: z.enum([...Operation.shape.status.options, 'interrupted', 'went-back']),
  /** Until when somebody can keep it; null where nothing is asked, or where it is answered. */
  keepUntil: z.number().nullable().default(null),
  /** Milliseconds since 1970. */
  startedAt: z.number(),
  finishedAt: z.number(),
  /** The account that asked. */
  by: z.string(),
  steps: z.array(MessageSchema),
  /** The layers before, and those that were predicted. */
  outcomes: z.array(MergeOutcome),
  outcome: MessageSchema,
  error: ErrorReportSchema.nullable(),
  /** What was asked for, to try it again; null where it was kept by a version that did not say so. */
  request: PlanRequest.nullable().default(null),
  /** The OS as it was then, by PRETTY_NAME; null where it was kept by a version that did not say so. */
  os: z.string().nullable().default(null),
  /** What takes it back, as long as the files for it are there; null where nothing does. */
  undo: PlanRequest.nullable(),
});
export type HistoryEntry = Readonly<z.infer<typeof HistoryEntry>>;

/** What happened at a host. */
export const HistoryView = z.object({
  /** Newest first. */
  entries: z.array(HistoryEntry),
  /** Why something that others did may be missing; null where nothing is. */
  unknown: MessageSchema.nullable(),
});
export type HistoryView = Readonly<z.infer<typeof HistoryView>>;

/** An extension as it was just after something that is kept. */
export const KeptExtension = z.object({
  class: ClassName,
  name: z.string(),
  version: z.string().nullable(),
  state: ExtensionState,
});
export type KeptExtension = Readonly<z.infer<typeof KeptExtension>>;

const Side = KeptExtension.pick({ version: true, state: true });

/** An extension that is otherwise at two moments; null on the side where it was not there. */
export const MovedExtension = KeptExtension.pick({ class: true, name: true }).extend({
  before: Side.nullable(),
  after: Side.nullable(),
});
export type MovedExtension = Readonly<z.infer<typeof MovedExtension>>;

/** What changed between two moments. */
export const Between = z.object({
  changes: z.array(MovedExtension).readonly(),
  /** Why that cannot be told; null where it can. */
  unknown: MessageSchema.nullable(),
});
export type Between = Readonly<z.infer<typeof Between>>;
