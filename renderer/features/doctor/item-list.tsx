import { useState } from 'react';
import { counted } from '../../../shared/messages/translate.ts';
import type { DoctorItem } from '../../../shared/model/doctor.ts';
import { Button } from '../../components/button.tsx';
import { ItemRow } from './item-row.tsx';

/** Rows that are drawn at once: each has some buttons, and a host of hundreds of extensions may have hundreds of findings. */
const ROWS_A_PAGE = 100;

/** Findings, the worst first; those behind the first hundred where somebody asks for them. */
export function ItemList({
  items,
  label,
  onSilence,
}: {
  readonly items: readonly DoctorItem[];
  readonly label: string;
  readonly onSilence: (item: DoctorItem) => void;
}) {
  const [most, setMost] = useState(ROWS_A_PAGE);
  const left = items.length - most;
  return (
    <>
      <ul className="checkup-list" aria-label={label}>
        {items.slice(0, most).map((item) => (
          <ItemRow key={item.key} item={item} onSilence={onSilence} />
        ))}
      </ul>
      {left > 0 ? (
        <div className="checkup-more">
          <Button onPress={() => setMost(most + ROWS_A_PAGE)}>
            {counted(Math.min(left, ROWS_A_PAGE), 'Show {count} more finding', 'Show {count} more findings')}
          </Button>{' '}
          <span className="muted">{counted(left, '{count} is not shown.', '{count} are not shown.')}</span>
        </div>
      ) : null}
    </>
  );
}
