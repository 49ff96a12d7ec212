import { t } from '../../../shared/messages/translate.ts';
import { obstacleTo, runCommand } from '../../commands/run.ts';
import { Button } from '../../components/button.tsx';
import { FilterBox } from '../../components/filter-box.tsx';
import { OneOf } from '../../components/one-of.tsx';
import { shownLocale } from '../../format.ts';
import { useStore } from '../../state/store.ts';

/** What is typed above the matrix, and the chips. */
export function FleetFilters({ counts }: { readonly counts: { readonly differs: number; readonly problems: number } }) {
  const filter = useStore((state) => state.fleetFilter);
  const text = useStore((state) => state.fleetText);
  const cannotCheck = useStore((state) => obstacleTo('check-fleet-os', state));
  const setFleetView = useStore((state) => state.setFleetView);
  const figure = (count: number) => count.toLocaleString(shownLocale());
  return (
    <div className="fleet-filters">
      <FilterBox
        label={t('Filter hosts and extensions')}
        placeholder={t('Filter hosts and extensions')}
        value={text}
        onChange={(fleetText) => setFleetView({ fleetText })}
      />
      <OneOf
        look="chips"
        label={t('Show')}
        options={[
          ['all', t('All')],
          ['differs', t('Differs {count}', { count: figure(counts.differs) })],
          ['problems', t('Problems {count}', { count: figure(counts.problems) })],
        ]}
        chosen={filter}
        onChoose={(fleetFilter) => setFleetView({ fleetFilter })}
      />
      <Button isDisabled={cannotCheck !== null} onPress={() => runCommand('check-fleet-os')}>
        {t('Other OS release…')}
      </Button>
    </div>
  );
}
