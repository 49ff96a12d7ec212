/** The person's settings, kept in one small file. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { DEFAULT_SETTINGS } from '../../shared/default-settings.ts';
import { Settings } from '../../shared/model/settings.ts';
import { replaceFile } from '../host/own-file.ts';

export interface SettingsStore {
  get(): Settings;
  set(settings: Settings): Settings;
  /** Tells of every change that is made through this store. */
  onChange(listener: (settings: Settings) => void): void;
}

/** @param directory made when settings are first written */
export function createSettings(directory: string): SettingsStore {
  const file = join(directory, 'settings.json');
  let current: Settings | null = null;
  const listeners: ((settings: Settings) => void)[] = [];
  return {
    get() {
      current ??= read(file);
      return current;
    },
    set(settings) {
      replaceFile(file, `${JSON.stringify(settings, null, 2)}\n`);
      current = settings;
      for (const listener of listeners) listener(settings);
      return settings;
    },
    onChange: (listener) => void listeners.push(listener),
  };
}

/** A file that is missing or was damaged by hand gives the defaults; it is replaced with the next change. */
function read(file: string): Settings {
  let stored: unknown;
  try {
    stored = JSON.parse(readFileSync(file, 'utf8'));
  } catch {
    return DEFAULT_SETTINGS;
  }
  const known = Settings.safeParse({ ...DEFAULT_SETTINGS, ...(typeof stored === 'object' ? stored : {}) });
  return known.success ? known.data : DEFAULT_SETTINGS;
}
