import { say } from '../../shared/messages/say.ts';
import { t } from '../../shared/messages/translate.ts';
import type { Effect, EffectKind } from '../../shared/model/plan.ts';
import './effect-text.css';

/** When a change counts, and why not at once. */
export function EffectText({ effect: { kind, reasons } }: { readonly effect: Effect }) {
  return (
    <>
      <p>{effectSentence(kind)}</p>
      <ul className="effect-reasons muted">
        {reasons.map((reason) => (
          <li key={reason.text}>{say(reason)}</li>
        ))}
      </ul>
    </>
  );
}

function effectSentence(kind: EffectKind): string {
  switch (kind) {
    case 'live':
      return t('At once.');
    case 'service':
      return t('At once, but what runs already has to be restarted.');
    case 'login':
      return t('For sessions with the next login, else at once.');
    case 'reboot':
      return t('Not all of it before the next start of this machine.');
    case 'unknown':
      return t('It is not known of all of it.');
  }
}
