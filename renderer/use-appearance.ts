/** Theme, accent colour and language of the document, as the person and the desktop want them. */
import { useEffect, useState } from 'react';
import { currentLanguage, languageFor, loadLanguage, setLanguage } from '../shared/messages/language.ts';
import { applyAccent } from './accent.ts';
import { native } from './native.ts';
import { useStore } from './state/store.ts';

/** @returns the language that is spoken; one that has to be fetched first is spoken from a later drawing on */
export function useLanguage(): string {
  const chosen = useStore((state) => state.settings.language);
  const wanted = chosen === 'system' ? languageFor(navigator.languages) : chosen;
  const [, draw] = useState(currentLanguage());
  useEffect(() => {
    let isWanted = true;
    const beginLanguage = async () => {
      const language = await loadLanguage(wanted);
      if (!isWanted) return;
      setLanguage(language);
      document.documentElement.lang = currentLanguage();
      draw(currentLanguage());
    };
    // Without a connection nothing can be fetched; what was spoken goes on being spoken.
    beginLanguage().catch(() => {});
    return () => {
      isWanted = false;
    };
  }, [wanted]);
  return currentLanguage();
}

export function useTheme(): void {
  const theme = useStore((state) => state.settings.theme);
  useEffect(() => {
    if (theme === 'system') delete document.documentElement.dataset['theme'];
    else document.documentElement.dataset['theme'] = theme;
    if (native === null) return;
    const system = window.matchMedia('(prefers-color-scheme: dark)');
    const applyTheme = () => {
      const isDark = theme === 'system' ? system.matches : theme === 'dark';
      applyAccent(native?.accent() ?? '', isDark ? 'dark' : 'light');
    };
    applyTheme();
    system.addEventListener('change', applyTheme);
    return () => system.removeEventListener('change', applyTheme);
  }, [theme]);
}
