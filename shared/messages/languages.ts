/** The languages beside English: another one is a file that the type `Language` accepts, and a line here. */
export const LANGUAGES = {
  de: { name: 'Deutsch', load: () => import('./de.ts').then(({ DE }) => DE) },
} as const;

/** What a person can choose in the settings. */
export const LANGUAGE_NAMES: Readonly<Record<'en' | keyof typeof LANGUAGES, string>> = {
  en: 'English',
  de: LANGUAGES.de.name,
};
