/** A report as one page that needs nothing beside it: no script, no picture, nothing from a server. */
import { escapeHtml } from '../../../shared/messages/escape-html.ts';
import { messageOf } from '../../../shared/messages/message.ts';
import type { Extension } from '../../../shared/model/extension.ts';
import type { Report, Told } from './report-text.ts';
import { cellsOf, HEADS, type Shown } from './rows.ts';

/** The colours of the window (renderer/styles/base.css). */
const STYLE = `
:root { color-scheme: light dark; font: 13px/1.4 "Inter Variable", system-ui, sans-serif; }
body { margin: 0; padding: 24px; background: light-dark(#f5f5f6, #16171b); color: light-dark(#17181c, #ececf0); }
h1 { margin: 0 0 12px; font-size: 20px; }
h2 { margin: 24px 0 8px; font-size: 15px; }
section, table { border: 1px solid light-dark(#e2e2e6, #303138); border-radius: 10px; background: light-dark(#ffffff, #1e1f24); }
section { padding: 12px 16px; }
section p { margin: 2px 0; overflow-wrap: anywhere; }
table { width: 100%; border-spacing: 0; }
th, td { padding: 8px 12px; text-align: left; vertical-align: top; white-space: nowrap; }
td:first-child, td:nth-child(n + 6) { overflow-wrap: anywhere; white-space: normal; }
th { text-transform: lowercase; color: light-dark(#62666d, #a3a6ae); font-weight: 600; }
th::first-letter { text-transform: uppercase; }
td { border-top: 1px solid light-dark(#e2e2e6, #303138); }
td:first-child { font-weight: 600; }
td span { display: inline-block; padding: 1px 8px; border-radius: 6px; background: light-dark(#ededf0, #2b2c33); }
.good { background: light-dark(#e2f4e9, #17352a); color: light-dark(#106b3c, #6cd49a); }
.warning { background: light-dark(#fdf0d3, #3b2e14); color: light-dark(#855300, #f2bd57); }
.bad { background: light-dark(#fde8e6, #40201f); color: light-dark(#b42318, #ff9b90); }
footer { margin-top: 24px; color: light-dark(#62666d, #a3a6ae); }
@media print { body { padding: 0; } }
`;

const LOOK: Readonly<Record<Extension['state'], string>> = {
  active: 'good',
  ready: '',
  unknown: 'warning',
  blocked: 'warning',
  masked: '',
  hidden: '',
  broken: 'bad',
};
const STATE_CELL = 3;

/**
 * @param language as the attribute lang takes it
 * @param at when the report was made
 */
export function reportHtml(told: Told, report: Report, shown: Shown, language: string, at: Date): string {
  const title = escapeHtml(shown(messageOf('cli.report-title', { os: report.host.osName })));
  const parts = [
    `<h1>${title}</h1>`,
    `<section>${told.head.map(paragraph).join('')}</section>`,
    ...extensionsOf(report, shown),
    ...told.sections.map(
      ({ head, rows }) => `<h2>${headOf(shown(head))}</h2>\n<section>${rows.map(paragraph).join('')}</section>`,
    ),
    `<footer><time datetime="${at.toISOString()}">${at.toISOString().slice(0, 16).replace('T', ' ')} UTC</time></footer>`,
  ];
  function paragraph(text: Parameters<Shown>[0]): string {
    return `<p>${escapeHtml(shown(text))}</p>`;
  }
  return `<!doctype html>
<html lang="${escapeHtml(language)}">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'">
<meta name="viewport" content="width=device-width">
<title>${title}</title>
<style>${STYLE}</style>
</head>
<body>
<main>
${parts.join('\n')}
</main>
</body>
</html>
`;
}

function extensionsOf({ extensions, more }: Report, shown: Shown): string[] {
  if (extensions.length === 0) return [];
  const heads = HEADS.map((one) => `<th scope="col">${escapeHtml(shown(one))}</th>`).join('');
  const rows = extensions.map((one) => {
    const cells = cellsOf(one, shown).map((text, at) =>
      at === STATE_CELL
        ? `<td><span class="${LOOK[one.state]}">${escapeHtml(text)}</span></td>`
        : `<td>${escapeHtml(text)}</td>`,
    );
    return `<tr>${cells.join('')}</tr>`;
  });
  const rest = more === 0 ? [] : [`<p>${escapeHtml(shown(messageOf('cli.report-more', { count: more })))}</p>`];
  return [
    `<h2>${headOf(shown(messageOf('cli.report-extensions')))}</h2>`,
    `<table>\n<thead><tr>${heads}</tr></thead>\n<tbody>\n${rows.join('\n')}\n</tbody>\n</table>`,
    ...rest,
  ];
}

/** Without the colon that a line of text has behind it. */
const headOf = (text: string): string => escapeHtml(text.replace(/:$/, ''));
