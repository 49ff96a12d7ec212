/** A manual page from a document of docs/, so that both say the same; man(7) is the language. */
import { escapeRoff } from '../../electron/cli/table/manual.ts';

interface Page {
  /** As man(1) is asked for it. */
  readonly name: string;
  readonly section: number;
  /** What it is about, in one line without a dot at its end. */
  readonly about: string;
  readonly seeAlso: readonly string[];
  readonly version: string;
  /** ISO */
  readonly date: string;
}

/** Of docs/recipes.md. */
export const RECIPE_PAGE = {
  name: 'veneer-recipe',
  section: 5,
  about: 'an extension from a recipe',
  seeAlso: ['veneer(1)', 'systemd-sysext(8)', 'extension-release(5)'],
} as const;

/**
 * @param markdown headings, paragraphs, tables of two columns and fenced code, as docs/ has them
 * @throws for what a page would not show as it is meant
 */
export function documentPage(markdown: string, { name, section, about, seeAlso, version, date }: Page): string {
  const [first = '', ...blocks] = blocksOf(markdown);
  if (!first.startsWith('# ')) throw new Error(`a document begins with its title, not with ${first}`);
  return `.TH ${escapeRoff(name.toUpperCase())} ${section} "${escapeRoff(date)}" "Veneer ${escapeRoff(version)}" "File Formats"
.SH NAME
${escapeRoff(name)} \\- ${escapeRoff(about)}
.SH DESCRIPTION
${blocks.map(roffOf).join('')}.SH SEE ALSO
${seeAlso.map((page) => `.BR ${escapeRoff(page).replace(/\((\d)\)$/, ' ($1)')}`).join(',\n')}
`;
}

/** Parted by empty lines, but for those inside of fences. */
function blocksOf(markdown: string): string[] {
  const blocks: string[] = [];
  for (const part of markdown.split(/^(```[\s\S]*?^```)$/m))
    blocks.push(...(part.startsWith('```') ? [part] : part.split(/\n{2,}/)));
  return blocks.map((one) => one.trim()).filter((one) => one !== '');
}

function roffOf(block: string): string {
  if (block.startsWith('```')) {
    const lines = block.split('\n').slice(1, -1);
    return `.PP\n.EX\n${lines.map((line) => escapeRoff(line)).join('\n')}\n.EE\n`;
  }
  if (block.startsWith('## ')) return `.SH ${escapeRoff(block.slice(3).toUpperCase())}\n`;
  if (block.startsWith('|')) return tableOf(block);
  if (/^(?:#|[-*+>!<]|\d+\.)\s?/.test(block)) throw new Error(`a manual page has no form for ${block}`);
  return `.PP\n${inline(block.replaceAll('\n', ' '))}\n`;
}

/** The first column is a term, the second what it means. */
function tableOf(block: string): string {
  const [, , ...rows] = block.split('\n').map((row) => row.split('|').slice(1, -1));
  return rows
    .map((cells) => {
      const [term, means, ...more] = cells.map((cell) => cell.trim());
      if (term === undefined || means === undefined || more.length > 0) throw new Error(`no table of two: ${block}`);
      return `.TP\n${inline(term)}\n${inline(means)}\n`;
    })
    .join('');
}

/** Code is bold, as words that are typed are; of a link its words stay. */
function inline(text: string): string {
  return text
    .replace(/\[([^\]]+)\]\([^)]+\)/g, '$1')
    .split('`')
    .map((part, at) => (at % 2 === 0 ? escapeRoff(part) : `\\fB${escapeRoff(part)}\\fP`))
    .join('');
}
