/** Whether an image that Veneer installs stands where a transfer file wants it, so that either can take over. */
import type { HostRelease } from '../../shared/compatibility.ts';
import { nameByPattern } from '../../shared/match-pattern.ts';
import type { InstallImage } from '../../shared/model/plan.ts';
import { imageFileName, storesOf } from '../../shared/store.ts';
import type { TransferFile } from '../../shared/transfer-file.ts';
import type { Component } from './components.ts';

/**
 * How an install has to name a version so that it gets the name which the transfer file gives it.
 *
 * @returns null where Veneer installs into no such layout
 */
export function installedAs(
  { class: extensionClass, name }: Component,
  { target }: TransferFile,
  version: string,
  host: HostRelease,
): Pick<InstallImage, 'version' | 'architecture'> | null {
  const isStore = storesOf(extensionClass).some(
    ({ store, directory }) =>
      target.path === `${store}/${name}` && target.currentSymlink === `${directory}/${name}.raw`,
  );
  const wanted = nameByPattern(target.patterns[0] ?? '', version);
  if (!isStore || wanted === null) return null;
  const osVersion = host.fields.get('VERSION_ID') ?? '';
  const names = [version, `${version}-${osVersion}`];
  for (const one of names) {
    for (const architecture of [host.architecture, null]) {
      if (imageFileName(name, one, architecture) === wanted) return { version: one, architecture };
    }
  }
  return null;
}
