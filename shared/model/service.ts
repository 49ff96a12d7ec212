import * as z from 'zod';
import { ClassName } from './host.ts';
import { MessageSchema } from './message.ts';

/**
 * How a unit of an extension does. `left-over`: it runs, but its files are gone. `stopped`: it does not run and did not fail.
 * `unknown`: no service manager answers.
 */
export const ServiceStatus = z.enum(['running', 'left-over', 'failed', 'stopped', 'unknown']);
export type ServiceStatus = z.infer<typeof ServiceStatus>;

/** A unit that an extension brings, or brought, with its state from the service manager. */
export const Service = z.object({
  name: z.string(),
  /** The extension that brings it; null for one that runs from files that are gone, and that none here brings. */
  extension: z.string().nullable(),
  class: ClassName,
  status: ServiceStatus,
  /** The same in one sentence, with the reason where it does not run. */
  message: MessageSchema,
  /** Since when it is so, in milliseconds since 1970; null where that is not known. */
  since: z.number().nullable(),
  /** Its main process; null where there is none. */
  pid: z.number().int().nullable(),
  /** systemd's own words (ActiveState=, SubState= and LoadState= of systemctl show). */
  active: z.string(),
  sub: z.string(),
  load: z.string(),
  /** Units that want, require or uphold it, and those that start it on demand. */
  wantedBy: z.array(z.string()),
  /** What can be asked of it now. */
  canStart: z.boolean(),
  canStop: z.boolean(),
});
export type Service = Readonly<z.infer<typeof Service>>;

export const ServiceReport = z.object({
  services: z.array(Service),
  /** Why nobody says how they do; null where the service manager answers. */
  problem: MessageSchema.nullable(),
});
export type ServiceReport = Readonly<z.infer<typeof ServiceReport>>;

/** The last lines that a unit wrote into the journal, or that were written of it, the oldest first. */
export const ServiceLog = z.object({
  lines: z.array(
    z.object({
      /** Milliseconds since 1970. */
      at: z.number(),
      /** From 0 (emerg) to 7 (debug), as syslog(3) has them; null where there is none. */
      priority: z.number().int().nullable(),
      /** Who wrote it. */
      who: z.string(),
      text: z.string(),
    }),
  ),
  /** Why there is none, or why it may not be all. */
  problem: MessageSchema.nullable(),
});
export type ServiceLog = Readonly<z.infer<typeof ServiceLog>>;
