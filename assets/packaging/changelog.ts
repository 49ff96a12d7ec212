/** CHANGELOG.md, from which the release notes of the packages are made. */

export interface Release {
  readonly version: string;
  /** YYYY-MM-DD */
  readonly date: string;
  /** A sentence each, as Markdown. */
  readonly lines: readonly string[];
}

/**
 * @param text of CHANGELOG.md
 * @returns what was released, newest first
 * @throws Error for a heading that is neither `Unreleased` nor `VERSION - YYYY-MM-DD`
 */
export function readChangelog(text: string): Release[] {
  const [, ...sections] = text.split(/^## /m);
  return sections.flatMap((section) => {
    const [heading = '', ...rest] = section.split('\n');
    if (heading === 'Unreleased') return [];
    const [, version, date] = /^(\d+\.\d+\.\d+) - (\d{4}-\d\d-\d\d)$/.exec(heading) ?? [];
    if (version === undefined || date === undefined)
      throw new Error(`CHANGELOG.md has a heading that is no release: ${heading}`);
    const lines = rest.filter((line) => line.startsWith('- ')).map((line) => line.slice(2));
    return [{ version, date, lines }];
  });
}

/** For AppStream: the element `releases`, indented as it stands in the metainfo. */
export function releasesElement(releases: readonly Release[]): string {
  const one = ({ version, date, lines }: Release) => [
    `    <release version="${version}" date="${date}">`,
    '      <description>',
    '        <ul>',
    ...lines.map((line) => `          <li>${escapeXml(plain(line))}</li>`),
    '        </ul>',
    '      </description>',
    '    </release>',
  ];
  return ['<releases>', ...releases.flatMap(one), '  </releases>'].join('\n');
}

/** For Debian: one entry a release (deb-changelog(5)). */
export function debianChangelog(releases: readonly Release[], name: string, maintainer: string): string {
  return releases
    .map(({ version, date, lines }) => {
      const day = new Date(`${date}T00:00:00Z`).toUTCString().replace('GMT', '+0000');
      const changes = lines.map((line) => `  * ${wrapped(plain(line))}\n`).join('');
      return `${name} (${version}) unstable; urgency=medium\n\n${changes}\n -- ${maintainer}  ${day}\n`;
    })
    .join('\n');
}

const plain = (line: string) => line.replaceAll('`', '');

const escapeXml = (text: string) => text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');

/** Lines of at most 80 characters, those behind the first indented by four. */
function wrapped(text: string): string {
  const lines = [''];
  for (const word of text.split(' ')) {
    const last = lines.at(-1) ?? '';
    if (last !== '' && last.length + word.length > 74) lines.push(word);
    else lines[lines.length - 1] = last === '' ? word : `${last} ${word}`;
  }
  return lines.join('\n    ');
}
