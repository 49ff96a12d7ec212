import * as z from 'zod';
import { ERROR_CODES, type ErrorCode } from './errors.ts';
import { MessageSchema } from './message.ts';
import { PlanRequest } from './plan.ts';

export const ErrorReportSchema = z.object({
  code: z.enum(Object.keys(ERROR_CODES) as [ErrorCode, ...ErrorCode[]]),
  message: MessageSchema,
  nextStep: MessageSchema.nullable(),
  detail: z.string().nullable(),
});

export const OperationStep = z.object({
  sentence: MessageSchema,
  status: z.enum(['waiting', 'running', 'done', 'failed', 'skipped']),
  /** Of a file that is being copied, from 0 to 1; null where nothing is. */
  progress: z.number().nullable(),
});

/** A plan that is being carried out, or was. Owned by the core, so that no closed window aborts it. */
export const Operation = z.object({
  id: z.string(),
  /** What it does: `Disable editor and metrics`. */
  title: MessageSchema,
  /** The same once it is done: `Disabled editor and metrics`. */
  done: MessageSchema,
  /** What came with it. */
  effects: z.array(MessageSchema),
  status: z.enum(['running', 'succeeded', 'failed', 'cancelled']),
  steps: z.array(OperationStep),
  startedAt: z.number(),
  finishedAt: z.number().nullable(),
  /** What happened, in one sentence, once it ended. */
  outcome: MessageSchema.nullable(),
  error: ErrorReportSchema.nullable(),
  /** The request that takes it back. */
  undo: PlanRequest.nullable(),
  /** Until when it can be kept; it goes back by itself then. null where nothing is asked. */
  keepUntil: z.number().nullable(),
  /** How much of that was left when this was told, in milliseconds: the clock of who asks need not agree. */
  keepLeft: z.number().nullable(),
});
export type Operation = Readonly<z.infer<typeof Operation>>;
