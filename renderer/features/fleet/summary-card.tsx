import { useMemo } from 'react';
import { MenuTrigger } from 'react-aria-components/Menu';
import { counted, t } from '../../../shared/messages/translate.ts';
import { visibleText } from '../../../shared/messages/visible.ts';
import type { Fleet, FleetHost } from '../../../shared/model/fleet.ts';
import { Button } from '../../components/button.tsx';
import { ChoiceList } from '../../components/choice-list.tsx';
import { useStore } from '../../state/store.ts';
import { type FleetIndex, hasRows } from './matrix.ts';
import { type Remark, remarksOf } from './summary.ts';

const MOST_REMARKS = 3;

/** How many hosts are other than one of them, and what is worth knowing of all. */
export function SummaryCard({
  fleet,
  index,
  reference,
  differing,
}: {
  readonly fleet: Fleet;
  readonly index: FleetIndex;
  readonly reference: FleetHost | null;
  readonly differing: number;
}) {
  const remarks = useMemo(() => remarksOf(fleet, index, reference), [fleet, index, reference]);
  const setFleetView = useStore((state) => state.setFleetView);
  if (reference === null) return null;
  const read = fleet.hosts.filter(hasRows);
  const more = remarks.length - MOST_REMARKS;
  return (
    <section className="fleet-summary" aria-label={t('Summary')}>
      <div className="fleet-summary-text selectable">
        <strong>
          {differing === 0
            ? t('All hosts that were read are as {host}', { host: reference.name })
            : counted(differing, '{count} host differs from {host}', '{count} hosts differ from {host}', {
                host: reference.name,
              })}
        </strong>
        <p className="muted">
          {remarks.length === 0
            ? t('Every extension that is wanted fits.')
            : [
                ...remarks.slice(0, MOST_REMARKS).map(remarkText),
                ...(more > 0 ? [t('and {count} more', { count: more })] : []),
              ].join(' · ')}
        </p>
      </div>
      <div className="fleet-summary-actions">
        {read.length < 2 ? null : (
          <MenuTrigger>
            <Button>{t('Compare with…')}</Button>
            <ChoiceList
              label={t('Compare with')}
              choices={read.map(({ id, name, os }) => ({
                id,
                title: visibleText(name),
                note: os === null ? null : visibleText(os),
              }))}
              chosen={reference.id}
              placement="top start"
              onChoose={(id) => setFleetView({ fleetReference: id, fleetFilter: 'differs' })}
            />
          </MenuTrigger>
        )}
        <Button onPress={() => setFleetView({ fleetDialog: 'playbook' })}>{t('Export as Ansible…')}</Button>
        <Button look="primary" onPress={() => setFleetView({ fleetDialog: 'change' })}>
          {t('Change all…')}
        </Button>
      </div>
    </section>
  );
}

function remarkText({ what, extension: { name: extension }, hosts }: Remark): string {
  const values = { extension, host: hosts[0]?.name ?? '' };
  const count = hosts.length;
  switch (what) {
    case 'stops-merge':
      return counted(
        count,
        '{extension} stops every merge on {host}',
        '{extension} stops every merge on {count} hosts',
        values,
      );
    case 'does-not-fit':
      return counted(count, '{extension} does not fit {host}', '{extension} does not fit {count} hosts', values);
    case 'disabled':
      return counted(count, '{extension} is disabled on {host}', '{extension} is disabled on {count} hosts', values);
    case 'other-version':
      return counted(
        count,
        '{extension} has another version on {host}',
        '{extension} has another version on {count} hosts',
        values,
      );
    case 'absent':
      return counted(count, '{extension} is not on {host}', '{extension} is not on {count} hosts', values);
  }
}
