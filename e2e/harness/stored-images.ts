/** What of a store counts as an image; where each came from is kept in a file beside it. */
import { readdirSync } from 'node:fs';
import { imageOfOrigin } from '../../shared/images/origin.ts';

/** Everything in a folder of a store but the records of where the images came from, by name. */
export function storedIn(folder: string): string[] {
  return readdirSync(folder)
    .filter((one) => imageOfOrigin(one) === null)
    .sort();
}
