import * as z from 'zod';
import { type Change as AnyChange, CHANGES } from '../changes/changes.ts';
import { MAKERS, PARTS } from './change-parts.ts';
import { ClassName } from './host.ts';

/** One extension to switch on or off, to install, to update or to remove, or something that is decided on it. */
export const Change = z.discriminatedUnion(
  'verb',
  Object.entries(CHANGES).map(([verb, { fields }]) =>
    z.object({ verb: z.literal(verb), class: ClassName, name: z.string(), ...fields(MAKERS, PARTS) }),
  ) as unknown as [z.ZodObject],
) as unknown as z.ZodType<AnyChange, AnyChange>;
export type Change = AnyChange;

/**
 * What happens to the hierarchies after the changes. `auto` refreshes where something of the class is merged already, and
 * else leaves them alone.
 */
export const MergeAction = z.enum(['auto', 'merge', 'unmerge', 'refresh', 'none']);
export type MergeAction = z.infer<typeof MergeAction>;
