import { History, Layers, Monitor, Settings as SettingsIcon } from 'lucide-react';
import { Button } from 'react-aria-components/Button';
import logo from '../../assets/icons/veneer.svg';
import type { Host } from '../../shared/model/host.ts';
import { runCommand } from '../commands/run.ts';
import { useStore } from '../state/store.ts';
import './rail.css';
import { t } from '../../shared/messages/translate.ts';

const VIEWS = [
  { view: 'extensions', command: 'show-extensions', label: 'Extensions', Icon: Layers },
  { view: 'host', command: 'show-host', label: 'Host', Icon: Monitor },
  { view: 'history', command: 'show-history', label: 'History', Icon: History },
  { view: 'settings', command: 'show-settings', label: 'Settings', Icon: SettingsIcon },
] as const;

/** The left edge: where one can go, and which host this is. */
export function Rail() {
  const current = useStore((state) => state.view);
  const host = useStore((state) => state.snapshot?.host ?? null);
  return (
    <nav className="rail" aria-label={t('Views')}>
      <div className="rail-brand">
        <img src={logo} alt="" width={22} height={22} />
        <span>Veneer</span>
      </div>
      {VIEWS.map(({ view, command, label, Icon }) => (
        <Button
          key={view}
          aria-label={t(label)}
          className={`rail-item${current === view ? ' rail-current' : ''}`}
          aria-current={current === view ? 'page' : 'false'}
          onPress={() => runCommand(command)}
        >
          <Icon aria-hidden size={16} strokeWidth={1.8} />
          <span className="rail-label">{t(label)}</span>
        </Button>
      ))}
      {host === null ? null : <HostCard host={host} />}
    </nav>
  );
}

function HostCard({ host }: { readonly host: Host }) {
  const level = host.osRelease['SYSEXT_LEVEL'];
  const version = host.systemdVersion ?? '?';
  const as = host.judgedAs === host.systemdVersion ? '' : ` ${t('as {version}', { version: String(host.judgedAs) })}`;
  return (
    <div className="host-card">
      <strong>{host.osName}</strong>
      <span>
        {host.architecture} · systemd {version}
        {as}
      </span>
      <span>
        {[level === undefined ? null : t('Level {level}', { level }), host.hostname].filter(Boolean).join(' · ')}
      </span>
      {host.root === '/' || host.sandbox ? null : <span className="mono">{host.root}</span>}
    </div>
  );
}
