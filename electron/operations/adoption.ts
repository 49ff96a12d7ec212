/** What becomes of images that stand where a link has to be. */

import type { Adopted } from '../../shared/changes/row.ts';
import type { Change } from '../../shared/model/change.ts';

/** By the change that would put something over the image. */
export type Adoptions = ReadonlyMap<Change, Adopted>;
