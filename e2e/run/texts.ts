/**
 * npm run texts: every sentence that a person can be shown, with its id and its German, by the part of Veneer that says it, to be
 * read aloud. Texts of the window have their English for an id.
 */
import { globSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { DE } from '../../shared/messages/de.ts';
import { EN } from '../../shared/messages/en.ts';
import type { Template } from '../../shared/messages/template.ts';

const project = fileURLToPath(new URL('../../', import.meta.url));

/** A view of the window, or what all views have. */
function viewOf(path: string): string {
  const [, folder = '', view = ''] = path.split('/');
  return folder === 'features' ? `window, ${view}` : folder === 'shell' ? 'window, frame' : 'window, everywhere';
}

const wordsOf = (template: Template): string =>
  typeof template === 'string' ? template : Object.values(template).join(' / ');

interface Text {
  readonly part: string;
  readonly id: string;
  readonly english: string | null;
  readonly german: string;
}

const sources = globSync('{renderer,electron/desktop,shared/window}/**/*.{ts,tsx}', { cwd: project })
  .filter((path) => !path.includes('.test.'))
  .map((path) => ({ path, source: readFileSync(project + path, 'utf8') }));

/** Each where it is said first by a view of its own, else where all views say it. */
function partOf(text: string): string {
  const quoted = `'${text.replaceAll("'", "\\'")}'`;
  const parts = sources
    .filter(({ source }) => source.includes(quoted) || source.includes(`"${text}"`))
    .map(({ path }) => viewOf(path));
  return new Set(parts).size === 1 ? (parts[0] ?? '') : 'window, everywhere';
}

const texts: Text[] = [
  ...Object.entries(DE.window).map(([text, german]) => ({
    part: partOf(text),
    id: text,
    english: null,
    german: wordsOf(german),
  })),
  ...Object.entries<Template>(EN).map(([id, english]) => ({
    part: id.slice(0, id.indexOf('.')),
    id,
    english: wordsOf(english),
    german: wordsOf((DE.messages as Readonly<Record<string, Template>>)[id] ?? ''),
  })),
];

const byPart = Map.groupBy(texts, ({ part }) => part);
for (const [part, inside] of [...byPart].sort(([a], [b]) => a.localeCompare(b))) {
  process.stdout.write(`\n== ${part} (${inside.length})\n`);
  for (const { id, english, german } of inside.sort((a, b) => a.id.localeCompare(b.id)))
    process.stdout.write(`${id}\n${english === null ? '' : `  en: ${english}\n`}  de: ${german}\n`);
}
