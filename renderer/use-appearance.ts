/** Theme, accent colour and language of the document, as the person and the desktop want them. */
import { useEffect } from 'react';
import { type Language, languageFor, speak } from '../shared/messages/translate.ts';
import { applyAccent } from './accent.ts';
import { native } from './native.ts';
import { useStore } from './state/store.ts';

/** @returns the language that is spoken from this drawing on */
export function useLanguage(): Language {
  const chosen = useStore((state) => state.settings.language);
  const language = chosen === 'system' ? languageFor(navigator.languages) : chosen;
  speak(language);
  useEffect(() => {
    document.documentElement.lang = language;
  }, [language]);
  return language;
}

export function useTheme(): void {
  const theme = useStore((state) => state.settings.theme);
  useEffect(() => {
    if (theme === 'system') delete document.documentElement.dataset['theme'];
    else document.documentElement.dataset['theme'] = theme;
    if (native === null) return;
    const system = window.matchMedia('(prefers-color-scheme: dark)');
    const apply = () => {
      const isDark = theme === 'system' ? system.matches : theme === 'dark';
      applyAccent(native?.accent() ?? '', isDark ? 'dark' : 'light');
    };
    apply();
    system.addEventListener('change', apply);
    return () => system.removeEventListener('change', apply);
  }, [theme]);
}
