import { say } from '../../../shared/messages/say.ts';
import { counted, t } from '../../../shared/messages/translate.ts';
import { Name } from '../../components/name.tsx';
import { Pill } from '../../components/pill.tsx';
import { Tile } from '../../components/tile.tsx';
import type { Outlook, Turn } from './next-os.ts';

const TURNS = {
  'drops-out': ['bad', 'drops out'],
  unknown: ['unknown', 'unknown'],
  'comes-in': ['good', 'comes in'],
} as const satisfies Readonly<Record<Turn, readonly [kind: 'good' | 'bad' | 'unknown', word: string]>>;

/** A host on another release of its OS: what would fare otherwise there, and why. */
export function OutlookSection({ outlook: { host, turns, stays } }: { readonly outlook: Outlook }) {
  return (
    <section className="fleet-outlook" aria-label={host.name}>
      <h3>
        <Name>{host.name}</Name>{' '}
        {host.os === null ? null : (
          <span className="muted">
            {t('now')} <Name>{host.os}</Name>
          </span>
        )}
        <span className="muted fleet-outlook-stays">{counted(stays, '{count} stays', '{count} stay')}</span>
      </h3>
      {turns.length === 0 ? null : (
        <ul className="fleet-list">
          {turns.map(({ name, class: extensionClass, outcome, verdict }) => (
            <li key={`${name}/${extensionClass}`} className="fleet-line">
              <Tile name={name} class={extensionClass} size={22} />
              <div className="fleet-line-text selectable">
                <strong>
                  <Name>{name}</Name>
                </strong>
                {outcome === 'comes-in' ? null : <p>{say(verdict.message)}</p>}
              </div>
              <Pill kind={TURNS[outcome][0]}>{t(TURNS[outcome][1])}</Pill>
            </li>
          ))}
        </ul>
      )}
    </section>
  );
}
