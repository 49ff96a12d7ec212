/**
 * Runs many command lines of the built program one after another in one process, on the terminal that it was started on: to
 * start it for each takes ten times as long. story-on-terminal.mjs PROGRAM STORY, where STORY is a file with a JSON list of
 * lists of words. Each answer ends with a line of its own: BEL, exit code.
 */
import { readFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { pathToFileURL } from 'node:url';

const [, , program = '', story = ''] = process.argv;
process.chdir(dirname(story));
for (const [at, words] of JSON.parse(readFileSync(story, 'utf8')).entries()) {
  process.argv = [process.execPath, program, ...words];
  process.exitCode = 0;
  // The entry runs anew for each address; what it loads is loaded once.
  await import(`${pathToFileURL(program)}?${at}`);
  process.stdout.write(`\x07${process.exitCode}\n`);
}
process.exitCode = 0;
