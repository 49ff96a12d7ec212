import * as z from 'zod';
import { MessageSchema } from './message.ts';
import { ErrorReportSchema } from './operation.ts';

/**
 * What takes long: `check` asks the servers for updates, `refresh` reads the list of one remote, `doctor` looks for what is wrong,
 * `fleet` reads hosts over SSH, `change-hosts` has Ansible change them, `build` makes an image from a recipe.
 */
export const JobKind = z.enum([
  'apply',
  'download',
  'refresh',
  'check',
  'verify',
  'examine',
  'doctor',
  'fleet',
  'change-hosts',
  'build',
]);
export type JobKind = z.infer<typeof JobKind>;

/** `waiting` for its turn; `retrying` waits before it asks a server again; the last three have ended. */
export const JobState = z.enum(['waiting', 'running', 'retrying', 'paused', 'succeeded', 'failed', 'cancelled']);
export type JobState = z.infer<typeof JobState>;

/** Something long that Veneer does, or did. Owned by the core: it outlives the windows that watch it. */
export const Job = z.object({
  id: z.string(),
  kind: JobKind,
  /** The host that it is about; null for what belongs to the person, as a download does. */
  host: z.string().nullable(),
  /** What is applied, in the words of the plan; for every other kind the name of what it is about, empty for all. */
  title: MessageSchema,
  state: JobState,
  /** From 0 to 1; null where it cannot be told. */
  progress: z.number().nullable(),
  /** Bytes a second; null where none come, or nobody counts them. */
  speed: z.number().nullable(),
  /** Why it failed, or what it waits for to be over. */
  error: ErrorReportSchema.nullable(),
  /** Whether `cancel` would stop it, or take it away. */
  canCancel: z.boolean(),
  /** What came of it: the outcome of what was applied, the path of a download. */
  result: MessageSchema.nullable(),
  /** When it was asked for, and when it ended; milliseconds since 1970. */
  startedAt: z.number(),
  endedAt: z.number().nullable(),
});
export type Job = Readonly<z.infer<typeof Job>>;
