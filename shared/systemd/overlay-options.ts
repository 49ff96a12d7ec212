/** The one string of mount options that overlayfs gets for a hierarchy. */
import { utf8Length } from '../extension-name.ts';
import type { ExtensionClass } from '../systemd-rules.ts';

/** A page without its NUL, which is all that mount(2) copies. */
export const MAX_OPTION_BYTES = 4095;

export interface OverlayLayers {
  readonly class: ExtensionClass;
  readonly hierarchy: string;
  readonly names: readonly string[];
  readonly prefix: string;
  readonly hasBase: boolean;
  readonly isWritable: boolean;
}

export function optionBytes({ class: c, hierarchy, names, prefix, hasBase }: OverlayLayers): number {
  const plural = c === 'sysext' ? 'extensions' : 'confexts';
  const meta = utf8Length(`lowerdir=/run/systemd/${c}/meta${hierarchy}`);
  const layers = names.reduce((n, name) => n + utf8Length(`:/run/systemd/${c}/${plural}/${name}${hierarchy}`), 0);
  return meta + layers + (hasBase ? utf8Length(`:${prefix}${hierarchy}`) : 0);
}
