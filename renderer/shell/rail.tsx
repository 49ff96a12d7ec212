import {
  ArrowDownToLine,
  Hammer,
  History,
  Layers,
  Puzzle,
  Server,
  Settings as SettingsIcon,
  Stethoscope,
  Store,
} from 'lucide-react';
import { Button } from 'react-aria-components/Button';
import logo from '../../assets/icons/veneer.svg';
import { canUpdate } from '../../shared/changes/updatable.ts';
import { runCommand } from '../commands/run.ts';
import { problemsIn } from '../features/doctor/parts.ts';
import { shownLocale } from '../format.ts';
import { useStore } from '../state/store.ts';
import { HostCard } from './host-card.tsx';
import './rail.css';
import { t } from '../../shared/messages/translate.ts';

const VIEWS = [
  { view: 'extensions', command: 'show-extensions', label: 'Extensions', Icon: Puzzle },
  { view: 'catalog', command: 'show-catalog', label: 'Catalog', Icon: Store },
  { view: 'updates', command: 'show-updates', label: 'Updates', Icon: ArrowDownToLine },
  { view: 'host', command: 'show-host', label: 'Host', Icon: Layers },
  { view: 'doctor', command: 'show-doctor', label: 'Doctor', Icon: Stethoscope },
  { view: 'history', command: 'show-history', label: 'History', Icon: History },
  { view: 'fleet', command: 'show-fleet', label: 'Fleet', Icon: Server },
  { view: 'build', command: 'show-build', label: 'Build', Icon: Hammer },
  { view: 'settings', command: 'show-settings', label: 'Settings', Icon: SettingsIcon },
] as const;

/** The left edge: where one can go, and which host this is. */
export function Rail() {
  const current = useStore((state) => state.view);
  const updatable = useStore((state) => state.updates?.items.filter(canUpdate).length ?? 0);
  const problems = useStore(({ checkup }) => (checkup?.report == null ? 0 : problemsIn(checkup.report)));
  const countOf = (view: (typeof VIEWS)[number]['view']): string | null => {
    const count = view === 'updates' ? updatable : view === 'doctor' ? problems : 0;
    return count === 0 ? null : count.toLocaleString(shownLocale());
  };
  return (
    <nav className="rail" aria-label={t('Views')}>
      <div className="rail-brand">
        <img src={logo} alt="" width={22} height={22} />
        <span>Veneer</span>
      </div>
      {VIEWS.map(({ view, command, label, Icon }) => (
        <Button
          key={view}
          aria-label={[t(label), countOf(view)].filter((part) => part !== null).join(' ')}
          className={`rail-item${current === view ? ' rail-current' : ''}`}
          aria-current={current === view ? 'page' : 'false'}
          onPress={() => runCommand(command)}
        >
          <Icon aria-hidden size={16} strokeWidth={1.8} />
          <span className="rail-label">{t(label)}</span>{' '}
          {countOf(view) === null ? null : (
            <span className={`rail-count${view === 'doctor' ? ' rail-problems' : ''}`}>{countOf(view)}</span>
          )}
        </Button>
      ))}
      <HostCard />
    </nav>
  );
}
