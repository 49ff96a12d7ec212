/** The person's settings, as the core keeps them. */

import type { Settings } from '../../shared/model/settings.ts';
import { DEFAULT_SETTINGS } from '../../shared/window/default-settings.ts';
import type { Client } from '../bridge.ts';
import type { OperationSlice } from './operation-slice.ts';
import type { Get, SetPart } from './slice.ts';

export interface SettingsSlice {
  readonly settings: Settings;
  loadSettings(): Promise<void>;
  changeSettings(change: Partial<Settings>): Promise<void>;
}

export function createSettingsSlice(
  set: SetPart<SettingsSlice>,
  get: Get<SettingsSlice & OperationSlice>,
  client: () => Client,
): SettingsSlice {
  return {
    // The schema is not imported at run time: zod would make the page six times as large.
    settings: DEFAULT_SETTINGS,
    loadSettings: async () => set({ settings: await client().settings.get() }),
    async changeSettings(change) {
      const settings = { ...get().settings, ...change };
      set({ settings });
      try {
        await client().settings.set(settings);
      } catch (error) {
        get().fail(error);
      }
    },
  };
}
