import { t } from '../../../shared/messages/translate.ts';
import { ActionsMenu } from '../../components/actions-menu.tsx';
import { ReasonedButton } from '../../components/reasoned-button.tsx';
import { useLookingOnly } from '../../state/looking-only.ts';
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
  // And how its services do.
  useStore((state) => state.services);
  const lookingOnly = useLookingOnly();
  const actions = rowActions(row).map((one) => {
    const why = one.isChange ? lookingOnly : null;
    return { ...one, why, isBusy: one.isChange && cannot, isDisabled: one.isChange && (cannot || why !== null) };
  });
  const shown = actions.filter(({ isMinor }) => !isMinor).slice(0, BUTTONS);
  const rest = actions.filter((one) => !shown.includes(one));
  return (
    <div className="details-actions">
      {shown.map(({ id, label, isPrimary, why, isBusy, run }) => (
        <ReasonedButton key={id} look={isPrimary ? 'primary' : 'plain'} why={why} isBusy={isBusy} onPress={run}>
          {label}
        </ReasonedButton>
      ))}
      {rest.length === 0 ? null : (
        <ActionsMenu label={t('More actions')} menuLabel={t('Actions for {name}', { name: row.name })} actions={rest} />
      )}
    </div>
  );
}
