/** The German of what the core says, against the sources that say it. */
import { globSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import ts from 'typescript';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { fromCore } from './from-core.ts';
import { GERMAN } from './german.ts';
import { GERMAN_CORE } from './german-core.ts';
import { GERMAN_MERGE } from './german-merge.ts';
import { fill, languageFor, speak, t } from './translate.ts';

const project = fileURLToPath(new URL('../..', import.meta.url));

beforeEach(() => speak('de'));
afterEach(() => speak('en'));

/** Rooms whose sentences reach a window. The command line speaks English; what image readers say is for a bug report. */
const SPEAKING = [
  'shared/*.ts',
  'shared/systemd/*.ts',
  'electron/{api,catalog,downloads,extensions,host,http,operations,reader,registry,updates,web}/**/*.ts',
  'electron/helper/*.ts',
  'electron/images/identify.ts',
];
/** Sentences that are no message: files that are written, lines of the journal, bugs. */
const NO_MESSAGE = [
  /^(?:\{v\d\}|\W)*$/,
  /^MESSAGE=/,
  /^# /,
  /^the table has no/,
  /^this file is a (?:thread|part)/,
  /^A Veneer error$/,
  /^This is a page that/,
  // What systemd prints, word for word.
  /Image does not match image policy\.$/,
  /^'ID' field not found/,
];

const READS_LIKE_ONE = /^(?:[A-Z{]|systemd |confext |polkit |pkexec ).*\.$/s;

/** Whether a text is, or is a part of, what is called `sentence`: the steps of a plan end without a full stop. */
function isStep(node: ts.Node): boolean {
  for (let at = node.parent; at !== undefined && !ts.isStatement(at); at = at.parent) {
    if ((ts.isPropertyAssignment(at) || ts.isVariableDeclaration(at)) && at.name.getText() === 'sentence') return true;
  }
  return false;
}

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
    if (text?.includes(' ') && (READS_LIKE_ONE.test(text) || isStep(node))) found.push(text);
    ts.forEachChild(node, visit);
  };
  visit(source);
  return found.filter((text) => !NO_MESSAGE.some((one) => one.test(text)));
}

const files = SPEAKING.flatMap((pattern) => globSync(pattern, { cwd: project })).filter(
  (path) => !/\.test\.ts$/.test(path),
);

test('looks at the rooms that it means', () => {
  expect(files).toContain('shared/systemd/compatibility.ts');
  expect(files).toContain('electron/helper/install.ts');
  expect(files.flatMap(sentencesOf).length).toBeGreaterThan(250);
});

describe.each(files.filter((path) => sentencesOf(path).length > 0))('%s', (path) => {
  test('says nothing that has no German', () => {
    const untranslated = sentencesOf(path).filter((sentence) => {
      const said = fill(sentence, Object.fromEntries(Array.from({ length: 9 }, (_, at) => [`v${at}`, `value${at}`])));
      return fromCore(said) === said;
    });
    expect(untranslated).toEqual([]);
  });
});

test('both catalogues keep every value', () => {
  const names = (text: string) => [...new Set([...text.matchAll(/\{(\w+)\}/g)].map(([, name]) => name))].sort();
  for (const [english, german] of Object.entries(GERMAN)) expect(names(german), english).toEqual(names(english));
  for (const [english, german] of Object.entries({ ...GERMAN_CORE, ...GERMAN_MERGE })) {
    for (const name of names(german)) expect(names(english), english).toContain(name);
    expect(german.trim()).not.toBe('');
  }
});

test('every message of the window’s catalogue is still said somewhere', () => {
  const said = globSync('{renderer,electron/desktop,shared}/**/*.{ts,tsx}', { cwd: project })
    .filter((path) => !path.includes('messages/german') && !/\.test\.tsx?$/.test(path))
    .map((path) => readFileSync(project + path, 'utf8'))
    .join('\n');
  const unsaid = Object.keys(GERMAN).filter((text) => !said.includes(`'${text}'`) && !said.includes(`  ${text}:`));
  expect(unsaid).toEqual([]);
});

test('each pattern is the one that its own sentence is known by', () => {
  const others = Object.entries({ ...GERMAN_CORE, ...GERMAN_MERGE }).flatMap(([english, german]) => {
    const names = [...english.matchAll(/\{(\w+)\}/g)].map(([, name = '']) => name);
    const values = Object.fromEntries(names.map((name, at) => [name, `X${at}`]));
    const [said, wanted] = [fromCore(fill(english, values)), fill(german, values)];
    return said === wanted ? [] : [`${english} -> ${said}`];
  });
  expect(others).toEqual([]);
});

test('translates what is put together, and what is inside', () => {
  expect(fromCore('Mask broken · re-merge /usr and /opt · adds tool')).toBe(
    'broken maskieren · /usr und /opt neu zusammenführen · nimmt tool auf',
  );
  expect(fromCore('Install b 1 · re-merge /etc')).toBe('b 1 installieren · /etc neu zusammenführen');
  expect(fromCore('You stopped it. Done before that: Mask a; Re-merge /etc. Not done: Install b 1.')).toBe(
    'Du hast es angehalten. Davor getan: a maskieren; /etc neu zusammenführen. Nicht getan: b 1 installieren.',
  );
  expect(
    fromCore(
      '/x.raw would make the whole merge fail: The file is a web page, not an image. Fetch the file with: git lfs pull',
    ),
  ).toBe(
    'An /x.raw würde der ganze Merge scheitern: Die Datei ist eine Webseite, kein Abbild. Hole die Datei mit: git lfs pull',
  );
  expect(
    fromCore(
      'systemd-sysext refresh failed: Failed to merge hierarchies. Merged into /usr now: a, b. Nothing is merged into /opt now.',
    ),
  ).toBe(
    'systemd-sysext refresh ist gescheitert: Failed to merge hierarchies. In /usr ist jetzt zusammengeführt: a, b. In /opt ist jetzt nichts zusammengeführt.',
  );
  expect(
    fromCore(
      'systemd reported success, but a, b are not merged although they should be, and c is merged although it should not be. Nothing is merged into /usr and /opt now.',
    ),
  ).toBe(
    'systemd meldete Erfolg, aber a, b sind nicht zusammengeführt, obwohl sie das sein sollten, und c ist zusammengeführt, obwohl es das nicht sein sollte. In /usr und /opt ist jetzt nichts zusammengeführt.',
  );
  const kept = ', and keep the image that stands at /a/tool.raw as version 1.0';
  const keeping = 'und das Abbild, das bei /a/tool.raw steht, als Version 1.0 behalten';
  for (const [english, german] of [
    ['Install tool 2.0', 'tool 2.0 installieren'],
    ['Make version 2.0 of tool current', 'Version 2.0 von tool zur aktuellen machen'],
    ['Update tool to 2.0', 'tool auf 2.0 aktualisieren'],
  ]) {
    expect(fromCore(`${english}${kept}`)).toBe(`${german} ${keeping}`);
    expect(fromCore(`${english}${kept} · re-merge /etc`)).toBe(`${german} ${keeping} · /etc neu zusammenführen`);
  }
  expect(
    fromCore(
      'It was not merged: systemd-sysext refresh failed: Bad. Nothing is merged now. Now tool 1.0 is current again, and merged; b is removed again.',
    ),
  ).toBe(
    'Es wurde nicht zusammengeführt: systemd-sysext refresh ist gescheitert: Bad. Jetzt ist nichts zusammengeführt. Jetzt gilt: tool 1.0 ist wieder die aktuelle Version und zusammengeführt; b ist wieder entfernt.',
  );
  expect(fromCore('It needs debian 11, this host is debian 12.')).toBe(
    'Sie braucht debian 11, dieser Host ist debian 12.',
  );
  expect(fromCore('A text editor with its sync service')).toBe('A text editor with its sync service');
  speak('en');
  expect(fromCore('Nothing to do.')).toBe('Nothing to do.');
});

test('speaks the best language for a person', () => {
  expect(languageFor(['fr-FR', 'de-CH', 'en'])).toBe('de');
  expect(languageFor(['fr'])).toBe('en');
  expect(languageFor([])).toBe('en');
  expect(t('{count} active', { count: 1234 })).toBe('1.234 aktiv');
});
