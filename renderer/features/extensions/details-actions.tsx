import { t } from '../../../shared/messages/translate.ts';
import { ActionsMenu } from '../../components/actions-menu.tsx';
import { Button } from '../../components/button.tsx';
import { useStore } from '../../state/store.ts';
import { rowActions } from './row-actions.ts';
import type { Row } from './rows.ts';

/** So many stand as buttons of their own; the menu has the rest. */
const BUTTONS = 2;

/** What can be done about an extension: what helps most stands first and stands out. */
export function DetailsActions({ row }: { readonly row: Row }) {
  const cannot = useStore((state) => state.operation !== null || state.connection !== 'open');
  // Whether there is an update may be told later than all else.
  useStore((state) => state.updates);
  const actions = rowActions(row).map((one) => ({ ...one, isDisabled: one.isChange && cannot }));
  const shown = actions.filter(({ isMinor }) => !isMinor).slice(0, BUTTONS);
  const rest = actions.filter((one) => !shown.includes(one));
  return (
    <div className="details-actions">
      {shown.map(({ id, label, isPrimary, isDisabled, run }) => (
        <Button key={id} look={isPrimary ? 'primary' : 'plain'} isDisabled={isDisabled} onPress={run}>
          {label}
        </Button>
      ))}
      {rest.length === 0 ? null : (
        <ActionsMenu label={t('More actions')} menuLabel={t('Actions for {name}', { name: row.name })} actions={rest} />
      )}
    </div>
  );
}
