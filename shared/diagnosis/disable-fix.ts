import { switchTo } from '../changes/switch.ts';
import type { Fix } from '../model/diagnosis.ts';
import type { Extension } from '../model/extension.ts';

/** Keeps an entry out of the merge; null where that takes nothing, or nothing can. */
export function disableFix({
  class: extensionClass,
  name,
  disable,
}: Pick<Extension, 'class' | 'name' | 'disable'>): Fix | null {
  if (disable === 'not-needed') return null;
  return { changes: [switchTo(false, { class: extensionClass, name })], action: 'none', classes: [] };
}
