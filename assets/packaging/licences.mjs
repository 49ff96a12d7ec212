/** Under which licences what a package holds may be passed on: a text for people, and `copyright` as Debian has it. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const project = fileURLToPath(new URL('../..', import.meta.url));

/** Texts that every Debian has (Debian Policy 12.5), and how Debian calls those licences. */
const COMMON = {
  'Apache-2.0': ['Apache-2.0', ['Apache-2.0']],
  'LGPL-3.0-or-later': ['LGPL-3+', ['LGPL-3', 'GPL-3']],
};
const DEBIAN_NAMES = { MIT: 'Expat', 'BSD-3-Clause': 'BSD-3-clause', '(MIT OR CC0-1.0)': 'Expat or CC0-1.0' };

const rule = '='.repeat(78);

/** The licence of everything that the programs are made with, in full. */
export function thirdPartyLicences({ bundled, node }) {
  const parts = [...bundled, ...(node === null ? [] : [node])].map(
    ({ name, version, licence, source, text }) =>
      `${rule}\n${name} ${version} (${licence})\n${source}\n\n${text ?? `Licence: ${licence}`}\n`,
  );
  // LGPL-3 section 4b: a copy of the GPL goes with it.
  if (bundled.some(({ licence }) => licence.startsWith('LGPL-3')))
    parts.push(`${rule}\nGPL-3, to which LGPL-3 refers\n\n${gpl()}\n`);
  return `Veneer is made with the following. The addresses lead to the sources of each.\n\n${parts.join('\n')}`;
}

const gpl = () => readFileSync(join(project, 'LICENSES/GPL-3.0-only.txt'), 'utf8').trim();

/** `copyright` of the headless .deb, in the machine-readable format (DEP-5). */
export function debianCopyright({ bundled, node }) {
  const own = readFileSync(join(project, 'LICENSE'), 'utf8').trim();
  const fonts = bundled.filter(({ licence }) => licence.startsWith('OFL'));
  const programs = bundled.filter((one) => !fonts.includes(one));
  const kinds = [...new Set(['MIT', ...programs.map(({ licence }) => licence)])].sort();
  const texts = new Map(bundled.map(({ licence, text }) => [licence, text]));
  return [
    field('Format', 'https://www.debian.org/doc/packaging-manuals/copyright-format/1.0/'),
    field('Upstream-Name', 'Veneer'),
    field('Source', 'https://veneer.org/'),
    '',
    ...stanza('*', [{ text: own }], 'Expat'),
    ...stanza(
      'usr/lib/veneer/dist/* usr/libexec/*',
      [{ text: own }, ...programs],
      kinds.map(debianName).join(' and '),
      ['Made of Veneer and of these, in files that have parts of several:', ...programs.map(described)],
    ),
    ...fonts.flatMap((one) => stanza('usr/lib/veneer/dist/window/assets/inter-*', [one], one.licence)),
    ...(node === null ? [] : stanza('usr/lib/veneer/node', [node], 'Node', [described(node)])),
    ...licence('Expat', withoutCopyright(own)),
    ...kinds
      .filter((kind) => kind !== 'MIT')
      .flatMap((kind) => licence(debianName(kind), textOf(kind, texts.get(kind)))),
    ...fonts.flatMap(({ text, licence: name }) => licence(name, text)),
    ...(node === null ? [] : licence('Node', withoutApache(node.text))),
  ].join('\n');
}

/** Under which licences all of a package is, in SPDX (the field `License:` of rpm, which has Node's parts in the text). */
export function spdxOf({ bundled, node }) {
  const all = ['MIT', ...bundled.map(({ licence }) => licence), ...(node === null ? [] : [node.licence])];
  return [...new Set(all)].sort().join(' AND ');
}

const debianName = (spdx) => COMMON[spdx]?.[0] ?? DEBIAN_NAMES[spdx] ?? spdx;

const described = ({ name, version, licence, source }) => `${name} ${version}, ${debianName(licence)}, ${source}`;

function textOf(spdx, text) {
  const files = COMMON[spdx]?.[1];
  if (files === undefined) return withoutCopyright(text ?? `Licence: ${spdx}`);
  return `On Debian systems the full text is in ${files.map((one) => `/usr/share/common-licenses/${one}`).join(' and ')}.`;
}

/** Node's text has that of the Apache License several times, of which Debian wants no copy. */
const withoutApache = (text) =>
  text.replaceAll(
    /^[ \t]*Apache License\n[\s\S]*?END OF TERMS AND CONDITIONS.*$/gm,
    'The Apache License 2.0. On Debian systems it is in /usr/share/common-licenses/Apache-2.0.',
  );

const isCopyright = (line) => /^\W*copyright (?:\(c\)|©|\d)/i.test(line);

const withoutCopyright = (text) =>
  text
    .split('\n')
    .filter((line) => !isCopyright(line.trim()))
    .join('\n')
    .trim();

/** Whose something is, as its licence says it, each once. The LGPL names whose the licence is, and not whose the program. */
function holders(components) {
  const all = components.flatMap(({ text, makers }) => {
    const lines = (text ?? '').split('\n').map((line) => line.trim().replace(/^\W+/, ''));
    const named = lines.filter((line) => isCopyright(line) && !line.includes('Free Software Foundation'));
    return named.length === 0 ? [makers] : named.map(withoutWord);
  });
  return [...new Set(all)].sort();
}

const withoutWord = (line) =>
  line.replace(/^copyright (?:\(c\) |© )?/i, '').replace(/\.?\s*all rights reserved\.?$/i, '');

function stanza(files, components, name, comment = []) {
  return [
    field('Files', files),
    field('Copyright', holders(components).join('\n')),
    field('License', name),
    ...(comment.length === 0 ? [] : [field('Comment', comment.join('\n'))]),
    '',
  ];
}

const licence = (name, text) => [field('License', `${name}\n${text}`), ''];

/** A field of several lines: each further one begins with a space, an empty one is a full stop. */
function field(name, value) {
  const [first, ...more] = value.split('\n');
  return [`${name}: ${first}`, ...more.map((line) => (line.trim() === '' ? ' .' : ` ${line.trimEnd()}`))].join('\n');
}
