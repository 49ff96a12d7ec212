/** Unit files as systemd reads them: sections, assignments, lines that go on behind a backslash (systemd.syntax(7)). */

/** The values of each key of a section, in order; an empty one takes those before it away. */
export type UnitFile = ReadonlyMap<string, ReadonlyMap<string, readonly string[]>>;

export function parseUnitFile(text: string): UnitFile {
  const sections = new Map<string, Map<string, string[]>>();
  let section: Map<string, string[]> | null = null;
  for (const line of logicalLines(text)) {
    const [, header] = /^\[([^\]]+)\]$/.exec(line) ?? [];
    if (header !== undefined) {
      section = sections.get(header) ?? new Map();
      sections.set(header, section);
      continue;
    }
    const at = line.indexOf('=');
    if (section === null || at <= 0) continue;
    const key = line.slice(0, at).trimEnd();
    const value = line.slice(at + 1).trimStart();
    section.set(key, value === '' ? [] : [...(section.get(key) ?? []), value]);
  }
  return sections;
}

function logicalLines(text: string): string[] {
  const lines: string[] = [];
  let begun = '';
  for (const raw of text.split('\n')) {
    const line = raw.trim();
    // A comment between lines that go on is left out, and ends nothing.
    if (line.startsWith('#') || line.startsWith(';')) continue;
    if (line.endsWith('\\')) {
      begun += `${line.slice(0, -1)} `;
      continue;
    }
    if (begun + line !== '') lines.push((begun + line).trim());
    begun = '';
  }
  if (begun !== '') lines.push(begun.trim());
  return lines;
}
