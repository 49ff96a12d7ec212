/** What docs/findings.md tells of one finding, for the window and for `veneer --explain`; each has the page as it was built. */

export interface FindingText {
  readonly seen: string;
  readonly why: string;
  readonly wayOut: string;
  readonly source: string;
}

/** The ids that the page tells. */
export const idsIn = (page: string): string[] => [...page.matchAll(/^### (.+)$/gm)].map(([, id = '']) => id);

/**
 * @param page docs/findings.md: below `### ID` a line for each part, as `- **Why.** …`
 * @returns Markdown without links, of which only the text is left; null where the page does not tell it
 */
export function findingIn(page: string, id: string): FindingText | null {
  const lines = page.split('\n');
  const at = lines.indexOf(`### ${id}`);
  if (at < 0) return null;
  const length = lines.slice(at + 1).findIndex((line) => line.startsWith('#'));
  const own = lines.slice(at + 1, length < 0 ? undefined : at + 1 + length);
  const partOf = (head: string) => {
    const start = `- **${head}.** `;
    return (own.find((line) => line.startsWith(start))?.slice(start.length) ?? '').replace(
      /\[([^\]]*)\]\([^)]*\)/g,
      '$1',
    );
  };
  return { seen: partOf('Seen'), why: partOf('Why'), wayOut: partOf('Way out'), source: partOf('Source') };
}
