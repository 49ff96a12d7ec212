/**
 * What docs/findings.md tells of one finding, for the window and for `veneer --explain`; each has the page as it was built, in the
 * languages that it is written in.
 */

export interface FindingText {
  readonly seen: string;
  readonly why: string;
  readonly wayOut: string;
  readonly source: string;
}

/** The ids that the page tells. */
export const idsIn = (page: string): string[] => [...page.matchAll(/^### (.+)$/gm)].map(([, id = '']) => id);

/** An item of a place: its head, and what is said. */
const ITEM = /^- \*\*[^*]+\.\*\* (.+)$/;

/**
 * @param page docs/findings.md, or the same in another language: below `### ID` what is seen, why, the way out and the source,
 *   a line each, as `- **Why.** …`
 * @returns Markdown without links, of which only the text is left; null where the page does not tell it
 */
export function findingIn(page: string, id: string): FindingText | null {
  const lines = page.split('\n');
  const at = lines.indexOf(`### ${id}`);
  if (at < 0) return null;
  const length = lines.slice(at + 1).findIndex((line) => line.startsWith('#'));
  const own = lines.slice(at + 1, length < 0 ? undefined : at + 1 + length);
  const [seen = '', why = '', wayOut = '', source = ''] = own
    .flatMap((line) => ITEM.exec(line)?.[1] ?? [])
    .map((text) => text.replace(/\[([^\]]*)\]\([^)]*\)/g, '$1'));
  return { seen, why, wayOut, source };
}
