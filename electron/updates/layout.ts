/** Whether an image that Veneer installs stands where a transfer file wants it, so that either can take over. */
import { flatLayoutOf, flatVersion } from '../../shared/images/flat-layout.ts';
import { imageFileName, parseImageFileName, storesOf } from '../../shared/images/store.ts';
import type { InstallImage } from '../../shared/model/change-parts.ts';
import { nameByPattern } from '../../shared/systemd/match-pattern.ts';
import type { TransferFile } from '../../shared/sysupdate/transfer-file.ts';
import type { System } from '../extensions/system.ts';
import type { Component } from './components.ts';

/**
 * How an install has to name a version so that it gets the name which the transfer file gives it, in the folder of the name or
 * beside those of others.
 *
 * @returns null where Veneer installs into no such layout
 */
export function installedAs(
  { class: extensionClass, name }: Pick<Component, 'class' | 'name'>,
  transfer: TransferFile,
  version: string,
  { flat, release }: Pick<System, 'flat' | 'release'>,
): Pick<InstallImage, 'version' | 'architecture'> | null {
  const { target } = transfer;
  const isStore = storesOf(extensionClass).some(
    ({ store, directory }) =>
      target.path === `${store}/${name}` && target.currentSymlink === `${directory}/${name}.raw`,
  );
  const wanted = nameByPattern(target.patterns[0] ?? '', version);
  const as = wanted === null ? null : parseImageFileName(wanted, name);
  if (wanted === null || as === null) return null;
  const isFlat =
    flatLayoutOf(transfer) !== null &&
    flatVersion(flat, { class: extensionClass, name }, target.path, wanted, release.rules.version) !== null;
  return (isStore || isFlat) && imageFileName(name, as.version, as.architecture) === wanted ? as : null;
}
