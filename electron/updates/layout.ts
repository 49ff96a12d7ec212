/** Whether an image that Veneer installs stands where a transfer file wants it, so that either can take over. */
import { nameByPattern } from '../../shared/match-pattern.ts';
import type { InstallImage } from '../../shared/model/plan.ts';
import { imageFileName, parseImageFileName, storesOf } from '../../shared/store.ts';
import type { TransferFile } from '../../shared/transfer-file.ts';
import type { Component } from './components.ts';

/**
 * How an install has to name a version so that it gets the name which the transfer file gives it.
 *
 * @returns null where Veneer installs into no such layout
 */
export function installedAs(
  { class: extensionClass, name }: Pick<Component, 'class' | 'name'>,
  { target }: TransferFile,
  version: string,
): Pick<InstallImage, 'version' | 'architecture'> | null {
  const isStore = storesOf(extensionClass).some(
    ({ store, directory }) =>
      target.path === `${store}/${name}` && target.currentSymlink === `${directory}/${name}.raw`,
  );
  const wanted = nameByPattern(target.patterns[0] ?? '', version);
  const as = wanted === null ? null : parseImageFileName(wanted, name);
  if (!isStore || as === null) return null;
  return imageFileName(name, as.version, as.architecture) === wanted ? as : null;
}
