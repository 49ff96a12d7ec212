/** What becomes of an image that stands where a link has to be. */

import type { Store, VersionedAs } from '../../shared/images/store.ts';
import type { Change } from '../../shared/model/change.ts';

export interface Adoption extends VersionedAs {
  readonly name: string;
  /** Where it stands now, without the root. */
  readonly path: string;
  readonly store: Store;
}

/** By the change that would put something over the image. */
export type Adoptions = ReadonlyMap<Change, Adoption>;
