import { z } from 'zod';

export const Settings = z.object({
  theme: z.enum(['system', 'light', 'dark']),
  language: z.enum(['system', 'en', 'de']),
  /** An icon in the tray of the desktop, from which the window comes back once it is closed. */
  tray: z.boolean(),
  /** A single switch applies at once instead of being staged. */
  applyAtOnce: z.boolean(),
  /** Entries such as masks without a target are listed too. */
  showMaskEntries: z.boolean(),
});
export type Settings = Readonly<z.infer<typeof Settings>>;
