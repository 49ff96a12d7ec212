/** The names that are masked or unmasked together. */

import { type Fields, isList, isName, refusedField } from './fields.ts';
import { takeFlag } from './parameters.ts';
import type { Common } from './verb.ts';

export interface MaskRequest extends Common {
  readonly names: readonly string[];
  /** Entries that cannot be masked may be moved aside. */
  readonly allowMovingAside: boolean;
}

export function namesIn(fields: Fields): Pick<MaskRequest, 'names' | 'allowMovingAside'> {
  const names = fields.take('names', isList(isName), 'a name is not one that systemd allows');
  if (names.length === 0) throw refusedField('no name is given');
  return { names, allowMovingAside: takeFlag(fields, 'allowMovingAside') };
}
