/** Switches an optional feature of systemd-sysupdate, by the drop-in that updatectl(1) writes, so that either can go on. */

import { lstatSync, unlinkSync } from 'node:fs';
import { join } from 'node:path';
import { type Message, messageOf } from '../../shared/messages/message.ts';
import { VeneerError } from '../../shared/model/errors.ts';
import { isTransferName } from '../../shared/sysupdate/transfer.ts';
import { folderOfComponent, hasFeature } from './definitions.ts';
import { safeJoin } from './directories.ts';
import { isBoolean, isText, orNull } from './fields.ts';
import { makeDirectory, namesIn, removeIfEmpty, sweepDirectory, syncDirectory, writeWhole } from './files.ts';
import { type Common, verb } from './verb.ts';

interface FeatureRequest extends Common {
  /** Empty for the plain `sysupdate.d`. */
  readonly component: string;
  readonly feature: string;
  /** null leaves it to whoever defines it. */
  readonly enabled: boolean | null;
}

/** As sysupdated and `systemd-sysupdate enable-feature` call it. */
const FILE = '50-systemd-sysupdate-enabled.conf';

/** @returns what was done @throws {VeneerError} `not-found` where nothing defines the feature */
function setFeature({ root, component, feature, enabled }: FeatureRequest): Message {
  if (!hasFeature(root, component, feature)) {
    throw new VeneerError('not-found', messageOf('helper.there-is-no-feature-here', { name: feature }), {
      nextStep: messageOf('helper.see-which-there-are-with-veneer'),
    });
  }
  const place = `${folderOfComponent('/etc', component)}/${feature}.feature.d`;
  const directory = safeJoin(root, place);
  if (enabled !== null) {
    makeDirectory(directory);
    sweepDirectory(directory);
    writeWhole(directory, FILE, `# Made by Veneer, as updatectl does.\n[Feature]\nEnabled=${enabled ? 'yes' : 'no'}\n`);
    return enabled
      ? messageOf('helper.feature-is-on', { name: feature })
      : messageOf('helper.feature-is-off', { name: feature });
  }
  sweepDirectory(directory);
  const path = join(directory, FILE);
  if (namesIn(directory).includes(FILE) && lstatSync(path).isFile()) {
    unlinkSync(path);
    syncDirectory(directory);
    removeIfEmpty(directory);
  }
  return messageOf('helper.feature-is-as-whoever-defines-it', { name: feature });
}

export const FEATURE_VERBS = {
  'set-feature': verb({
    writesEtc: true,
    check: (fields) => ({
      component: fields.take(
        'component',
        isText((one) => one === '' || isTransferName(one)),
        'the component has no name of systemd',
      ),
      feature: fields.take('feature', isText(isTransferName), 'the feature has no name of systemd'),
      enabled: fields.take('enabled', orNull(isBoolean), 'a flag is not true or false'),
    }),
    run: async (request) => [setFeature(request)],
  }),
};
