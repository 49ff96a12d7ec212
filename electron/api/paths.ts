/** Where Veneer keeps things of its user's (XDG Base Directory Specification) and finds what it ships with. */
import { existsSync } from 'node:fs';
import { homedir } from 'node:os';
import { isAbsolute, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { findProgram } from '../host/systemd-version.ts';

/** A relative value in the environment is ignored, as the specification wants. */
function fromEnvironment(name: string, fallback: string): string {
  const value = process.env[name];
  return join(value !== undefined && isAbsolute(value) ? value : join(homedir(), fallback), 'veneer');
}

export const configDirectory = () => fromEnvironment('XDG_CONFIG_HOME', '.config');
export const stateDirectory = () => fromEnvironment('XDG_STATE_HOME', '.local/state');
export const dataDirectory = () => fromEnvironment('XDG_DATA_HOME', '.local/share');
/** What may be lost at any time. */
export const cacheDirectory = () => fromEnvironment('XDG_CACHE_HOME', '.cache');
/** What Chromium keeps for the desktop door. */
export const desktopCacheDirectory = () => join(cacheDirectory(), 'desktop');
/** Where indexes of large images are kept. */
export const indexDirectory = () => join(cacheDirectory(), 'index');
/** Where images wait that were sent, or packed from a folder, until they are installed. */
export const incomingDirectory = () => join(cacheDirectory(), 'incoming');

/** Files that only this user may reach and that go with the session; null where the system offers no such place. */
export function runtimeDirectory(): string | null {
  const value = process.env['XDG_RUNTIME_DIR'];
  return value !== undefined && isAbsolute(value) ? join(value, 'veneer') : null;
}

/** What ssh takes instead of the person's config, as `ssh -F`; null for that. */
export const sshConfigFile = () => process.env['VENEER_SSH_CONFIG'] || null;

/** The folder of the built tree, in which all programs and the window stand side by side. */
export const DIST = fileURLToPath(new URL('.', import.meta.url));
/** The command line, which names the helper by a hash of what is in it. */
export const COMMANDS_PROGRAM = join(DIST, 'commands.cjs');
/**
 * What other programs than Electron read: it alone looks into its archive. A package has the same tree beside it, the
 * AppImage in its own resources.
 */
const OUTSIDE = DIST.includes('/app.asar/') ? outsideOfArchive() : DIST;
/** The program that changes the system. */
export const HELPER = join(OUTSIDE, 'helper.cjs');
/**
 * The Node that runs the helper where the program itself is none: the one that a package ships beside its files, else
 * the system's.
 */
export function nodeProgram(): string {
  const shipped = join(OUTSIDE, '..', 'node');
  return existsSync(shipped) ? shipped : (findProgram('node') ?? '/usr/bin/node');
}
/** The process that parses bytes of strangers. */
export const GUARDED_READER = join(OUTSIDE, 'guarded-reader.cjs');
/** The process that downloads. */
export const DOWNLOADER = join(OUTSIDE, 'downloader.js');
/** The process that builds an image from a recipe. */
export const BUILDER = join(OUTSIDE, 'builder.js');
export const RECIPES = join(OUTSIDE, 'recipes');
export const SANDBOX_IMAGES = join(OUTSIDE, 'sandbox');
export const WINDOW = join(DIST, 'window');

/** For a session of this user's: where it keeps things, and what it finds of what is shipped. */
export const ownPlaces = () => ({
  runtimeDirectory: runtimeDirectory(),
  sshConfig: sshConfigFile(),
  sandboxImages: SANDBOX_IMAGES,
  recipes: RECIPES,
  dataDirectory: dataDirectory(),
  stateDirectory: stateDirectory(),
  incomingDirectory: incomingDirectory(),
  configDirectory: configDirectory(),
  cacheDirectory: cacheDirectory(),
  isRoot: process.geteuid?.() === 0,
});

function outsideOfArchive(): string {
  const resources = (process as { readonly resourcesPath?: string }).resourcesPath ?? '';
  const carried = join(resources, 'veneer', 'dist');
  return existsSync(carried) ? carried : '/usr/lib/veneer/dist';
}
