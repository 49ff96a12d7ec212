/** Which host this is, and the way to the others. */
import { ChevronsUpDown, FlaskConical, FolderTree, Monitor } from 'lucide-react';
import { Button } from 'react-aria-components/Button';
import { Menu, MenuItem, MenuTrigger } from 'react-aria-components/Menu';
import { Popover } from 'react-aria-components/Popover';
import { say } from '../../shared/messages/say.ts';
import { t } from '../../shared/messages/translate.ts';
import type { Host } from '../../shared/model/host.ts';
import type { KnownHost } from '../../shared/model/hosts.ts';
import { switchObstacle } from '../commands/run.ts';
import { inBackground } from '../state/in-background.ts';
import { store, useStore } from '../state/store.ts';
import './host-card.css';
import '../components/menu.css';

export function HostCard() {
  const host = useStore((state) => state.snapshot?.host ?? null);
  const shown = useStore((state) => state.host);
  const hosts = useStore((state) => state.hosts);
  const obstacle = useStore(switchObstacle);
  const { showHost, loadHosts, fail } = store.getState();
  if (shown === '') return null;
  const disabled = hosts.filter(({ id, problem }) => id !== shown && (problem !== null || obstacle !== null));
  return (
    <MenuTrigger onOpenChange={(isOpen) => isOpen && inBackground(loadHosts().catch(fail))}>
      <Button className="host-card">
        <HostIcon of={hosts.find(({ id }) => id === shown)} />
        <span className="host-card-text">
          {host === null ? <Title of={hosts.find(({ id }) => id === shown)} /> : <About host={host} />}
        </span>
        <ChevronsUpDown className="host-card-more" aria-hidden size={14} />
      </Button>
      <Popover className="popover" placement="top start">
        <Menu
          className="menu"
          aria-label={t('Hosts')}
          selectionMode="single"
          disallowEmptySelection
          selectedKeys={[shown]}
          disabledKeys={disabled.map(({ id }) => id)}
          onAction={(id) => showHost(String(id))}
          items={hosts}
        >
          {(one) => (
            <MenuItem id={one.id} className="menu-item" textValue={titleOf(one)}>
              {({ isSelected }) => (
                <>
                  <span className="host-choice">
                    {titleOf(one)}
                    <Why host={one} obstacle={isSelected ? null : obstacle} />
                  </span>
                  {isSelected ? <span aria-hidden>✓</span> : null}
                </>
              )}
            </MenuItem>
          )}
        </Menu>
      </Popover>
    </MenuTrigger>
  );
}

const HOST_ICONS = { machine: Monitor, sandbox: FlaskConical, tree: FolderTree } as const;

function HostIcon({ of }: { readonly of: KnownHost | undefined }) {
  const Icon = HOST_ICONS[of?.kind ?? 'machine'];
  return <Icon aria-hidden size={16} strokeWidth={1.8} />;
}

function Title({ of }: { readonly of: KnownHost | undefined }) {
  return <strong>{of === undefined ? '' : titleOf(of)}</strong>;
}

function titleOf({ kind, root }: KnownHost): string {
  if (kind === 'machine') return t('This machine');
  return kind === 'sandbox' ? t('Sandbox') : (root ?? '');
}

/** Why it cannot be chosen. */
function Why({ host: { problem }, obstacle }: { readonly host: KnownHost; readonly obstacle: string | null }) {
  const why = problem === null ? obstacle : say(problem);
  return why === null ? null : <span>{why}</span>;
}

function About({ host }: { readonly host: Host }) {
  const version = host.systemdVersion ?? '?';
  const as = host.judgedAs === host.systemdVersion ? '' : ` ${t('as {version}', { version: String(host.judgedAs) })}`;
  return (
    <>
      <strong>{host.sandbox ? t('Sandbox') : host.root === '/' ? host.hostname : host.root}</strong>
      <span>{host.osName}</span>
      <span>
        {host.architecture} · systemd {version}
        {as}
      </span>
    </>
  );
}
