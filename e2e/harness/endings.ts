/** Holds a run of the command line to what the manual page says that its command can end with. */
import { ROW_NAMES, type RowName } from '../../electron/cli/table/commands.ts';
import { exitCodesOf } from '../../electron/cli/table/endings.ts';

/** @returns the command that the words call; null where they call none, or only ask for help */
export function rowCalled(words: readonly string[]): RowName | null {
  if (words.some((word) => word === '--help' || word === '-h')) return null;
  const [first = 'status', second = ''] = words.filter((word) => !word.startsWith('-'));
  return [`${first} ${second}`, first, `${first} list`].find(isRow) ?? null;
}

const isRow = (name: string): name is RowName => ROW_NAMES.some((one) => one === name);

/**
 * @param status null where a signal ended it
 * @throws Error for one that the manual page does not have
 */
export function holdEnding(words: readonly string[], status: number | null): void {
  const row = rowCalled(words);
  if (row === null || status === null || exitCodesOf(row).includes(status)) return;
  throw new Error(
    `veneer ${words.join(' ')} ended with ${status}: electron/cli/table/endings.ts has no such of ${row}`,
  );
}
