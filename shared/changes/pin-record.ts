/** The record of what a person decided on the versions of a name: kept by the helper, respected by every door. */
import type { ExtensionClass } from '../systemd/classes.ts';

export interface Pin {
  /** The version that stays; null for none. */
  readonly version: string | null;
  /** Whether no update is made though no version is named. */
  readonly held: boolean;
}

/** Where pins lie on the host, a file for each name. */
export const PINS = '/var/lib/veneer/pins';

export const pinFileName = (extensionClass: ExtensionClass, name: string): string => `${extensionClass}-${name}.json`;

export const pinText = ({ version, held }: Pin): string => `${JSON.stringify({ version, held })}\n`;

/** @returns null for what is no pin */
export function parsePin(text: string): Pin | null {
  try {
    const { version, held } = JSON.parse(text) as { version?: unknown; held?: unknown };
    const isFine = (version === null || typeof version === 'string') && typeof held === 'boolean';
    return isFine ? { version: version as string | null, held } : null;
  } catch {
    return null;
  }
}

/** Whether an update must be left alone. */
export const isStopped = (pin: Pin | null): boolean => pin !== null && (pin.held || pin.version !== null);
