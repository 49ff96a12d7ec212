/** The process that builds one extension: what publishers serve is unpacked there, apart from whatever answers a window. */
import { readAs } from '../../shared/declared/read.ts';
import { parseYaml } from '../../shared/declared/yaml.ts';
import { reportOf } from '../../shared/model/errors.ts';
import { Recipe } from '../../shared/model/recipe.ts';
import { endGroup } from '../reader/process.ts';
import { buildImage } from './build.ts';
import type { BuildOrder, FromBuilder, ToBuilder } from './build-order.ts';

if (process.send === undefined) throw new Error('this file is a part of Veneer, not a program');

const ALIVE_MS = 1000;
const stop = new AbortController();

const sendMessage = (message: FromBuilder) => void process.send?.(message);

process.on('message', (message: ToBuilder) => {
  if (message.type === 'stop') return stop.abort();
  setInterval(() => sendMessage({ type: 'alive' }), ALIVE_MS).unref();
  buildIt(message.order)
    .then(() => sendMessage({ type: 'done' }))
    .catch((error: unknown) => sendMessage({ type: 'failed', report: reportOf(error) }));
});

async function buildIt({ text, path, image, packing, cache, version, architecture }: BuildOrder): Promise<void> {
  const parsed = parseYaml(text, path);
  const recipe = readAs(Recipe, parsed);
  await buildImage(recipe, parsed, { version, architecture }, image, {
    ...{ path, packing, cache, signal: stop.signal },
    format: recipe.format,
    signing: null,
    onFetch: () => sendMessage({ type: 'fetching' }),
    // Who asked has seen the steps before.
    onRun: () => {},
  });
}

// Who asked is gone, and with it whatever could end the programs that were started here: this process leads their group.
process.on('disconnect', () => {
  if (!endGroup(process.pid)) process.exit(0);
});
sendMessage({ type: 'ready' });
