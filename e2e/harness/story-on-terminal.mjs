/**
 * Runs many command lines of the built program one after another in one process, on the terminal that it was started on: to
 * start it for each takes ten times as long. story-on-terminal.mjs DIST STORY, where STORY is a file with a JSON list of
 * lists of words. Each answer ends with a line of its own: BEL, exit code.
 */
import { readFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { programFor } from '../../electron/cli/compiled.ts';
import { loadCompiled } from '../../electron/node/compiled.ts';

const [, , dist = '', story = ''] = process.argv;
process.chdir(dirname(story));
const loaded = new Map();
for (const words of JSON.parse(readFileSync(story, 'utf8'))) {
  const compiled = programFor(words);
  if (!loaded.has(compiled)) loaded.set(compiled, loadCompiled(dist, compiled));
  process.exitCode = 0;
  await loaded.get(compiled).exports.runCommandLine(words);
  process.stdout.write(`\x07${process.exitCode}\n`);
}
process.exitCode = 0;
