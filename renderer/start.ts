/** First script of index.html: asks the core for the host while the browser still reads the window. */
import { firstAnswers } from './state/first-answers.ts';

firstAnswers.catch(() => {
  // Whoever keeps the connection tells of it.
});
await import('./main.tsx');
