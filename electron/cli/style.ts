/** Colours of text on a terminal, the same that systemd's own tools have (ansi-color.h). */
import { isColoured } from './manner.ts';

const SEQUENCES = {
  head: '\u001b[0;4m',
  good: '\u001b[0;1;32m',
  bad: '\u001b[0;1;31m',
  warning: '\u001b[0;1;33m',
  faint: '\u001b[0;90m',
} as const;

export type Style = keyof typeof SEQUENCES;

const END = '\u001b[0m';

/** What is let through where text is written: none other is made here. */
export const OWN_SEQUENCE = new RegExp(
  `(${[...Object.values(SEQUENCES), END].map((one) => one.replace('[', '\\[')).join('|')})`,
);

/** The text in that style, where there are colours; what it says it says without them too. */
export const styled = (text: string, style: Style | null): string =>
  style === null || text === '' || !isColoured() ? text : `${SEQUENCES[style]}${text}${END}`;
