import { StrictMode } from 'react';
import { languageFor, loadLanguage, setLanguage } from '../shared/messages/language.ts';
import { followAddress } from './address.ts';
import { App } from './app.tsx';
import { runCommand } from './commands/run.ts';
import { createRoot } from './drawing.ts';
import { keepPresses } from './shell/still-pointer.ts';
import { client, keepInStep } from './state/store.ts';
import './styles/base.css';
import './styles/forced-colors.css';

const place = document.getElementById('root');
if (place === null) throw new Error('index.html has no place for the window');
/** Drawing the frame without the host first is not worth it, nor may a slow core keep the frame waiting. */
const TIMEOUT_MS = 100;
const isThere = new Promise<void>((settle) => {
  keepInStep(runCommand, settle);
  setTimeout(settle, TIMEOUT_MS);
});

/** What nobody foresaw in the page belongs into the log with the rest. */
function logError(error: unknown): void {
  const { message, stack = '' } = error instanceof Error ? error : new Error(String(error));
  try {
    client()
      .support.log({ message: message.slice(0, 8000), stack: stack.slice(0, 16_000) })
      .catch(() => {
        // Told as any other error it would be logged again, without end.
      });
  } catch {
    // There is no connection; the console has it.
  }
}
window.addEventListener('error', ({ error }) => logError(error));
window.addEventListener('unhandledrejection', ({ reason }) => logError(reason));

keepPresses(document);
// Nobody should see English for a moment who reads another language.
const language = loadLanguage(languageFor(navigator.languages)).then(setLanguage, () => {});
await Promise.all([isThere, language]);
followAddress(window);
createRoot(place).render(
  <StrictMode>
    <App />
  </StrictMode>,
);
