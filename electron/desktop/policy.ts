/** What the window may do, as plain data and pure functions, so that tests can hold it to that. */
import type { BrowserWindowConstructorOptions } from 'electron';
import { KNOWN_REMOTES } from '../../shared/remotes/known-remotes.ts';
import { LEAST_SIZE, type Placement } from './window-state.ts';

export const SCHEME = 'app';
export const ORIGIN = `${SCHEME}://veneer`;

/** Options of the one window. */
export function windowOptions(
  preload: string,
  icon: string,
  dark: boolean,
  { maximized: _, ...place }: Placement,
): BrowserWindowConstructorOptions {
  return {
    ...place,
    minWidth: LEAST_SIZE.width,
    minHeight: LEAST_SIZE.height,
    title: 'Veneer',
    icon,
    show: false,
    autoHideMenuBar: true,
    backgroundColor: dark ? '#16171b' : '#f5f5f6',
    webPreferences: {
      preload,
      sandbox: true,
      contextIsolation: true,
      nodeIntegration: false,
      webSecurity: true,
      spellcheck: false,
      devTools: false,
    },
  };
}

/** Whether a URL belongs to the window itself; compared by origin, never by prefix. */
export function isOwnUrl(url: string): boolean {
  if (!URL.canParse(url)) return false;
  const { protocol, host } = new URL(url);
  return protocol === `${SCHEME}:` && host === 'veneer';
}

/** Copying text is the one thing that the page may ask of the browser. */
export function isAllowedPermission(permission: string, url: string): boolean {
  return permission === 'clipboard-sanitized-write' && isOwnUrl(url);
}

/** Sites that a link in the window may open in the browser. */
const EXTERNAL_HOSTS = new Set([
  'www.freedesktop.org',
  'uapi-group.org',
  'github.com',
  ...KNOWN_REMOTES.map(({ url }) => new URL(url).hostname),
]);

export function isAllowedExternal(url: string): boolean {
  if (!URL.canParse(url)) return false;
  const { protocol, hostname } = new URL(url);
  return protocol === 'https:' && EXTERNAL_HOSTS.has(hostname);
}

/** The parts of an IPC event that tell who sent it. */
export interface Sender {
  readonly senderFrame: { readonly origin: string; readonly parent: unknown } | null;
  readonly sender: { readonly id: number };
}

/** Whether a message comes from the main frame of the window that we made, still showing our page. */
export function isTrusted({ senderFrame, sender }: Sender, windowId: number): boolean {
  return senderFrame !== null && senderFrame.parent === null && senderFrame.origin === ORIGIN && sender.id === windowId;
}
