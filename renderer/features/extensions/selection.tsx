import { switchTo } from '../../../shared/changes/switch.ts';
import { counted, t } from '../../../shared/messages/translate.ts';
import { Button } from '../../components/button.tsx';
import { Name } from '../../components/name.tsx';
import { ReasonedButton } from '../../components/reasoned-button.tsx';
import { formatBytes } from '../../format.ts';
import { inBackground } from '../../state/in-background.ts';
import { useLookingOnly } from '../../state/looking-only.ts';
import { useStore } from '../../state/store.ts';
import { copyText, isRemovable, reviewRemoval } from './row-actions.ts';
import type { Row } from './rows.ts';

/** What can be done with several rows at once. */
export function Selection({ rows }: { readonly rows: readonly Row[] }) {
  const why = useLookingOnly();
  const stage = useStore((state) => state.stage);
  const setView = useStore((state) => state.setView);
  const canEnable = rows.filter((row) => row.enabled === false);
  const canDisable = rows.filter((row) => row.enabled === true);
  const removable = rows.filter(isRemovable);
  const neither = rows.length - canEnable.length - canDisable.length;
  const stageAll = async (chosen: readonly Row[], on: boolean) => {
    for (const row of chosen) await stage(switchTo(on, row));
  };
  return (
    <>
      <h2 className="details-name">{counted(rows.length, '{count} extension', '{count} extensions')}</h2>
      <p className="muted">
        <Name>{describeSelection(rows)}</Name>
      </p>
      {neither === 0 ? null : (
        <p className="muted">
          {counted(
            neither,
            '{count} of them has no switch: it is shadowed or a mask.',
            '{count} of them have no switch: they are shadowed or masks.',
          )}
        </p>
      )}
      <div className="details-actions">
        {canEnable.length === 0 ? null : (
          <ReasonedButton why={why} isBusy={false} onPress={() => inBackground(stageAll(canEnable, true))}>
            {counted(canEnable.length, 'Enable {count} extension', 'Enable {count} extensions')}
          </ReasonedButton>
        )}
        {canDisable.length === 0 ? null : (
          <ReasonedButton why={why} isBusy={false} onPress={() => inBackground(stageAll(canDisable, false))}>
            {counted(canDisable.length, 'Disable {count} extension', 'Disable {count} extensions')}
          </ReasonedButton>
        )}
        {removable.length === 0 ? null : (
          <ReasonedButton why={why} isBusy={false} onPress={() => reviewRemoval(removable)}>
            {counted(removable.length, 'Remove {count} extension…', 'Remove {count} extensions…')}
          </ReasonedButton>
        )}
        <Button onPress={() => copyText(namesOf(rows).join('\n'))}>{t('Copy names')}</Button>
        <Button look="quiet" onPress={() => setView({ selected: [] })}>
          {t('Clear selection')}
        </Button>
      </div>
    </>
  );
}

/** More than these nobody reads. */
const MOST_NAMES = 12;

/** As one looks for them, whatever the order on the disk. */
const namesOf = (rows: readonly Row[]) => rows.map(({ name }) => name).sort((one, other) => one.localeCompare(other));

function describeSelection(rows: readonly Row[]): string {
  const names = namesOf(rows).slice(0, MOST_NAMES);
  if (rows.length > MOST_NAMES) names.push(t('and {count} more', { count: rows.length - MOST_NAMES }));
  const bytes = rows.reduce((sum, { size }) => sum + (size ?? 0), 0);
  return bytes === 0 ? names.join(', ') : `${names.join(', ')} · ${formatBytes(bytes)}`;
}
