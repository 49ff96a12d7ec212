import * as z from 'zod';
import { Release } from './catalog.ts';
import { OsName } from './change-parts.ts';
import { Diagnosis } from './diagnosis.ts';
import { ClassName } from './host.ts';
import { MessageSchema } from './message.ts';
import { PlanRequest } from './plan.ts';

/** How one installed extension would fare on the next OS, and what can be done about it. */
export const NextOsRow = z.object({
  class: ClassName,
  name: z.string(),
  /** What is current now; null where it tells none. */
  version: z.string().nullable(),
  /**
   * `stays` fits as it is, `prepared` has another version named for the next OS, `offered` has one published that fits,
   * `elsewhere` only at a remote that the installed one did not come from, `lost` has none, `out` is not merged now either,
   * `unknown` cannot be told.
   */
  state: z.enum(['stays', 'prepared', 'offered', 'elsewhere', 'lost', 'out', 'unknown']),
  /** The version that is prepared or published. */
  nextVersion: z.string().nullable(),
  /** What is published. */
  release: Release.nullable(),
  /** Why, in a sentence. */
  message: MessageSchema,
});
export type NextOsRow = Readonly<z.infer<typeof NextOsRow>>;

/** An OS that this host may run next, and what becomes of the extensions then. */
export const NextOs = z.object({
  os: OsName,
  /** PRETTY_NAME, else ID and VERSION_ID. */
  title: z.string(),
  /** Where it was found: staged or deployed on this host, or what a person named. */
  from: z.enum(['staged', 'newer', 'named']),
  /** By whose rules it was judged; null where that OS does not tell, so that this host's were taken. */
  systemdVersion: z.number().int().nullable(),
  /** Whether it is the release that runs, so that nothing changes. */
  isSame: z.boolean(),
  rows: z.array(NextOsRow),
});
export type NextOs = Readonly<z.infer<typeof NextOs>>;

/** The request that has downloaded images count once the next OS runs, and why some are not in it. */
export const NextOsPreparation = z.object({ request: PlanRequest, leftOut: z.array(Diagnosis) });
export type NextOsPreparation = Readonly<z.infer<typeof NextOsPreparation>>;
