import { t } from '../../../shared/messages/translate.ts';
import { Button } from '../../components/button.tsx';
import { useStore } from '../../state/store.ts';

/** Nothing of the list is what was filtered for. */
export function NoMatch() {
  const query = useStore((state) => state.filterText);
  const setView = useStore((state) => state.setView);
  return (
    <div className="list-empty muted">
      <p>{query === '' ? t('No extension is of this kind.') : t('No extension matches “{text}”.', { text: query })}</p>
      <Button onPress={() => setView({ filterText: '', filter: 'all' })}>{t('Clear the filter')}</Button>
    </div>
  );
}
