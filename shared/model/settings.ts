import * as z from 'zod';
import { LANGUAGE_NAMES } from '../messages/languages.ts';

export const Settings = z.object({
  theme: z.enum(['system', 'light', 'dark']),
  language: z.enum(['system', ...(Object.keys(LANGUAGE_NAMES) as (keyof typeof LANGUAGE_NAMES)[])]),
  /** An icon in the tray of the desktop, from which the window comes back once it is closed. */
  tray: z.boolean(),
  /** A single switch applies at once instead of being staged. */
  applyAtOnce: z.boolean(),
  /** The card with the first steps: how far it came, or that it is not wanted any more. */
  firstSteps: z.enum(['open', 'looked', 'closed']),
  /** What is done by itself: nothing, telling of updates once a day, or downloading them as well. Never installing. */
  updates: z.enum(['off', 'notify', 'download']),
  /** How many older versions stay beside the current one, 1 to 10. */
  keep: z.number().int().min(1).max(10),
});
export type Settings = Readonly<z.infer<typeof Settings>>;
