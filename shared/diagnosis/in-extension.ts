import type { Subject } from '../model/diagnosis.ts';
import type { ExtensionClass } from '../systemd/classes.ts';

/** @param inside a place in it, without a leading slash; the whole of it where it is left out */
export function inExtension(
  { class: extensionClass, name }: { readonly class: ExtensionClass; readonly name: string },
  inside = '',
): Subject {
  return { kind: 'extension', class: extensionClass, name, inside };
}
