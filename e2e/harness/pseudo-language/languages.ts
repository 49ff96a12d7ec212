/** In the place of shared/messages/languages.ts, for the test of a third language. */
export const LANGUAGES = {
  de: { name: 'Deutsch', load: () => import('../../../shared/messages/de.ts').then(({ DE }) => DE) },
  qps: { name: 'Pseudo', load: () => import('./qps.ts').then(({ QPS }) => QPS) },
} as const;

export const LANGUAGE_NAMES = { en: 'English', de: LANGUAGES.de.name, qps: LANGUAGES.qps.name } as const;
