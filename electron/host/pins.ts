/** What a person decided on the versions of names, as the helper has written it down: see shared/changes/pin-record.ts. */
import { PINS, type Pin, parsePin, pinFileName } from '../../shared/changes/pin-record.ts';
import type { ExtensionClass } from '../../shared/systemd/classes.ts';
import { namesIn, readText } from './definition-files.ts';

/** By the name of the file, which has class and name. */
export type Pins = ReadonlyMap<string, Pin>;

/** The helper writes far fewer; what else stands there is not read to its end. */
const MAX_FILES = 4000;

/** What is no pin, or cannot be read, decides nothing. */
export function readPins(root: string): Pins {
  const files = namesIn(root, PINS).sort().slice(0, MAX_FILES);
  return new Map(
    files.flatMap((fileName) => {
      const text = readText(root, `${PINS}/${fileName}`);
      const pin = text === null ? null : parsePin(text);
      return pin === null ? [] : [[fileName, pin] as const];
    }),
  );
}

/** @returns null where nothing was decided */
export function pinOf(pins: Pins, extensionClass: ExtensionClass, name: string): Pin | null {
  return pins.get(pinFileName(extensionClass, name)) ?? null;
}
