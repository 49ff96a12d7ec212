/** What people are told stands in the catalogues: the sources of the core hold no sentence of their own. */
import { globSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import ts from 'typescript';
import { expect, test } from 'vitest';
import { DE_WINDOW } from './de/window.ts';
import { EN } from './en.ts';

const project = fileURLToPath(new URL('../..', import.meta.url));

/** Rooms of which people hear. What image readers say of bytes is for a bug report. */
const SPEAKING = [
  'shared/{changes,declared,diagnosis,fleet,images,recipe,remotes,systemd,sysupdate}/*.ts',
  'electron/{ansible,api,build,cli,downloads,extensions,fleet,helper,host,hosts,http,jobs,node,operations,reader,registry,remotes,session,updates,web}/**/*.ts',
  'electron/images/identify.ts',
];
/** Sentences that are no message: files that are written, lines of the journal, bugs. */
const NO_MESSAGE = [
  /^(?:\{v\d\}|\W)*$/,
  /^MESSAGE=/,
  /^# /,
  /^the table has no/,
  /in this Node\.$/,
  /^this file is a (?:thread|part)/,
  /^A Veneer error$/,
  /^This is a page that/,
  /^Veneer (?:answers only|does not answer)/,
  /^A window sent what is not taken/,
  // polkit's own question and what is asked for, by which German stands beside.
  /^Authentication is required to/,
  // What systemd prints, word for word.
  /Image does not match image policy\.$/,
  /^'ID' field not found/,
  /^Failed to /,
  /^Extension image contains/,
  /which is not allowed/,
  // Of an image, with what stands in a file beside it.
  /^<!--/,
];

const READS_LIKE_ONE = /^(?:[A-Z{]|systemd |confext |polkit |pkexec ).*\.$/s;

/** Every text of the sources with a space in it, values as `{name}`, that reads like a sentence. */
function sentencesOf(path: string): string[] {
  const source = ts.createSourceFile(path, readFileSync(project + path, 'utf8'), ts.ScriptTarget.Latest, true);
  const found: string[] = [];
  const visit = (node: ts.Node): void => {
    const text = ts.isTemplateExpression(node)
      ? node.head.text + node.templateSpans.map(({ literal }, at) => `{v${at}}${literal.text}`).join('')
      : ts.isStringLiteralLike(node)
        ? node.text
        : null;
    if (text?.includes(' ') && READS_LIKE_ONE.test(text)) found.push(text);
    ts.forEachChild(node, visit);
  };
  visit(source);
  return found.filter((text) => !NO_MESSAGE.some((one) => one.test(text)));
}

const files = SPEAKING.flatMap((pattern) => globSync(pattern, { cwd: project })).filter(
  (path) => !/\.test\.ts$/.test(path),
);

test('no room says a sentence that has no id', () => {
  expect(files).toContain('shared/systemd/compatibility.ts');
  expect(files).toContain('electron/helper/install.ts');
  const own = files.flatMap((path) => sentencesOf(path).map((sentence) => `${path}: ${sentence}`));
  expect(own).toEqual([]);
});

const sourcesOf = (pattern: string) =>
  globSync(pattern, { cwd: project })
    .filter((path) => !/shared\/messages\/(?:de|en)\//.test(path) && !/\.test\.tsx?$/.test(path))
    .map((path) => readFileSync(project + path, 'utf8'))
    .join('\n');

test('every text of the window is still said somewhere', () => {
  const said = sourcesOf('{renderer,electron/desktop,shared}/**/*.{ts,tsx}');
  const unsaid = Object.keys(DE_WINDOW).filter((text) => !said.includes(`'${text}'`) && !said.includes(`  ${text}:`));
  expect(unsaid).toEqual([]);
});

test('every message is still said somewhere', () => {
  const said = sourcesOf('{renderer,electron,shared}/**/*.{ts,tsx}');
  expect(Object.keys(EN).filter((id) => !said.includes(`'${id}'`))).toEqual([]);
});

test('numbers, dates and lists of the window are of the language that it speaks, not of the browser', () => {
  // Where one letter ends and the next begins (Segmenter) is the same in all of them.
  const ofTheBrowser =
    /Intl\.(?!Segmenter)\w+\(\s*(?:undefined|\))|\.toLocale(?:Date|Time)?String\(\s*(?:undefined|\))/g;
  expect('new Intl.ListFormat(undefined, {})').toMatch(ofTheBrowser);
  expect('count.toLocaleString()').toMatch(ofTheBrowser);
  const sources = sourcesOf('{renderer,shared}/**/*.{ts,tsx}');
  expect([...sources.matchAll(ofTheBrowser)].map(([text]) => text)).toEqual([]);
});
