/** First script of index.html: asks the core for the host while the browser still reads the window. */
import { firstAnswers } from './state/first-answers.ts';

firstAnswers.catch(() => {
  // Whoever keeps the connection tells of it.
});
// The library of the window asks this first of all, and the answer is 10 ms of work the first time: here it waits for nobody.
Intl.DateTimeFormat.supportedLocalesOf(navigator.language);
// It is there first, and is evaluated while the window is read.
await import('./drawing.ts');
await import('./main.tsx');
