import { X } from 'lucide-react';
import { useDeferredValue } from 'react';
import { keyOf } from '../../../shared/fleet/differ.ts';
import { say } from '../../../shared/messages/say.ts';
import { t } from '../../../shared/messages/translate.ts';
import { visibleText } from '../../../shared/messages/visible.ts';
import type { FleetHost, FleetRow } from '../../../shared/model/fleet.ts';
import { fleetHostId } from '../../../shared/window/host-id.ts';
import { switchObstacle } from '../../commands/run.ts';
import { Button } from '../../components/button.tsx';
import { Fact, Facts } from '../../components/facts.tsx';
import { Name } from '../../components/name.tsx';
import { Notice } from '../../components/notice.tsx';
import { Pill } from '../../components/pill.tsx';
import { ReasonedButton } from '../../components/reasoned-button.tsx';
import { Section } from '../../components/section.tsx';
import { Tile } from '../../components/tile.tsx';
import { formatAgo, formatBytes, formatMoment } from '../../format.ts';
import { focusOn } from '../../shell/focus-on.ts';
import { inBackground } from '../../state/in-background.ts';
import { useStore } from '../../state/store.ts';
import { LOOKS, otherSentence, stateTitle } from './cell-words.ts';
import { type FleetIndex, isOther } from './matrix.ts';

/** One host of the fleet: what it is, what went wrong with reading it, and all that is on it. */
export function HostDetails({
  host,
  reference,
  index,
  now,
}: {
  readonly host: FleetHost;
  readonly reference: FleetHost | null;
  readonly index: FleetIndex;
  /** Milliseconds since 1970. */
  readonly now: number;
}) {
  const read = useStore((state) => state.readHosts);
  const remove = useStore((state) => state.removeHost);
  const setFleetView = useStore((state) => state.setFleetView);
  const setView = useStore((state) => state.setView);
  const show = useStore((state) => state.showHost);
  const obstacle = useStore(switchObstacle);
  const { id, name, address, os, systemd, architecture, readAt, error, notes, rows, state } = host;
  const cannotOpen = readAt === null ? t('Not read yet.') : obstacle;
  const openHost = () => {
    show(fleetHostId(id));
    setView({ view: 'extensions' });
    // It says which host is shown now, and has the way back.
    focusOn(() => document.querySelector<HTMLElement>('.host-card'));
  };
  const backToGrid = () => focusOn(() => document.querySelector<HTMLElement>('.fleet-grid'));
  return (
    <>
      <header className="details-head">
        <div className="details-title">
          <h2 className="details-name selectable">
            <Name>{name}</Name>
          </h2>
          <p className="details-about muted">
            {readAt === null ? t('Not read yet.') : t('As of {time}', { time: formatMoment(readAt) })}
          </p>
        </div>
        <Button
          look="quiet"
          aria-label={t('Close details')}
          onPress={() => {
            setFleetView({ fleetHost: null });
            backToGrid();
          }}
        >
          <X aria-hidden size={16} />
        </Button>
      </header>
      {error === null ? null : (
        <Notice kind="warning" title={say(error.message)}>
          {error.nextStep === null ? null : say(error.nextStep)}{' '}
          {readAt === null ? null : t('What is shown below was read {ago}.', { ago: formatAgo(readAt, now) })}
        </Notice>
      )}
      {notes.map((note) => (
        <Notice key={note.text} kind="neutral">
          {say(note)}
        </Notice>
      ))}
      <div className="details-actions">
        <ReasonedButton
          look={readAt === null ? 'plain' : 'primary'}
          why={cannotOpen}
          isBusy={false}
          label={t('Open {host}', { host: name })}
          onPress={openHost}
        >
          {t('Open')}
        </ReasonedButton>
        <Button
          look={readAt === null ? 'primary' : 'plain'}
          isDisabled={state === 'reading'}
          onPress={() => inBackground(read([id]))}
        >
          {state === 'reading' ? t('being read…') : t('Read again')}
        </Button>
        <Button
          onPress={() => {
            inBackground(remove(id));
            backToGrid();
          }}
        >
          {t('Remove from the fleet')}
        </Button>
      </div>
      <Section title={t('About this host')}>
        <Facts>
          {address === null && id === name ? null : (
            <Fact label={t('Address')}>
              <Name>{address ?? id}</Name>
            </Fact>
          )}
          {os === null ? null : (
            <Fact label={t('OS')}>
              <Name>{os}</Name>
            </Fact>
          )}
          {systemd === null ? null : <Fact label="systemd">{String(systemd)}</Fact>}
          {architecture === null ? null : (
            <Fact label={t('Architecture')}>
              <Name>{architecture}</Name>
            </Fact>
          )}
          <Fact label={t('Added from')}>{sourceText(host.source)}</Fact>
        </Facts>
      </Section>
      {readAt === null ? null : (
        <Section title={t('Extensions')} aside={String(rows.length)}>
          {rows.length === 0 ? (
            <p className="muted">{t('None is there.')}</p>
          ) : (
            <ExtensionLines host={host} reference={reference} index={index} />
          )}
        </Section>
      )}
    </>
  );
}

/** As many as a large window shows: the rest comes right after them. */
const AT_FIRST = 30;

function ExtensionLines({
  host: { id, name, rows },
  reference,
  index,
}: {
  readonly host: FleetHost;
  readonly reference: FleetHost | null;
  readonly index: FleetIndex;
}) {
  const drawn = useDeferredValue(rows, rows.slice(0, AT_FIRST));
  const others = reference === null || reference.id === id ? null : { host: reference, rows: index.get(reference.id) };
  return (
    <ul className="fleet-list" aria-label={t('Extensions of {host}', { host: name })}>
      {drawn.map((row) => {
        const there = others?.rows?.get(keyOf(row));
        const other = others === null || !isOther(there, row) ? null : otherSentence(others.host, there);
        return <ExtensionLine key={keyOf(row)} row={row} other={other} />;
      })}
    </ul>
  );
}

function ExtensionLine({ row, other }: { readonly row: FleetRow; readonly other: string | null }) {
  const { name, version, state, reason, size } = row;
  return (
    <li className="fleet-line">
      <Tile name={name} class={row.class} size={22} dim={state === 'masked'} />
      <div className="fleet-line-text selectable">
        <div className="fleet-line-name">
          <strong>
            <Name>{name}</Name>
          </strong>{' '}
          <span className="muted">
            {[version === null ? null : visibleText(version), size === null ? null : formatBytes(size)]
              .filter((part) => part !== null)
              .join(' · ')}
          </span>
        </div>
        {reason === null ? null : <p>{say(reason)}</p>}
        {other === null ? null : <p className="muted">{other}</p>}
      </div>
      <Pill kind={LOOKS[state].kind}>{stateTitle(state)}</Pill>
    </li>
  );
}

function sourceText(source: FleetHost['source']): string {
  switch (source) {
    case 'typed':
      return t('typed by hand');
    case 'ssh-config':
      return t('OpenSSH configuration');
    case 'ansible':
      return t('Ansible inventory');
  }
}
