/** Sets: small files of the form of veneer.yaml that say which extensions are enabled, to go back to by a name. */
import { Document } from 'yaml';
import { switchTo } from '../changes/switch.ts';
import type { Change } from '../model/change.ts';
import type { Difference } from './differences.ts';
import type { Present } from './present.ts';
import { yamlText } from './yaml-text.ts';

/** Whether a set may be called so: it is the name of its file, too. */
export const isSetName = (name: string): boolean => /^[\p{L}\p{N}](?:[\p{L}\p{N} _-]{0,58}[\p{L}\p{N}])?$/u.test(name);

/** Which of all that is there is enabled. */
export const setText = ({ extensions }: Present): string =>
  yamlText(
    new Document({
      veneer: 1,
      extensions: extensions.map(({ name, class: extensionClass, enabled }) => ({
        name,
        ...(extensionClass === 'sysext' ? {} : { class: extensionClass }),
        enabled,
      })),
    }),
  );

/** The switches that make enabled and disabled what is declared so. */
export const switchesFor = (differences: readonly Difference[]): Change[] =>
  differences.flatMap(({ what, class: extensionClass, name, declared }) =>
    extensionClass !== null && (what === 'enabled' || what === 'masked')
      ? [switchTo(declared.id === 'declared.enabled', { class: extensionClass, name })]
      : [],
  );
