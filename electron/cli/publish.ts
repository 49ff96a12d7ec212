/** veneer publish: images as a folder for any web server. */
import { resolve } from 'node:path';
import { publishImages } from '../build/publish.ts';
import type { Invocation } from './invocation.ts';
import { printOut, safeText, sayAnswer, tellNote } from './terminal.ts';

export async function runPublish({ operands, url, sign, keep, json }: Invocation): Promise<number> {
  const [directory = '', ...images] = operands.map((one) => resolve(one));
  const published = await publishImages({ directory, images, url, key: sign, keep, signal: null });
  if (json) sayAnswer('published', published);
  else {
    for (const note of published.notes) tellNote(note);
    for (const { path } of published.images) printOut(safeText(path));
  }
  return 0;
}
