/** Apart from its schema, so that the page can have it without zod. */
import type { Settings } from '../model/settings.ts';

export const DEFAULT_SETTINGS: Settings = {
  theme: 'system',
  language: 'system',
  tray: false,
  applyAtOnce: false,
  firstSteps: 'open',
  updates: 'off',
  keep: 2,
};
