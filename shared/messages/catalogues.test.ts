/** What translators may change, against what the code asks of it. */
import { describe, expect, test } from 'vitest';
import { DE } from './de.ts';
import { EN } from './en.ts';
import { languageFor, setLanguage } from './language.ts';
import { asClause, asMessage, foreignText, joinTexts, messageOf } from './message.ts';
import { say } from './say.ts';
import { fillIn, type Template } from './template.ts';
import { t } from './translate.ts';

const formsOf = (template: Template): string[] =>
  typeof template === 'string' ? [template] : Object.values(template as Readonly<Record<string, string>>);
const namesIn = (template: Template) =>
  [...new Set(formsOf(template).flatMap((form) => [...form.matchAll(/\{(\w+)\}/g)].map(([, name]) => name)))].sort();

test('the German asks for no value that its text does not have, and leaves nothing out', () => {
  const german: Readonly<Record<string, Template>> = DE.messages;
  for (const [id, english] of Object.entries(EN as Readonly<Record<string, Template>>)) {
    expect(
      namesIn(german[id] as Template).filter((name) => !namesIn(english).includes(name)),
      id,
    ).toEqual([]);
    for (const form of formsOf(german[id] as Template)) expect(form.trim(), id).not.toBe('');
  }
  expect(Object.keys(DE.messages).sort()).toEqual(Object.keys(EN).sort());
});

/** What a person looks for under one word stands under one; where English has both words, so may German. */
const ONE_WORD = [
  { english: /\bhosts?\b/i, unless: /\bmachines?\b/i, never: /\bRechner[ns]?\b/ },
  { english: /\bmachines?\b/i, unless: /\bhosts?\b/i, never: /\bHosts?\b/ },
  { english: /\bOS release\b/i, unless: /$^/, never: /\bAusgaben?\b/ },
];

test('what has one word in English has one in German, on the command line and in the window', () => {
  const withoutValues = (template: Template) =>
    formsOf(template)
      .join(' ')
      .replace(/\{\w+\}/g, '');
  const all = [
    ...Object.entries(EN as Readonly<Record<string, Template>>).map(([id, english]) => [id, english] as const),
    ...Object.keys(DE.window).map((english) => [english, english] as const),
  ];
  const german: Readonly<Record<string, Template>> = { ...DE.messages, ...DE.window };
  const wrong = all.flatMap(([id, template]) => {
    const [from, to] = [withoutValues(template), withoutValues(german[id] ?? '')];
    return ONE_WORD.filter(
      ({ english, unless, never }) => english.test(from) && !unless.test(from) && never.test(to),
    ).map(({ never }) => `${id}: ${never}`);
  });
  expect(wrong).toEqual([]);
});

describe('in German', () => {
  const inGerman = (what: () => string): string => {
    setLanguage(DE);
    try {
      return what();
    } finally {
      setLanguage(null);
    }
  };

  test('a message in a message, and names of others as they are but for what acts', () => {
    const reason = messageOf('systemd.it-needs-this-host-is', { wanted: 'debian\u202e 11', host: 'debian 12' });
    expect(reason.text).toBe('It needs debian\u202e 11, this host is debian 12.');
    expect(inGerman(() => say(messageOf('diagnosis.will-not-be-merged-all-the-same', { name: 'a', reason })))).toBe(
      'a wird trotzdem nicht zusammengeführt: Sie braucht debian\ufffd 11, dieser Host ist debian 12.',
    );
  });

  test('parts, and a sentence inside of one', () => {
    const summary = joinTexts(
      [
        messageOf('change.mask-names', { names: 'a' }),
        asClause(messageOf('change.re-merge', { target: messageOf('change.usr-and-opt') })),
      ],
      ' · ',
    );
    expect(summary.text).toBe('Disable a · re-merge /usr and /opt');
    expect(inGerman(() => say(summary))).toBe('a deaktivieren · /usr und /opt neu zusammenführen');
  });

  test('what nobody translated, and an id that is not known here, which has its English', () => {
    expect(inGerman(() => say(foreignText('No medium found')))).toBe('No medium found');
    expect(inGerman(() => say({ id: 'from.the-future', values: {}, text: 'It rains.' }))).toBe('It rains.');
    expect(asMessage('x')).toEqual({ id: 'foreign', values: { text: 'x' }, text: 'x' });
  });
});

test('a plural has the forms of its language, and numbers are written as it writes them', () => {
  const files = { one: '{count} plik', few: '{count} pliki', other: '{count} plików' };
  const filled = (count: number) => fillIn<string>(files, { count }, 'pl', (value) => value);
  expect([1, 2, 5].map(filled)).toEqual(['1 plik', '2 pliki', '5 plików']);
  expect(fillIn<string>('{count}', { count: 12_345 }, 'de', (value) => value)).toBe('12.345');
});

test('the German of the window keeps every value', () => {
  for (const [english, german] of Object.entries(DE.window)) expect(namesIn(german), english).toEqual(namesIn(english));
});

test('speaks the best language for a person', () => {
  expect(languageFor(['fr-FR', 'de-CH', 'en'])).toBe('de');
  expect(languageFor(['fr'])).toBe('en');
  expect(languageFor([])).toBe('en');
  setLanguage(DE);
  expect(t('{count} extensions', { count: 1234 })).toBe('1.234 Erweiterungen');
  setLanguage(null);
});
