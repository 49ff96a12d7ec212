import * as z from 'zod';
import { Release } from './catalog.ts';
import { ClassName } from './host.ts';
import { ErrorReportSchema } from './operation.ts';

/** An image on its way from a remote, or here and not installed yet. Owned by the core; it outlives its windows. */
export const Download = z.object({
  id: z.string(),
  release: Release,
  /** `retrying` waits before it asks the server again; `ready` is whole and verified. */
  status: z.enum(['waiting', 'running', 'retrying', 'paused', 'ready', 'failed']),
  /** Bytes, as they are served; `total` is null where the server does not say. */
  received: z.number(),
  total: z.number().nullable(),
  /** Bytes a second; null while nothing comes. */
  speed: z.number().nullable(),
  /** Seconds; null where it cannot be told. */
  timeLeft: z.number().nullable(),
  /** Why it failed, or what it waits for to be over. */
  error: ErrorReportSchema.nullable(),
  /** Where the verified image is, and the hash of it, unpacked; null before. */
  path: z.string().nullable(),
  sha256: z.string().nullable(),
});
export type Download = Readonly<z.infer<typeof Download>>;

/** How one of several downloads ended that were waited for. */
export const Settled = z.object({
  id: z.string(),
  /** null where it was taken away before anybody waited. */
  class: ClassName.nullable(),
  name: z.string(),
  /** null where it is whole. */
  error: ErrorReportSchema.nullable(),
});
export type Settled = Readonly<z.infer<typeof Settled>>;
