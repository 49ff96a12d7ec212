/** Theme, accent colour and language of the document, as the person and the desktop want them. */
import { useEffect, useState } from 'react';
import { languageFor, loadLanguage, speak, spoken } from '../shared/messages/language.ts';
import { applyAccent } from './accent.ts';
import { native } from './native.ts';
import { useStore } from './state/store.ts';

/** @returns the language that is spoken; one that has to be fetched first is spoken from a later drawing on */
export function useLanguage(): string {
  const chosen = useStore((state) => state.settings.language);
  const wanted = chosen === 'system' ? languageFor(navigator.languages) : chosen;
  const [, draw] = useState(spoken());
  useEffect(() => {
    let isWanted = true;
    const begin = async () => {
      const language = await loadLanguage(wanted);
      if (!isWanted) return;
      speak(language);
      document.documentElement.lang = spoken();
      draw(spoken());
    };
    // Without a connection nothing can be fetched; what was spoken goes on being spoken.
    begin().catch(() => {});
    return () => {
      isWanted = false;
    };
  }, [wanted]);
  return spoken();
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
