import { say } from '../../shared/messages/say.ts';
import { t } from '../../shared/messages/translate.ts';
import type { ServiceEffect } from '../../shared/model/plan.ts';
import './service-effects.css';

/** More sentences than a person reads before a click. */
const MOST = 8;
/** What needs something of the person comes first. */
const ORDER: readonly ServiceEffect['what'][] = [
  'goes-on',
  'not-started',
  'unknown',
  'stopped',
  'restarted',
  'on-demand',
  'starts',
];

/** What becomes of services by a plan, a sentence each; nothing where it moves none. */
export function ServiceEffects({ effects }: { readonly effects: readonly ServiceEffect[] }) {
  if (effects.length === 0) return null;
  const sorted = effects.toSorted((a, b) => ORDER.indexOf(a.what) - ORDER.indexOf(b.what));
  const rest = effects.length - MOST;
  return (
    <ul className="service-effects">
      {sorted.slice(0, MOST).map(({ unit, extension, what, message }) => (
        <li key={`${extension}/${unit}`} className={what === 'goes-on' ? 'service-effect-warning' : undefined}>
          {say(message)}
        </li>
      ))}
      {rest > 0 ? <li className="muted">{t('and {count} more services', { count: rest })}</li> : null}
    </ul>
  );
}
