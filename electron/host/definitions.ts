/** What the definition files of systemd-sysupdate on a host say. */

import { type FlatLayout, flatLayoutOf } from '../../shared/images/flat-layout.ts';
import type { HostRelease } from '../../shared/systemd/compatibility.ts';
import { type Definitions, isComponentOn, readDefinitions } from '../../shared/sysupdate/definitions.ts';
import { TransferFileError } from '../../shared/sysupdate/transfer-file.ts';
import { componentNames, componentTexts, definitionFiles } from './definition-files.ts';
import { specifiersOf } from './specifiers.ts';

/** What the definition files of one component say. */
export interface ComponentDefinitions extends Definitions {
  /** As `--component=` has it; empty for the plain `sysupdate.d`. */
  readonly component: string;
  /** Whether the component is switched on (262). */
  readonly isOn: boolean;
}

/** From when on a component can be switched off (sysupdate.components(5)). */
const SWITCHED_SINCE = 262;

/** Reads all definitions of a host, the plain ones first where there are any. */
export function readAllDefinitions(root: string, host: HostRelease): ComponentDefinitions[] {
  const { version } = host.rules;
  const specifiers = specifiersOf(root, host);
  return ['', ...componentNames(root)].flatMap((component) => {
    const files = definitionFiles(root, component, version);
    if (files.length === 0) return [];
    const definitions = readDefinitions(files, specifiers, version);
    return [{ ...definitions, component, isOn: version < SWITCHED_SINCE || isOn(root, component) }];
  });
}

function isOn(root: string, component: string): boolean {
  if (component === '') return true;
  try {
    return isComponentOn(componentTexts(root, component));
  } catch (error) {
    // systemd cannot read it either, and then does nothing with the component.
    if (error instanceof TransferFileError) return false;
    throw error;
  }
}

/** What transfer files keep side by side in the stores themselves, also those that are switched off: the images are still theirs. */
export function flatLayoutsOf(definitions: readonly ComponentDefinitions[]): FlatLayout[] {
  return definitions
    .flatMap(({ transfers, off }) => [...transfers, ...off])
    .flatMap(({ file }) => flatLayoutOf(file) ?? []);
}
