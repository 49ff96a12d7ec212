/**
 * What each command shows on terminals of several widths, with and without colours: recorded below `recorded`, to be read by a
 * person when it changes (`npx playwright test recorded -u`). The built program runs the story of `recorded-story.ts` on real
 * terminals; without colours it is the same without the colours.
 */
import { expect, test } from 'playwright/test';
import { ROW_NAMES, type RowName } from '../../electron/cli/table/commands.ts';
import { tellStory, withoutColours } from '../shells/story.ts';

const WIDTHS = [60, 80, 200] as const;

/** Those that have no answer to record, each with the reason. */
const WITHOUT: Partial<Record<RowName, string>> = {
  open: 'it waits for a window: e2e/specs/opening.spec.ts',
  serve: 'it serves until it is stopped: e2e/specs/serving.spec.ts',
};

test('each command says what is recorded, at every width, with and without colours', async () => {
  const told = [];
  for (const columns of WIDTHS) {
    const coloured = await tellStory(columns, { TERM: 'xterm' });
    told.push({ columns, coloured });
    const plain = await tellStory(columns, { TERM: 'xterm', NO_COLOR: '1' });
    expect(plain, 'what it says it says without colours too').toEqual(coloured.map(withoutColours));
  }
  const [{ coloured: first } = { coloured: [] }] = told;
  const names = [...new Set(first.map(({ row }) => row))];
  expect(ROW_NAMES.filter((row) => !names.includes(row) && WITHOUT[row] === undefined)).toEqual([]);
  for (const row of names) {
    const screens = told.flatMap(({ columns, coloured }) =>
      coloured
        .filter((one) => one.row === row)
        .map(({ line, status, screen }) => `== ${line}, ${columns} columns, exit code ${status}\n${screen}`),
    );
    expect.soft(screens.join('\n').replaceAll('\u001b', '␛')).toMatchSnapshot(`${row.replace(' ', '-')}.txt`);
  }
});
