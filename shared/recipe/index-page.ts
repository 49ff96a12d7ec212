/** What a person sees who opens the folder of a publisher with a browser: no script, nothing from elsewhere. */
import { escapeHtml } from '../messages/escape-html.ts';

export interface ListedFile {
  readonly fileName: string;
  readonly version: string;
  /** In systemd's spelling; null for any. */
  readonly architecture: string | null;
  readonly size: number;
  readonly sha256: string;
}

const STYLE =
  ':root{color-scheme:light dark;font:15px/1.5 system-ui,sans-serif}body{max-width:70rem;margin:2rem auto;padding:0 1rem}' +
  'td,th{padding:.3rem .8rem .3rem 0;text-align:left;vertical-align:top}code{overflow-wrap:anywhere;font-size:.85em}';

const page = (title: string, body: string): string => `<!doctype html>
<html lang="en">
<meta charset="utf-8">
<meta name="viewport" content="width=device-width">
<title>${escapeHtml(title)}</title>
<style>${STYLE}</style>
<h1>${escapeHtml(title)}</h1>
${body}`;

/** The page of one extension. @param url at which the folder is served; null where that is not known */
export function filesPage(name: string, files: readonly ListedFile[], url: string | null): string {
  const rows = files.map(
    ({ fileName, version, architecture, size, sha256 }) =>
      `<tr><td>${escapeHtml(version)}</td><td>${escapeHtml(architecture ?? 'any')}</td>` +
      `<td><a href="${encodeURIComponent(fileName)}">${escapeHtml(fileName)}</a></td>` +
      `<td>${(size / 1024 / 1024).toFixed(1)} MiB</td><td><code>${escapeHtml(sha256)}</code></td></tr>\n`,
  );
  const fileOf = (one: string) => `<a href="${encodeURIComponent(one)}">${escapeHtml(one)}</a>`;
  const follow =
    url === null
      ? ''
      : `<p>With Veneer: <code>veneer remote add ${escapeHtml(name)} ${escapeHtml(url)}</code></p>\n` +
        `<p>With systemd-sysupdate: ${fileOf(`${name}.transfer`)} in <code>/etc/sysupdate.${escapeHtml(name)}.d/</code>; ` +
        `before systemd 257 ${fileOf(`${name}.conf`)}</p>\n`;
  return page(
    name,
    `${follow}<table>
<tr><th>Version</th><th>Architecture</th><th>Image</th><th>Size</th><th>SHA-256</th></tr>
${rows.join('')}</table>
<p>All checksums: ${fileOf('SHA256SUMS')}</p>
`,
  );
}

/** The page above the folders of many. */
export const namesPage = (names: readonly string[]): string =>
  page(
    'System extensions',
    `<ul>\n${names.map((name) => `<li><a href="${encodeURIComponent(name)}/">${escapeHtml(name)}</a></li>\n`).join('')}</ul>\n`,
  );
