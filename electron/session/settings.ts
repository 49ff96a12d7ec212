/** The person's settings, kept in one small file. */
import { join } from 'node:path';
import { Settings } from '../../shared/model/settings.ts';
import { DEFAULT_SETTINGS } from '../../shared/window/default-settings.ts';
import { createStateFile, type Fields } from '../node/state-file.ts';

export interface SettingsStore {
  get(): Settings;
  /** @throws what the file system refuses; nothing is changed then */
  set(settings: Settings): Settings;
  /** Tells of every change that is made through this store. */
  onChange(listener: (settings: Settings) => void): void;
}

/**
 * @param directory made when settings are first written
 * @param say told of a file that is damaged
 */
export function createSettings(directory: string, say: (problem: Error) => void = () => {}): SettingsStore {
  const file = createStateFile(join(directory, 'settings.json'), say);
  const listeners: ((settings: Settings) => void)[] = [];
  return {
    get: () => settingsIn(file.read()),
    set(settings) {
      file.change((before) => {
        // What is shown as the default may stand there as something that only a newer version understands.
        const shown = settingsIn(before);
        return Object.fromEntries(
          FIELDS.filter((key) => shown[key] !== settings[key]).map((key) => [key, settings[key]]),
        );
      });
      for (const listener of listeners) listener(settings);
      return settings;
    },
    onChange(listener) {
      listeners.push(listener);
    },
  };
}

const FIELDS = Object.keys(DEFAULT_SETTINGS) as (keyof Settings)[];

/** A value that is not one of ours is the default for itself alone. */
function settingsIn(fields: Fields): Settings {
  const known = FIELDS.flatMap((key) => {
    const value = Settings.shape[key].safeParse(fields[key]);
    return value.success ? [[key, value.data]] : [];
  });
  return { ...DEFAULT_SETTINGS, ...(Object.fromEntries(known) as Partial<Settings>) };
}
