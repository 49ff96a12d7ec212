import { switchTo } from '../../../shared/changes/switch.ts';
import { counted, t } from '../../../shared/messages/translate.ts';
import { Button } from '../../components/button.tsx';
import { inBackground } from '../../state/in-background.ts';
import { useStore } from '../../state/store.ts';
import type { Row } from './rows.ts';

/** What can be done with several rows at once. */
export function Selection({ rows }: { readonly rows: readonly Row[] }) {
  const stage = useStore((state) => state.stage);
  const setView = useStore((state) => state.setView);
  const canEnable = rows.filter((row) => row.on === false);
  const canDisable = rows.filter((row) => row.on === true);
  const stageAll = async (chosen: readonly Row[], on: boolean) => {
    for (const row of chosen) await stage(switchTo(on, row));
  };
  return (
    <>
      <h2 className="details-name">{counted(rows.length, '{count} extension', '{count} extensions')}</h2>
      <p className="muted">{rows.map(({ name }) => name).join(', ')}</p>
      <div className="details-actions">
        <Button isDisabled={canEnable.length === 0} onPress={() => inBackground(stageAll(canEnable, true))}>
          {t('Switch on {count}', { count: canEnable.length })}
        </Button>
        <Button isDisabled={canDisable.length === 0} onPress={() => inBackground(stageAll(canDisable, false))}>
          {t('Switch off {count}', { count: canDisable.length })}
        </Button>
        <Button look="quiet" onPress={() => setView({ selected: [] })}>
          {t('Clear selection')}
        </Button>
      </div>
    </>
  );
}
