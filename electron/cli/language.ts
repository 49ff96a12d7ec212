/** In which language the command line speaks to a person, by the environment as locale(7) and gettext(3) have it. */
import { sayMessagesBy } from './terminal.ts';

type Environment = Readonly<Record<string, string | undefined>>;

/**
 * The languages that a person prefers, the best first, as `de` or `pt-BR`; none for English as it is in the sources.
 *
 * The locale of messages is the first of LC_ALL, LC_MESSAGES and LANG that is set and not empty. `C` and `POSIX`, with
 * whatever encoding, ask for the sources; of any other the list of LANGUAGE comes first. Whether the C library has the locale
 * does not matter: it formats nothing of ours.
 */
export function preferredLanguages(env: Environment): readonly string[] {
  const locale = env['LC_ALL'] || env['LC_MESSAGES'] || env['LANG'] || 'C';
  if (isSource(locale)) return [];
  const list = (env['LANGUAGE'] ?? '').split(':').filter((one) => one !== '');
  const end = list.findIndex(isSource);
  const wanted = end < 0 ? [...list, locale] : list.slice(0, end);
  return wanted.map((one) => one.replace(/[.@].*$/s, '').replaceAll('_', '-'));
}

const isSource = (locale: string) => /^(?:C|POSIX)(?:\.|$)/.test(locale);

const isEnglish = (tag: string) => tag.toLowerCase().split('-')[0] === 'en';

/** From here on it speaks the language of the environment. Another language than English is loaded only for who speaks it. */
export async function speakLanguageOf(env: Environment): Promise<void> {
  const preferred = preferredLanguages(env);
  const [first] = preferred;
  if (first === undefined || isEnglish(first)) return;
  const [{ languageFor, loadLanguage, setLanguage: speak }, { say }] = await Promise.all([
    import('../../shared/messages/language.ts'),
    import('../../shared/messages/say.ts'),
  ]);
  speak(await loadLanguage(languageFor(preferred)));
  sayMessagesBy(say);
}
