/** The names of folders in what a server sent. */

import { isOfferedFolder } from '../../shared/images/release-name.ts';
import { MAX_FOLDERS } from '../../shared/remotes/known-remotes.ts';

/** The names in a file that has one a line, as Frostyard's `ext/index` (updex, fetchIndex()). */
export function folderLines(text: string): string[] {
  const lines = text.split('\n', 4 * MAX_FOLDERS).map((line) => line.trim());
  return [...new Set(lines.filter((line) => !line.startsWith('#') && isOfferedFolder(line)))].slice(0, MAX_FOLDERS);
}

/** The links of an index page that lead one folder deeper; where the server sent on, from the page where that ended. */
export function folderLinks(html: string, address: string): string[] {
  const base = new URL(address.endsWith('/') ? address : `${address}/`);
  const names = new Set<string>();
  for (const [, quoted, bare] of html.matchAll(/\shref\s*=\s*(?:["']([^"']{1,1000})["']|([^\s"'>]{1,1000}))/gi)) {
    const name = folderName(quoted ?? bare ?? '', base);
    if (name !== null) names.add(name);
    if (names.size >= MAX_FOLDERS) break;
  }
  return [...names];
}

function folderName(link: string, base: URL): string | null {
  let to: URL;
  try {
    to = new URL(link, base);
  } catch {
    return null;
  }
  if (to.origin !== base.origin || !to.pathname.startsWith(base.pathname) || to.search !== '') return null;
  const rest = to.pathname.slice(base.pathname.length).replace(/\/$/, '');
  if (rest === '' || rest.includes('/') || !to.pathname.endsWith('/')) return null;
  try {
    const name = decodeURIComponent(rest);
    return isOfferedFolder(name) ? name : null;
  } catch {
    return null;
  }
}
