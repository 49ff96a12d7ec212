/** The story of `recorded-story.ts` on a terminal: a machine of its own, command after command, and what each says. */
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { OWN_SEQUENCE } from '../../electron/cli/style.ts';
import { type RowName, rowOf } from '../../electron/cli/table/commands.ts';
import { holdEnding, rowCalled } from '../harness/endings.ts';
import { openMountNamespace } from '../harness/mount-namespace.ts';
import { serveFolder } from '../harness/nginx.ts';
import { runOnTerminal } from '../harness/pseudo-terminal.ts';
import { makeScratch } from '../harness/scratch.ts';
import { prepareMachine, STORY } from './recorded-story.ts';
import { makeHome, programs } from './server.ts';

const DRIVER = fileURLToPath(new URL('../harness/story-on-terminal.mjs', import.meta.url));

export interface Told {
  readonly row: RowName;
  /** As it is typed. */
  readonly line: string;
  readonly status: number;
  readonly screen: string;
}

export const withoutColours = (told: Told): Told => ({
  ...told,
  screen: told.screen
    .split(OWN_SEQUENCE)
    .filter((_, at) => at % 2 === 0)
    .join(''),
});

/** The line that story-on-terminal.mjs puts after each. */
const ANSWER_END = new RegExp(`${String.fromCharCode(7)}(\\d+)\n`);

/** What depends on the machine and the moment. */
const PLACES: readonly (readonly [RegExp, string])[] = [
  [/ · [\w-]+ · systemd .*$/gm, ' · ARCHITECTURE · SYSTEMD'],
  [/^(\S) \d{4} \d+:\d+ +\d+ /gm, '$1 MODE OWNER SIZE '],
  // Of as many letters, so that columns stay.
  [/(127\.0\.0\.1:)\d{5}/g, '$1PORT0'],
  [/\b(?:Mon|Tue|Wed|Thu|Fri|Sat|Sun) \d{4}-\d\d-\d\d \d\d:\d\d:\d\d UTC/g, 'DAY YEAR-MO-DA HO:MI:SE UTC'],
  [/; (?:now|\d+(?:min)?s? ago)/g, '; AGO'],
  [/^veneer \d\S*$/gm, 'veneer VERSION'],
  [/^Veneer \S+ · node \S+ · \S+\n/gm, 'Veneer VERSION · node VERSION · PLACE\n'],
  [/^Linux \S+ · /gm, 'Linux VERSION · '],
  // How often it is written depends on how quick the machine is.
  [new RegExp(`(?:\r${String.fromCharCode(27)}\\[K[^\r\n]*)+`, 'g'), '(progress)'],
];

export async function tellStory(columns: number, env: NodeJS.ProcessEnv): Promise<readonly Told[]> {
  const scratch = makeScratch('recorded');
  const namespace = await openMountNamespace();
  try {
    prepareMachine(scratch);
    const web = await serveFolder(scratch, 'served');
    try {
      const lines = STORY.map((line) => line.replaceAll('URL', web.url));
      const story = join(scratch.path, 'story.json');
      writeFileSync(story, JSON.stringify(lines.map(wordsIn)));
      const home = makeHome(scratch, 'own');
      const command = [...namespace.enter, join(programs(), 'node'), DRIVER, join(programs(), 'dist'), story];
      const { screen } = runOnTerminal(command, { columns }, { ...home, LC_ALL: 'C.UTF-8', TZ: 'UTC', ...env });
      const answers = screen.split(ANSWER_END);
      if (answers.length !== STORY.length * 2 + 1) throw new Error(`the story broke off:\n${screen}`);
      return lines.map((line, at) => {
        const row = rowCalled(line.split(' '));
        if (row === null) throw new Error(`no command: ${line}`);
        const status = Number(answers[at * 2 + 1]);
        holdEnding(line.split(' '), status);
        const clean = (text: string) =>
          PLACES.reduce(
            (now, [what, stands]) => now.replaceAll(what, stands),
            text.replaceAll(scratch.path, '/SCRATCH'),
          );
        return { row, line: clean(line), status, screen: clean(answers[at * 2] ?? '') };
      });
    } finally {
      await web.stop();
    }
  } finally {
    namespace.close();
    scratch.remove();
  }
}

function wordsIn(line: string): string[] {
  const words = line.split(' ');
  const row = rowCalled(words);
  const isOfHost = row !== null && rowOf(row).options.includes('root');
  return [
    ...words,
    ...(isOfHost && !words.includes('--root') ? ['--root', 'tree'] : []),
    ...(row !== null && rowOf(row).options.includes('as-systemd') ? ['--as-systemd', '257'] : []),
  ];
}
