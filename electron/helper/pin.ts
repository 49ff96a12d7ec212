/** Keeps what a person decided on the versions of a name. */
import { unlinkSync } from 'node:fs';
import { join } from 'node:path';
import { PINS, type Pin, pinFileName, pinText } from '../../shared/changes/pin.ts';
import { safeJoin } from './directories.ts';
import { makeDirectory, namesIn, sweep, syncDirectory, writeWhole } from './files.ts';
import type { PinRequest } from './request.ts';
import { protect } from './transfer.ts';

/** @returns what was done, a sentence each */
export async function setPin(request: PinRequest): Promise<string[]> {
  const { root, class: extensionClass, name, pin } = request;
  const directory = safeJoin(root, PINS);
  const fileName = pinFileName(extensionClass, name);
  makeDirectory(directory);
  sweep(directory);
  if (pin.version === null && !pin.held) {
    if (namesIn(directory).includes(fileName)) unlinkSync(join(directory, fileName));
    syncDirectory(directory);
  } else writeWhole(directory, fileName, pinText(pin));
  // systemd-sysupdate, too, must not take the version away, nor bring another.
  await protect(request);
  return [sentenceOf(name, pin)];
}

function sentenceOf(name: string, { version, held }: Pin): string {
  if (version !== null) return `${name} stays at ${version}.`;
  return held ? `${name} gets no updates.` : `${name} gets updates again.`;
}
