/** Which host this is, and the way to the others. */
import { ChevronsUpDown, FlaskConical, FolderTree, Monitor, Server } from 'lucide-react';
import { Button } from 'react-aria-components/Button';
import { MenuTrigger } from 'react-aria-components/Menu';
import { say } from '../../shared/messages/say.ts';
import { t } from '../../shared/messages/translate.ts';
import type { Host } from '../../shared/model/host.ts';
import type { KnownHost } from '../../shared/model/hosts.ts';
import { fleetHostOf } from '../../shared/window/host-id.ts';
import { switchObstacle } from '../commands/run.ts';
import { ChoiceList, type ListedChoice } from '../components/choice-list.tsx';
import { Name } from '../components/name.tsx';
import { formatMoment } from '../format.ts';
import { inBackground } from '../state/in-background.ts';
import { store, useStore } from '../state/store.ts';
import './host-card.css';

export function HostCard() {
  const host = useStore((state) => state.snapshot?.host ?? null);
  const shown = useStore((state) => state.host);
  const hosts = useStore((state) => state.hosts);
  const obstacle = useStore(switchObstacle);
  const { showHost, loadHosts, fail } = store.getState();
  if (shown === '') return null;
  return (
    <MenuTrigger onOpenChange={(isOpen) => isOpen && inBackground(loadHosts().catch(fail))}>
      <Button className="host-card">
        <HostIcon kind={kindOf(shown, hosts)} />
        <span className="host-card-text">
          {host === null ? <Title of={hosts.find(({ id }) => id === shown)} /> : <About host={host} />}
        </span>
        <ChevronsUpDown className="host-card-more" aria-hidden size={14} />
      </Button>
      <ChoiceList
        label={t('Hosts')}
        choices={hosts.map((one) => choiceOf(one, one.id === shown ? null : obstacle, one.id === shown))}
        chosen={shown}
        placement="top start"
        onChoose={showHost}
      />
    </MenuTrigger>
  );
}

const HOST_ICONS = { machine: Monitor, sandbox: FlaskConical, tree: FolderTree, fleet: Server } as const;

/** One of the fleet is on the list once it was shown. */
const kindOf = (shown: string, hosts: readonly KnownHost[]): KnownHost['kind'] =>
  fleetHostOf(shown) === null ? (hosts.find(({ id }) => id === shown)?.kind ?? 'machine') : 'fleet';

function HostIcon({ kind }: { readonly kind: KnownHost['kind'] }) {
  const Icon = HOST_ICONS[kind];
  return <Icon aria-hidden size={16} strokeWidth={1.8} />;
}

function Title({ of }: { readonly of: KnownHost | undefined }) {
  return <strong>{of === undefined ? '' : titleOf(of)}</strong>;
}

function titleOf({ kind, root, name }: KnownHost): string {
  if (kind === 'machine') return t('This machine');
  if (kind === 'fleet') return name ?? '';
  return kind === 'sandbox' ? t('Sandbox') : (root ?? '');
}

/** @param obstacle why no other host can be shown now */
function choiceOf(host: KnownHost, obstacle: string | null, isShown: boolean): ListedChoice {
  const why = host.problem === null ? obstacle : say(host.problem);
  const note = why ?? (host.kind === 'fleet' ? t('over SSH') : null);
  return { id: host.id, title: titleOf(host), note, isDisabled: !isShown && why !== null };
}

function About({ host }: { readonly host: Host }) {
  const version = host.systemdVersion ?? '?';
  const as = host.judgedAs === host.systemdVersion ? '' : ` ${t('as {version}', { version: String(host.judgedAs) })}`;
  if (host.overSsh !== null) return <OverSsh host={host} of={host.overSsh} />;
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

/** The time is of the reading: nobody asks the host meanwhile. */
function OverSsh({ host, of: { name, readAt } }: { readonly host: Host; readonly of: NonNullable<Host['overSsh']> }) {
  return (
    <>
      <strong>
        <Name>{name}</Name>
      </strong>
      <span className="host-card-how">{t('over SSH, as of {time}, read-only', { time: formatMoment(readAt) })}</span>
      <span>{host.osName}</span>
    </>
  );
}
