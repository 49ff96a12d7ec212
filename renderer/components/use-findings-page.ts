import { useEffect, useState } from 'react';
import { currentLanguage, ENGLISH } from '../../shared/messages/language.ts';

/** The page in other languages than English, which is shown to who speaks any other. */
const PAGES: Readonly<Record<string, () => Promise<{ readonly default: string }>>> = {
  de: () => import('../../docs/findings.de.md?raw'),
};

export interface FindingsPage {
  /** What it is written in, which may be another language than the window's. */
  readonly language: string;
  /** As `findingIn` reads it; null until it is there. */
  readonly text: string | null;
  /** Whether it could not be read. */
  readonly isUnreadable: boolean;
}

/** docs/findings.md, which is part of the window, so that no server has to be asked. */
export function useFindingsPage(): FindingsPage {
  const language = Object.hasOwn(PAGES, currentLanguage()) ? currentLanguage() : ENGLISH;
  const [page, setPage] = useState<Omit<FindingsPage, 'language'>>({ text: null, isUnreadable: false });
  useEffect(() => {
    let isShown = true;
    const read = PAGES[language]?.() ?? import('../../docs/findings.md?raw');
    read.then(
      ({ default: text }) => isShown && setPage({ text, isUnreadable: false }),
      () => isShown && setPage({ text: null, isUnreadable: true }),
    );
    return () => {
      isShown = false;
    };
  }, [language]);
  return { language, ...page };
}
