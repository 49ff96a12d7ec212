import { RefreshCw, Server, SquarePlus } from 'lucide-react';
import { useCallback, useDeferredValue, useEffect, useMemo, useRef } from 'react';
import { t } from '../../../shared/messages/translate.ts';
import type { Fleet } from '../../../shared/model/fleet.ts';
import { obstacleTo, runCommand } from '../../commands/run.ts';
import { Button } from '../../components/button.tsx';
import { EmptyView } from '../../components/empty-view.tsx';
import { Panes } from '../../components/panes.tsx';
import { Skeleton } from '../../components/skeleton.tsx';
import { useNow } from '../../components/use-now.ts';
import { ViewHeader } from '../../components/view-header.tsx';
import { isReadingFleet } from '../../state/fleet-slice.ts';
import { inBackground } from '../../state/in-background.ts';
import { store, useStore } from '../../state/store.ts';
import { AddDialog } from './add-dialog.tsx';
import { ageLine } from './age.ts';
import { ChangeDialog } from './change-dialog.tsx';
import { extensionWidths } from './column-widths.ts';
import { FleetFilters } from './filters.tsx';
import { HostDetails } from './host-details.tsx';
import { countsOf, indexOf, referenceOf, shownOf } from './matrix.ts';
import { MatrixGrid } from './matrix-grid.tsx';
import { NextOsDialog } from './next-os-dialog.tsx';
import { PlaybookDialog } from './playbook-dialog.tsx';
import { SummaryCard } from './summary-card.tsx';
import { useSeen } from './use-seen.ts';
import './view.css';

/** The hosts that are read over SSH, and what is on each of them. */
export function FleetView() {
  useWatched();
  const fleet = useStore((state) => state.fleet);
  const cannotRead = useStore((state) => obstacleTo('read-fleet', state));
  const isReading = useStore(isReadingFleet);
  const stop = useStore((state) => state.stopReading);
  const now = useNow();
  return (
    <>
      <ViewHeader title={t('Fleet')} subtitle={fleet === null ? null : ageLine(fleet, now)}>
        {fleet === null || fleet.hosts.length === 0 ? null : (
          <>
            <Button onPress={() => runCommand('add-fleet-hosts')}>{t('Add hosts…')}</Button>
            {isReading ? (
              <Button onPress={() => inBackground(stop())}>{t('Stop reading')}</Button>
            ) : (
              <Button isDisabled={cannotRead !== null} onPress={() => runCommand('read-fleet')}>
                <RefreshCw aria-hidden size={14} /> {t('Read again')}
              </Button>
            )}
          </>
        )}
      </ViewHeader>
      {fleet === null ? (
        <Skeleton waitsFor={t('The list of hosts is being read.')} />
      ) : fleet.hosts.length === 0 ? (
        <NoHosts />
      ) : (
        <Hosts fleet={fleet} now={now} />
      )}
      <AddDialog />
      <NextOsDialog />
      <PlaybookDialog />
      <ChangeDialog />
    </>
  );
}

/** Mirrors the fleet while it is shown; what was shown before is there at once. */
function useWatched(): void {
  const isOpen = useStore((state) => state.connection === 'open');
  useEffect(() => {
    if (!isOpen) return;
    const stop = new AbortController();
    // The end of the connection is told elsewhere.
    store
      .getState()
      .watchFleet(stop.signal)
      .catch(() => {});
    return () => stop.abort();
  }, [isOpen]);
}

function NoHosts() {
  return (
    <EmptyView
      icon={Server}
      title={t('No other hosts yet')}
      actions={
        <Button look="primary" onPress={() => runCommand('add-fleet-hosts')}>
          <SquarePlus aria-hidden size={15} /> {t('Add hosts…')}
        </Button>
      }
    >
      {t(
        'Veneer reads hosts over SSH, with your own OpenSSH configuration, keys and agent, and shows side by side what is on them. Nothing is installed there, and nothing is changed.',
      )}
    </EmptyView>
  );
}

/** As wide as lists of other views are, where the columns need no more. */
const LIST_WIDTH = 1080;
/** Beside it, at both edges. */
const EDGES = 32;

function Hosts({ fleet, now }: { readonly fleet: Fleet; readonly now: number }) {
  const filter = useStore((state) => state.fleetFilter);
  const text = useDeferredValue(useStore((state) => state.fleetText));
  const wanted = useStore((state) => state.fleetReference);
  const opened = useStore((state) => state.fleetHost);
  const detailsWidth = useStore((state) => state.detailsWidth);
  const setView = useStore((state) => state.setView);
  const setFleetView = useStore((state) => state.setFleetView);
  const main = useRef<HTMLDivElement>(null);
  const { width } = useSeen(main);
  const index = useMemo(() => indexOf(fleet), [fleet]);
  const widths = useMemo(() => extensionWidths(fleet), [fleet]);
  const reference = referenceOf(fleet.hosts, wanted);
  const shown = useMemo(() => shownOf(fleet, { text, filter, reference }), [fleet, text, filter, reference]);
  const counts = useMemo(() => countsOf(fleet, reference), [fleet, reference]);
  const choose = useCallback((fleetHost: string | null) => setFleetView({ fleetHost }), [setFleetView]);
  const host = fleet.hosts.find(({ id }) => id === opened);
  return (
    <Panes
      width={detailsWidth}
      onWidth={(wide) => setView({ detailsWidth: wide })}
      aside={
        host === undefined ? null : (
          <HostDetails key={host.id} host={host} reference={reference} index={index} now={now} />
        )
      }
    >
      <div className="fleet" ref={main}>
        <FleetFilters counts={counts} />
        {shown.hosts.length === 0 ? (
          <NoMatch />
        ) : (
          <MatrixGrid
            shown={shown}
            index={index}
            widths={widths}
            reference={filter === 'differs' ? reference : null}
            least={Math.min(LIST_WIDTH, Math.max(0, width - EDGES - 2))}
            chosen={host?.id ?? null}
            now={now}
            onChoose={choose}
          />
        )}
        <SummaryCard fleet={fleet} index={index} reference={reference} differing={counts.differs} />
      </div>
    </Panes>
  );
}

function NoMatch() {
  const setFleetView = useStore((state) => state.setFleetView);
  return (
    <div className="fleet-none">
      <p className="muted">{t('No host and no extension is like that.')}</p>
      <Button onPress={() => setFleetView({ fleetFilter: 'all', fleetText: '' })}>{t('Show all')}</Button>
    </div>
  );
}
