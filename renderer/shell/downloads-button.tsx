import { Download as DownloadIcon } from 'lucide-react';
import { useEffect, useRef } from 'react';
import { isSameRelease } from '../../shared/images/release-name.ts';
import { counted, t } from '../../shared/messages/translate.ts';
import type { Download } from '../../shared/model/download.ts';
import { Button } from '../components/button.tsx';
import { formatPart } from '../format.ts';
import { isOnItsWay, partOfDownload } from '../state/download-of.ts';
import { useStore } from '../state/store.ts';
import { DownloadLine } from './download-line.tsx';
import './downloads-button.css';

/** How many downloads there are and how far they are; pressed, the list of them unfolds below. */
export function DownloadsButton() {
  const shown = useShownDownloads();
  const isOpen = useStore((state) => state.downloadsOpen);
  const setView = useStore((state) => state.setView);
  const frame = useRef<HTMLDivElement>(null);
  useCloseBy(frame, isOpen && shown.length > 0);
  const isEmpty = shown.length === 0;
  // The next one does not unfold what nobody asked for.
  useEffect(() => {
    if (isEmpty && isOpen) setView({ downloadsOpen: false });
  }, [isEmpty, isOpen, setView]);
  if (isEmpty) return null;
  const failed = shown.filter(({ status }) => status === 'failed').length;
  return (
    <div className="downloads" ref={frame}>
      <Button aria-expanded={isOpen} onPress={() => setView({ downloadsOpen: !isOpen })}>
        <DownloadIcon aria-hidden size={15} />
        <span>{summaryOf(shown)}</span>
        {failed === 0 ? null : <span className="bad">{counted(failed, '{count} failed', '{count} failed')}</span>}
      </Button>
      {isOpen ? <DownloadList downloads={shown} /> : null}
    </div>
  );
}

function DownloadList({ downloads }: { readonly downloads: readonly Download[] }) {
  const install = useStore((state) => state.installDownloads);
  const setView = useStore((state) => state.setView);
  const ready = downloads.filter(({ status }) => status === 'ready');
  return (
    <section className="downloads-list" aria-label={t('Downloads')}>
      <ul className="jobs-list">
        {downloads.map((download) => (
          <DownloadLine key={download.id} download={download} />
        ))}
      </ul>
      {ready.length < 2 ? null : (
        <Button
          onPress={() => {
            setView({ downloadsOpen: false });
            install(ready);
          }}
        >
          {t('Install all {count}…', { count: ready.length })}
        </Button>
      )}
    </section>
  );
}

/** What the sheet, or an update, has taken up is no longer offered here. */
function useShownDownloads(): readonly Download[] {
  const downloads = useStore((state) => state.downloads);
  const arrivals = useStore((state) => state.arrivals);
  const updating = useStore((state) => state.updating);
  const isTaken = ({ path, release }: Download) =>
    path !== null &&
    (arrivals.some((one) => one.release !== null && isSameRelease(one.release, release)) ||
      updating.some(({ name }) => name === release.name));
  return downloads.filter((one) => !isTaken(one));
}

/** Folds the list on Escape and on a press beside it, as a menu does. */
function useCloseBy(frame: { readonly current: HTMLElement | null }, isOpen: boolean): void {
  const setView = useStore((state) => state.setView);
  useEffect(() => {
    if (!isOpen) return;
    const pressKey = (event: KeyboardEvent) => {
      if (event.key === 'Escape') setView({ downloadsOpen: false });
    };
    const pressBeside = (event: PointerEvent) => {
      if (event.target instanceof Node && frame.current?.contains(event.target) === false)
        setView({ downloadsOpen: false });
    };
    window.addEventListener('keydown', pressKey);
    window.addEventListener('pointerdown', pressBeside);
    return () => {
      window.removeEventListener('keydown', pressKey);
      window.removeEventListener('pointerdown', pressBeside);
    };
  }, [isOpen, frame, setView]);
}

function summaryOf(downloads: readonly Download[]): string {
  const count = counted(downloads.length, '{count} download', '{count} downloads');
  const parts = downloads.filter(isOnItsWay).flatMap((one) => partOfDownload(one) ?? []);
  if (parts.length === 0) return count;
  return `${count} · ${formatPart(parts.reduce((sum, part) => sum + part, 0) / parts.length)}`;
}
