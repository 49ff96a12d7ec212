/** What there has to be in every language beside English. */
import type { DE_WINDOW } from './de/window.ts';
import type { EN } from './en.ts';
import type { Template, Translation } from './template.ts';

/** Everything in one language. What is missing does not compile. */
export interface Language {
  /** As `Intl` takes it (BCP 47). */
  readonly tag: string;
  /** What is said by an id. */
  readonly messages: Translation<typeof EN>;
  /** The texts of the window, by their English. One that names `{count}` may have plural forms. */
  readonly window: Readonly<Record<WindowText, Template>>;
}

/** The English texts of the window. */
export type WindowText = keyof typeof DE_WINDOW;
