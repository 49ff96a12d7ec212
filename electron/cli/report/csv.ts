/** A report's extensions for a spreadsheet, quoted as RFC 4180 has it; a line ends as everywhere here. */
import type { Report } from './report-text.ts';
import { cellsOf, HEADS, type Shown } from './rows.ts';

export const reportCsv = ({ extensions }: Report, shown: Shown): string =>
  [HEADS.map(shown), ...extensions.map((one) => cellsOf(one, shown))]
    .map((cells) => `${cells.map(quoted).join(',')}\n`)
    .join('');

/** What begins so is taken for a formula, and carried out (OWASP, "CSV Injection"). */
const FORMULA = /^[=+\-@\t\r]/;

function quoted(text: string): string {
  const harmless = FORMULA.test(text) ? `'${text}` : text;
  return /[",\r\n]/.test(harmless) ? `"${harmless.replaceAll('"', '""')}"` : harmless;
}
