import { t } from '../../shared/messages/translate.ts';
import { Skeleton } from '../components/skeleton.tsx';
import { ViewHeader } from '../components/view-header.tsx';
import { useStore } from '../state/store.ts';
import { VIEW_TITLES } from './view-titles.ts';

/** In the place of the view while nothing of the host is known yet. */
export function FirstReading() {
  const view = useStore((state) => state.view);
  return (
    <main className="app-view" aria-busy="true">
      <ViewHeader title={t(VIEW_TITLES[view])} />
      <Skeleton waitsFor={t('The host is being read.')} />
    </main>
  );
}
