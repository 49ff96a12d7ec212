/** Switches an optional feature of systemd-sysupdate, by the drop-in that updatectl(1) writes, so that either can go on. */
import { lstatSync, unlinkSync } from 'node:fs';
import { join } from 'node:path';
import { VeneerError } from '../../shared/model/errors.ts';
import { folderOfComponent, hasFeature } from './definitions.ts';
import { safeJoin } from './directories.ts';
import { makeDirectory, namesIn, removeIfEmpty, sweep, syncDirectory, writeWhole } from './files.ts';
import type { FeatureRequest } from './request.ts';

/** As sysupdated and `systemd-sysupdate enable-feature` call it. */
const FILE = '50-systemd-sysupdate-enabled.conf';

/** @returns what was done @throws {VeneerError} `not-found` where nothing defines the feature */
export function setFeature({ root, component, feature, enabled }: FeatureRequest): string {
  if (!hasFeature(root, component, feature)) {
    throw new VeneerError('not-found', `There is no feature ${feature} here.`, {
      nextStep: 'See which there are with: veneer features',
    });
  }
  const place = `${folderOfComponent('/etc', component)}/${feature}.feature.d`;
  const directory = safeJoin(root, place);
  if (enabled !== null) {
    makeDirectory(directory);
    sweep(directory);
    writeWhole(directory, FILE, `# Made by Veneer, as updatectl does.\n[Feature]\nEnabled=${enabled ? 'yes' : 'no'}\n`);
    return enabled ? `The feature ${feature} is on.` : `The feature ${feature} is off.`;
  }
  sweep(directory);
  const path = join(directory, FILE);
  if (namesIn(directory).includes(FILE) && lstatSync(path).isFile()) {
    unlinkSync(path);
    syncDirectory(directory);
    removeIfEmpty(directory);
  }
  return `The feature ${feature} is as whoever defines it has it.`;
}
