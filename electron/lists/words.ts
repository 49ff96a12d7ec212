/** What a page of Markdown says of an extension, without marks. */
import { visibleText } from '../../shared/messages/visible.ts';

/** Letters of a description; more is read at the publisher. */
const MAX_LENGTH = 300;

/** The first paragraph of a page of Markdown that is neither heading nor code; of a long one its first sentence. */
export function firstWords(markdown: string): string | null {
  const withoutHead = markdown.replace(/^---\n[\s\S]*?\n---\n/, '');
  for (const part of withoutHead.split(/\n\s*\n/)) {
    // A heading may stand right above its text.
    const lines = part.split('\n').filter((line) => line.trim() !== '' && !/^\s*#/.test(line));
    const [first] = lines;
    if (first === undefined || /^\s*(?:```|[|<>!]|[-*+] |\[!)/.test(first)) continue;
    return shortenedText(plainText(lines.join(' ')));
  }
  return null;
}

/** The second column of a table whose first one has the name. */
export function inTable(markdown: string, name: string): string | null {
  for (const line of markdown.split('\n')) {
    const [, first, second] = line.split('|');
    if (first === undefined || second === undefined) continue;
    if (plainText(first) === name) return shortenedText(plainText(second));
  }
  return null;
}

/** Markdown without its marks, and nothing in it that acts. */
const plainText = (text: string): string =>
  visibleText(
    text
      .replace(/!?\[([^\]]{0,500})\]\([^)\s]{0,1000}\)/g, '$1')
      .replace(/<(https?:[^>\s]{1,500})>/g, '$1')
      .replace(/(\*\*|__|`)(.+?)\1/g, '$2')
      .replace(/\s+/g, ' ')
      .trim(),
  );

function shortenedText(text: string): string | null {
  if (text === '') return null;
  if (text.length <= MAX_LENGTH) return text;
  const sentence = /^.{20,}?[.!?](?=\s)/.exec(text)?.[0];
  return sentence !== undefined && sentence.length <= MAX_LENGTH
    ? sentence
    : `${text.slice(0, MAX_LENGTH - 1).trimEnd()}…`;
}
