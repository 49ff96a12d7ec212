import { useState } from 'react';
import { counted, t } from '../../../shared/messages/translate.ts';
import { OneOf } from '../../components/one-of.tsx';
import { useStore } from '../../state/store.ts';
import { referenceOf, shownOf } from './matrix.ts';

/** All hosts, or those that the filter leaves. */
export function useChosenHosts() {
  const fleet = useStore((state) => state.fleet);
  const text = useStore((state) => state.fleetText);
  const filter = useStore((state) => state.fleetFilter);
  const wanted = useStore((state) => state.fleetReference);
  const [which, setWhich] = useState<'shown' | 'all'>('shown');
  const all = fleet?.hosts ?? [];
  const shown = fleet === null ? [] : shownOf(fleet, { text, filter, reference: referenceOf(all, wanted) }).hosts;
  const isPart = shown.length > 0 && shown.length < all.length;
  return {
    ids: isPart && which === 'shown' ? shown.map(({ id }) => id) : null,
    choice: isPart ? (
      <OneOf
        look="segments"
        label={t('Which hosts')}
        options={[
          ['shown', counted(shown.length, 'The {count} host that is shown', 'The {count} hosts that are shown')],
          ['all', t('All {count}', { count: all.length })],
        ]}
        chosen={which}
        onChoose={setWhich}
      />
    ) : null,
  };
}
