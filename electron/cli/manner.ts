/** In which manner a person wants the output: from the command line, the environment, and whether a terminal is there. */
import { isatty } from 'node:tty';
import { parseBoolean } from '../../shared/systemd/boolean.ts';

export interface Manner {
  /** Whether tables have a head and a foot. */
  readonly legend: boolean;
  /** Whether cells are cut so that a row fits a line of the terminal. */
  readonly cut: boolean;
  /** Whether a long text goes through a pager. */
  readonly pager: boolean;
  /** Whether notes and hints are left out; what goes wrong is always told. */
  readonly quiet: boolean;
  /** How JSON is written; null: as suits each answer. */
  readonly json: 'pretty' | 'short' | null;
}

let manner: Manner = { legend: true, cut: true, pager: true, quiet: false, json: null };

/** From here on it is so; before, as when nobody says anything. */
export function setManner(wanted: Partial<Manner>): void {
  manner = { ...manner, ...wanted };
}

export const mannerNow = (): Manner => manner;

export const isTerminal = (): boolean => isatty(1);

/** Columns where nobody says how many; systemd has the same. */
const COLUMNS = 80;
const LINES = 24;

const fromEnvironment = (name: string): number | null => {
  const value = Number(process.env[name]);
  return Number.isInteger(value) && value > 0 ? value : null;
};

/** The columns and lines of the terminal on stdout, as systemd finds them: by the environment, then by the terminal. */
export function terminalSize(): { readonly columns: number; readonly lines: number } {
  const [columns = 0, lines = 0] = process.stdout.getWindowSize?.() ?? [];
  return {
    columns: fromEnvironment('COLUMNS') ?? (columns || COLUMNS),
    lines: fromEnvironment('LINES') ?? (lines || LINES),
  };
}

/** Whether text is coloured: by the rules of systemd(1), of which $SYSTEMD_COLORS comes first, then $NO_COLOR and $TERM. */
export function isColoured(
  env: Readonly<Record<string, string | undefined>> = process.env,
  isOnTerminal = isTerminal(),
): boolean {
  const wanted = env['SYSTEMD_COLORS'];
  if (wanted !== undefined && wanted !== '') {
    const told = parseBoolean(wanted);
    if (told !== null) return told;
    if (/^(?:16|256|24bit)$/.test(wanted)) return true;
    // `auto-16` and the like choose among colours where there are any.
  }
  const isDumb = env['TERM'] === undefined || env['TERM'] === '' || env['TERM'] === 'dumb';
  return env['NO_COLOR'] === undefined && !isDumb && isOnTerminal;
}
