import { expect, test } from 'vitest';
import { helpText } from './help.ts';
import { preferredLanguages, speakLanguageOf } from './language.ts';
import { COMMANDS, ROW_NAMES } from './table/commands.ts';

/** By locale(7), and for LANGUAGE by “Specifying a Priority List of Languages” of the manual of gettext. */
test.each([
  [{}, []],
  [{ LANG: 'de_DE.UTF-8' }, ['de-DE']],
  [{ LANG: 'de' }, ['de']],
  [{ LANG: 'de_AT@euro' }, ['de-AT']],
  [{ LANG: 'de_DE.UTF-8', LC_MESSAGES: 'en_GB.UTF-8' }, ['en-GB']],
  [{ LANG: 'en_US', LC_MESSAGES: 'fr_FR', LC_ALL: 'de_DE' }, ['de-DE']],
  [{ LANG: 'de_DE', LC_ALL: '', LC_MESSAGES: '' }, ['de-DE']],
  [{ LANG: 'de_DE', LC_ALL: 'C' }, []],
  [{ LANG: 'de_DE', LC_ALL: 'C.UTF-8' }, []],
  [{ LANG: 'POSIX' }, []],
  // Catalan, and no C.
  [{ LANG: 'ca_ES' }, ['ca-ES']],
  [{ LANG: 'en_US.UTF-8', LANGUAGE: 'de:fr' }, ['de', 'fr', 'en-US']],
  [{ LANG: 'en_US.UTF-8', LANGUAGE: 'pt_BR:C:de' }, ['pt-BR']],
  [{ LANG: 'en_US.UTF-8', LANGUAGE: '' }, ['en-US']],
  [{ LANG: 'C', LANGUAGE: 'de' }, []],
  [{ LANGUAGE: 'de' }, []],
])('of %j it speaks the best of %j', (env, languages) => {
  expect(preferredLanguages(env)).toEqual(languages);
});

test('help is in the language of the environment, and fits a terminal in it', async () => {
  const topics = ['', 'exit-codes', ...ROW_NAMES, ...COMMANDS].map((topic) => topic.split(' ').filter(Boolean));
  const english = topics.map(helpText);
  await speakLanguageOf({ LANG: 'de_DE.UTF-8' });
  const german = topics.map(helpText);
  for (const line of german.join('').split('\n')) expect(line.length, line).toBeLessThanOrEqual(80);
  // Examples are the same, and nothing that reads like words.
  const words = (texts: readonly string[]) =>
    new Set(
      texts
        .join('\n')
        .split('\n')
        .filter((line) => / [a-z]+ [a-z]+ [a-z]+$/.test(line) && !/^ *veneer /.test(line)),
    );
  expect(words(english).size).toBeGreaterThan(100);
  expect([...words(german)].filter((line) => words(english).has(line))).toEqual([]);
  expect(helpText(['enable'])).toContain('veneer enable docker --now');
});
