import { ChevronRight, TriangleAlert } from 'lucide-react';
import { Button } from 'react-aria-components/Button';
import { t } from '../../../shared/messages/translate.ts';
import { Name } from '../../components/name.tsx';
import { Pill } from '../../components/pill.tsx';
import { Tile } from '../../components/tile.tsx';
import { store } from '../../state/store.ts';
import { conflictLine, lineOf } from './plate-words.ts';
import type { Plate as PlateOf } from './plates.ts';
import './plate.css';

interface Props {
  readonly plate: PlateOf;
  readonly isMerged: boolean;
  readonly onConflicts: (plate: PlateOf) => void;
}

/** One layer: what it is, what it brings or takes, and how it fares. */
export function Plate({ plate, isMerged, onConflicts }: Props) {
  const { name, version, layer, fate, extension } = plate;
  const conflicts = layer === null || extension === null || fate === 'drops-out' ? null : conflictLine(layer);
  const isComing = layer === null || (isMerged && layer.status === 'would-merge');
  const look =
    fate === 'drops-out' && !isPrepared(plate) ? ' plate-drops' : isComing || !isMerged ? ' plate-planned' : '';
  return (
    <li className={`plate${look}`}>
      <Tile name={name} class={plate.class} />
      <div className="plate-text">
        <span className="plate-name">
          <strong>
            <Name>{name}</Name>
          </strong>{' '}
          <span className="muted">{version}</span>
        </span>
        <span className="plate-line muted">
          <span className="plate-words">{lineOf(plate)}</span>
          {conflicts === null ? null : (
            <Button className="plate-conflicts" onPress={() => onConflicts(plate)}>
              <TriangleAlert aria-hidden size={12} strokeWidth={2.5} />
              <span>{conflicts}</span>
            </Button>
          )}
        </span>
      </div>
      <Fate plate={plate} isMerged={isMerged} />
      {extension === null ? null : <OpenExtension id={extension.id} name={name} />}
    </li>
  );
}

/** A build for the other release is there already, and will be current once that runs. */
export const isPrepared = ({ build }: PlateOf): boolean => build?.state === 'prepared';

function Fate({ plate, isMerged }: { readonly plate: PlateOf; readonly isMerged: boolean }) {
  switch (plate.fate) {
    case 'stays':
      return <Pill kind="good">{t('stays')}</Pill>;
    case 'comes-in':
      return <Pill kind="good">{t('comes in')}</Pill>;
    case 'drops-out':
      return isPrepared(plate) ? <Pill kind="good">{t('prepared')}</Pill> : <Pill kind="bad">{t('drops out')}</Pill>;
    case 'unknown':
      return <Pill kind="unknown">{t('unknown')}</Pill>;
    case null:
      if (plate.layer?.status === 'merged') return <Pill kind="good">{t('Active')}</Pill>;
      return isMerged ? <Pill kind="neutral">{t('Merged next time')}</Pill> : null;
  }
}

/** The way from a plate to the extension itself. */
export function OpenExtension({ id, name }: { readonly id: string; readonly name: string }) {
  return (
    <Button
      className="plate-open"
      aria-label={t('Show {name} in Extensions', { name })}
      onPress={() => store.getState().setView({ view: 'extensions', selected: [id] })}
    >
      <ChevronRight aria-hidden size={16} />
    </Button>
  );
}
