/** Keeps what a person decided on the versions of a name. */

import { unlinkSync } from 'node:fs';
import { join } from 'node:path';
import { PINS, type Pin, pinFileName, pinText } from '../../shared/changes/pin-record.ts';
import { type Message, messageOf } from '../../shared/messages/message.ts';
import { safeJoin } from './directories.ts';
import { makeDirectory, namesIn, sweepDirectory, syncDirectory, writeWhole } from './files.ts';
import { takeFlag, takeName, takeVersionOrNull } from './parameters.ts';
import { protectName } from './transfer.ts';
import { type Common, verb } from './verb.ts';

interface PinRequest extends Common {
  readonly name: string;
  readonly pin: Pin;
}

/** @returns what was done, a sentence each */
async function setPin(request: PinRequest): Promise<Message[]> {
  const { root, class: extensionClass, name, pin } = request;
  const directory = safeJoin(root, PINS);
  const fileName = pinFileName(extensionClass, name);
  makeDirectory(directory);
  sweepDirectory(directory);
  if (pin.version === null && !pin.held) {
    if (namesIn(directory).includes(fileName)) unlinkSync(join(directory, fileName));
    syncDirectory(directory);
  } else writeWhole(directory, fileName, pinText(pin));
  // systemd-sysupdate, too, must not take the version away, nor bring another.
  await protectName(request);
  return [sentenceOf(name, pin)];
}

function sentenceOf(name: string, { version, held }: Pin): Message {
  if (version !== null) return messageOf('helper.stays-at', { name, version });
  return held ? messageOf('helper.gets-no-updates', { name }) : messageOf('helper.gets-updates-again', { name });
}

export const PIN_VERBS = {
  pin: verb({
    writesEtc: true,
    check: (fields) => ({
      name: takeName(fields),
      pin: { version: takeVersionOrNull(fields), held: takeFlag(fields, 'held') },
    }),
    run: setPin,
  }),
};
