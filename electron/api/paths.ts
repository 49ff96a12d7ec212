/** Where Veneer keeps things of its user's (XDG Base Directory Specification) and finds what it ships with. */
import { homedir } from 'node:os';
import { isAbsolute, join } from 'node:path';
import { fileURLToPath } from 'node:url';

/** A relative value in the environment is ignored, as the specification wants. */
function fromEnvironment(name: string, fallback: string): string {
  const value = process.env[name];
  return join(value !== undefined && isAbsolute(value) ? value : join(homedir(), fallback), 'veneer');
}

export const configDirectory = () => fromEnvironment('XDG_CONFIG_HOME', '.config');
export const stateDirectory = () => fromEnvironment('XDG_STATE_HOME', '.local/state');
export const dataDirectory = () => fromEnvironment('XDG_DATA_HOME', '.local/share');
/** Where images wait that were sent, or packed from a folder, until they are installed. */
export const incomingDirectory = () => join(fromEnvironment('XDG_CACHE_HOME', '.cache'), 'incoming');

/** Files that only this user may reach and that go with the session; null where the system offers no such place. */
export function runtimeDirectory(): string | null {
  const value = process.env['XDG_RUNTIME_DIR'];
  return value !== undefined && isAbsolute(value) ? join(value, 'veneer') : null;
}

/** The folder of the built tree, in which all programs and the window stand side by side. */
export const DIST = fileURLToPath(new URL('.', import.meta.url));
/** The program that changes the system. */
export const HELPER = join(DIST, 'helper.cjs');
/** The thread that reads hosts. */
export const READER_THREAD = join(DIST, 'reader.js');
export const SANDBOX_IMAGES = join(DIST, 'sandbox');
export const WINDOW = join(DIST, 'window');
