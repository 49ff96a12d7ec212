import type { Message } from '../../shared/messages/message.ts';
import { say } from '../../shared/messages/say.ts';
import { t } from '../../shared/messages/translate.ts';
import './written-text.css';

/** A file that Veneer wrote, to be looked at, and what does not stand in it. */
export function WrittenText({ text, lacks }: { readonly text: string; readonly lacks: readonly Message[] }) {
  return (
    <>
      {lacks.length === 0 ? null : (
        <section className="export-lacks">
          <h3>{t('Not in it')}</h3>
          <ul>
            {lacks.map((one) => (
              <li key={one.text}>{say(one)}</li>
            ))}
          </ul>
        </section>
      )}
      <pre className="export-text mono selectable">{text}</pre>
    </>
  );
}
