/** The unit that sets the link of a name at boot: a template in /etc, and an instance for each name that sysinit.target wants. */
import { lstatSync, readFileSync, symlinkSync, unlinkSync } from 'node:fs';
import { join } from 'node:path';
import { UNITS, WANTS } from '../../shared/changes/back-at-boot.ts';
import { forOsInstance, forOsUnit, forOsUnitText } from '../../shared/images/for-os.ts';
import type { ExtensionClass } from '../../shared/systemd/classes.ts';
import { safeJoin } from './directories.ts';
import { makeDirectory, namesIn, sweepDirectory, syncDirectory, writeWhole } from './files.ts';
import type { ForOsName } from './for-os-files.ts';
import { noteMade } from './labels.ts';

export function enableForOs(root: string, { class: extensionClass, name }: ForOsName): void {
  const units = safeJoin(root, UNITS);
  const wants = safeJoin(root, WANTS);
  makeDirectory(wants);
  sweepDirectory(units);
  const text = forOsUnitText(extensionClass);
  const template = forOsUnit(extensionClass);
  if (!isText(join(units, template), text)) writeWhole(units, template, text);
  const link = join(wants, forOsInstance(extensionClass, name));
  if (lstatSync(link, { throwIfNoEntry: false }) !== undefined) return;
  symlinkSync(`../${template}`, link);
  noteMade(link);
  syncDirectory(wants);
}

/** The template goes with its last instance. */
export function disableForOs(root: string, { class: extensionClass, name }: ForOsName): void {
  const wants = safeJoin(root, WANTS);
  const instance = forOsInstance(extensionClass, name);
  if (namesIn(wants).includes(instance)) {
    unlinkSync(join(wants, instance));
    syncDirectory(wants);
  }
  removeTemplate(root, extensionClass);
}

function removeTemplate(root: string, extensionClass: ExtensionClass): void {
  const units = safeJoin(root, UNITS);
  const template = forOsUnit(extensionClass);
  const [prefix = ''] = template.split('@');
  const isWanted = namesIn(safeJoin(root, WANTS)).some((one) => one.startsWith(`${prefix}@`));
  if (isWanted || !namesIn(units).includes(template)) return;
  unlinkSync(join(units, template));
  syncDirectory(units);
}

function isText(path: string, text: string): boolean {
  return lstatSync(path, { throwIfNoEntry: false })?.isFile() === true && readFileSync(path, 'utf8') === text;
}
