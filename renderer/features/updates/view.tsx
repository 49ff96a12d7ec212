import { canUpdate } from '../../../shared/changes/updatable.ts';
import { diagnoseUpdates } from '../../../shared/diagnosis/updates/diagnose-updates.ts';
import { counted, t } from '../../../shared/messages/translate.ts';
import type { UpdateItem, UpdateState } from '../../../shared/model/update.ts';
import { commandOf } from '../../../shared/window/commands.ts';
import { obstacleTo, runCommand } from '../../commands/run.ts';
import { Button } from '../../components/button.tsx';
import { DiagnosisNotice } from '../../components/diagnosis-notice.tsx';
import { formatTime } from '../../format.ts';
import { useStore } from '../../state/store.ts';
import { FeatureRow } from './feature-row.tsx';
import { Group } from './group.tsx';
import { UpdateRow } from './update-row.tsx';
import '../../components/empty.css';
import './view.css';
import { ViewHeader } from '../../components/view-header.tsx';

/** What is newer than what is installed, and having it. */
export function UpdatesView() {
  return (
    <>
      <ViewHeader title={t('Updates')} />
      <UpdatesBody />
    </>
  );
}

function UpdatesBody() {
  const updates = useStore((state) => state.updates);
  const cannot = useStore((state) => obstacleTo('update-all', state));
  const busy = useStore((state) => state.updating.length > 0 || state.operation !== null);
  if (updates === null) return null;
  const { items, features, isChecking } = updates;
  const updatable = items.filter(canUpdate);
  const rest = items.filter((item) => !updatable.includes(item));
  const left = rest.filter(isLeftAlone);
  const kept = rest.filter((item) => !left.includes(item));
  return (
    <div className="updates">
      <header className="updates-head">
        <span className="muted">{summaryOf(updates, updatable.length)}</span>
        <Button isDisabled={isChecking} onPress={() => runCommand('check-updates')}>
          {isChecking ? t('Asking…') : t(commandOf('check-updates').label)}
        </Button>
        <Button look="primary" isDisabled={cannot !== null || busy} onPress={() => runCommand('update-all')}>
          {updatable.length < 2 ? t('Update all') : t('Update all {count}', { count: updatable.length })}
        </Button>
      </header>
      {diagnoseUpdates(updates).map((one) => (
        <DiagnosisNotice key={one.id} diagnosis={one} />
      ))}
      {items.length === 0 ? <Empty updates={updates} /> : null}
      <Group title={t('New')} rows={rowsOf(updatable)} />
      <Group title={updatable.length === 0 ? t('Kept current') : t('Nothing to do')} rows={rowsOf(kept)} />
      <Group title={t('Not updated by Veneer')} rows={rowsOf(left)} />
      <Group
        title={t('Optional features')}
        rows={features.map((feature) => <FeatureRow key={`${feature.component}/${feature.name}`} feature={feature} />)}
      />
      {items.length > 0 && updates.hasSysupdate ? (
        <p className="muted updates-foot">
          {t('What has a transfer file is fetched and installed by systemd-sysupdate.')}
        </p>
      ) : null}
    </div>
  );
}

function summaryOf({ items, checkedAt, isChecking }: UpdateState, updatable: number): string {
  const isNewKnown = items.some(({ newest }) => newest !== null);
  const nothing = isNewKnown ? t('Nothing to update') : t('Nothing new is known');
  const what = updatable === 0 ? nothing : counted(updatable, '{count} update', '{count} updates');
  if (isChecking) return t('Asking the servers…');
  return checkedAt === null
    ? `${what} · ${t('never asked')}`
    : `${what} · ${t('as of {time}', { time: formatTime(checkedAt) })}`;
}

/** Why is said in its row: it cannot be told what is newer, somebody else keeps it, or nobody does. */
const isLeftAlone = ({ way, problem }: UpdateItem) => way === 'none' && problem !== null;

const rowsOf = (items: readonly UpdateItem[]) =>
  items.map((item) => <UpdateRow key={`${item.class}/${item.name}`} item={item} />);

function Empty({ updates }: { readonly updates: UpdateState }) {
  return (
    <div className="empty">
      <h2>{updates.checkedAt === null ? t('Nobody looked for updates yet') : t('Everything is up to date')}</h2>
      <p className="muted">
        {t(
          'What you install from the catalog is kept current from there. Files of your own are not followed; the catalog may have newer ones.',
        )}
      </p>
      <Button onPress={() => runCommand('show-catalog')}>{t('Open the catalog')}</Button>
    </div>
  );
}
