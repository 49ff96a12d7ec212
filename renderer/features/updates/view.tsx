import { RefreshCw } from 'lucide-react';
import { useEffect, useMemo, useRef } from 'react';
import { canUpdate } from '../../../shared/changes/updatable.ts';
import { diagnoseUpdates } from '../../../shared/diagnosis/updates/diagnose-updates.ts';
import { counted, t } from '../../../shared/messages/translate.ts';
import type { UpdateState } from '../../../shared/model/update.ts';
import { obstacleTo, runCommand } from '../../commands/run.ts';
import { Button } from '../../components/button.tsx';
import { DiagnosisNotice } from '../../components/diagnosis-notice.tsx';
import { EmptyView } from '../../components/empty-view.tsx';
import { InstallButton } from '../../components/install-button.tsx';
import { Skeleton } from '../../components/skeleton.tsx';
import { useNow } from '../../components/use-now.ts';
import { ViewHeader } from '../../components/view-header.tsx';
import { formatAgo } from '../../format.ts';
import { DownloadsButton } from '../../shell/downloads-button.tsx';
import { inBackground } from '../../state/in-background.ts';
import { store, useStore } from '../../state/store.ts';
import { FeatureRow } from './feature-row.tsx';
import { Group } from './group.tsx';
import { SourcelessRow } from './sourceless-row.tsx';
import { UnaskedBand } from './unasked-band.tsx';
import { sourcelessIn, type UpdateGroup, updateGroupOf } from './update-groups.ts';
import { UpdateRow } from './update-row.tsx';
import './view.css';

/** What is newer than what is installed, having it, and the ways back. */
export function UpdatesView() {
  const updates = useStore((state) => state.updates);
  const cannot = useStore((state) => obstacleTo('update-all', state));
  const busy = useStore((state) => state.updating.length > 0 || state.operation !== null);
  const count = updates?.items.filter(canUpdate).length ?? 0;
  return (
    <>
      <ViewHeader title={t('Updates')} subtitle={<Age updates={updates} />}>
        <DownloadsButton />
        <Button isDisabled={updates === null || updates.isChecking} onPress={() => runCommand('check-updates')}>
          <RefreshCw aria-hidden size={14} /> {t('Check now')}
        </Button>
        <Button look="primary" isDisabled={cannot !== null || busy} onPress={() => runCommand('update-all')}>
          {count < 2 ? t('Update all') : t('Update all {count}', { count })}
        </Button>
      </ViewHeader>
      {updates === null ? (
        <Skeleton waitsFor={t('What is installed is being compared with what the sources have.')} />
      ) : (
        <UpdatesBody updates={updates} />
      )}
    </>
  );
}

/** When what is shown was read; of what could not be asked now, when it last answered. */
function Age({ updates }: { readonly updates: UpdateState | null }) {
  const now = useNow();
  if (updates === null) return null;
  if (updates.isChecking) return t('Asking the servers…');
  if (updates.checkedAt === null) return t('Not checked yet');
  const old = updates.unasked.flatMap(({ readAt }) => readAt ?? []);
  if (updates.unasked.length === 0) return t('Checked {time}', { time: formatAgo(updates.checkedAt, now) });
  return old.length === 0
    ? t('Not all could be read')
    : t('Last read {time}', { time: formatAgo(Math.min(...old), now) });
}

/** What was read so long ago is asked for again by whoever opens the view, as the catalog does it. */
const FRESH_MS = 15 * 60_000;

function UpdatesBody({ updates }: { readonly updates: UpdateState }) {
  const isAsked = useRef(false);
  // What was just installed may not be among them yet when the view is opened.
  const hasItems = updates.items.length > 0;
  // biome-ignore lint/correctness/useExhaustiveDependencies: asked once, when it is known that there is something to ask for
  useEffect(() => {
    if (isAsked.current || !hasItems) return;
    isAsked.current = true;
    const { checkedAt, isChecking } = updates;
    const isOld = checkedAt === null || Date.now() - checkedAt > FRESH_MS;
    if (isOld && !isChecking) inBackground(store.getState().checkUpdates());
  }, [hasItems]);
  const extensions = useStore((state) => state.snapshot?.extensions ?? null);
  const { items, features, unasked } = updates;
  const groups = useMemo(() => Map.groupBy(items, (item) => updateGroupOf(item, unasked)), [items, unasked]);
  const sourceless = useMemo(() => sourcelessIn(extensions ?? [], items), [extensions, items]);
  const rowsOf = (group: UpdateGroup) =>
    (groups.get(group) ?? []).map((item) => <UpdateRow key={`${item.class}/${item.name}`} item={item} group={group} />);
  const news = rowsOf('updates');
  return (
    <div className="updates-body">
      <UnaskedBand unasked={unasked} isChecking={updates.isChecking} />
      <div className="updates">
        {diagnoseUpdates(updates).map((one) => (
          <DiagnosisNotice key={one.id} diagnosis={one} />
        ))}
        {items.length + sourceless.length === 0 ? <Nothing /> : null}
        <Group title={counted(news.length, '{count} update', '{count} updates')} rows={news} hasCount />
        <Group title={t('Held back')} rows={rowsOf('held')} />
        <Group title={t('Does not fit')} rows={rowsOf('unfit')} />
        <Group title={t('Not known')} rows={rowsOf('unknown')} />
        <Group title={t('Up to date')} rows={rowsOf('current')} />
        <Group
          title={t('Nothing newer known')}
          rows={sourceless.map((extension) => <SourcelessRow key={extension.id} extension={extension} />)}
        />
        <Group
          title={t('Optional features')}
          rows={features.map((feature) => (
            <FeatureRow key={`${feature.component}/${feature.name}`} feature={feature} />
          ))}
        />
      </div>
    </div>
  );
}

function Nothing() {
  return (
    <EmptyView
      icon={RefreshCw}
      title={t('Nothing is installed yet')}
      actions={
        <>
          <Button look="primary" onPress={() => runCommand('show-catalog')}>
            {t('Browse the catalog')}
          </Button>
          <InstallButton>{t('Install a file…')}</InstallButton>
        </>
      }
    >
      {t('What you install from the catalog is kept current from there.')}
    </EmptyView>
  );
}
