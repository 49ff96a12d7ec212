import { expect, test } from 'vitest';
import { preferredLanguages } from './language.ts';

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
