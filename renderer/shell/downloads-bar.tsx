import { Pause, Play, X } from 'lucide-react';
import { isSameRelease, storedVersion } from '../../shared/images/release-name.ts';
import { fromCore } from '../../shared/messages/from-core.ts';
import { counted, t } from '../../shared/messages/translate.ts';
import type { Download } from '../../shared/model/download.ts';
import { Button } from '../components/button.tsx';
import { formatBytes, formatDuration, formatPart } from '../format.ts';
import { inBackground } from '../state/in-background.ts';
import { useStore } from '../state/store.ts';
import './downloads-bar.css';
import { Name } from '../components/name.tsx';

/** What is on its way, in every view, with what can be done about each. */
export function DownloadsBar() {
  const downloads = useStore((state) => state.downloads);
  const arrivals = useStore((state) => state.arrivals);
  const updating = useStore((state) => state.updating);
  const install = useStore((state) => state.installDownloads);
  // What the sheet, or an update, has taken up is no longer offered here.
  const shown = downloads.filter(
    ({ path, release }) =>
      path === null ||
      (!arrivals.some((one) => one.release !== null && isSameRelease(one.release, release)) &&
        !updating.some(({ name }) => name === release.name)),
  );
  if (shown.length === 0) return null;
  const ready = shown.filter(({ status }) => status === 'ready');
  return (
    <section className="downloads" aria-label={t('Downloads')}>
      <header className="downloads-head">
        <strong>{counted(shown.length, '{count} download', '{count} downloads')}</strong>
        {ready.length < 2 ? null : (
          <Button onPress={() => install(ready)}>{t('Install all {count}…', { count: ready.length })}</Button>
        )}
      </header>
      <ul className="downloads-list">
        {shown.map((download) => (
          <DownloadLine key={download.id} download={download} />
        ))}
      </ul>
    </section>
  );
}

function DownloadLine({ download }: { readonly download: Download }) {
  const steer = useStore((state) => state.steerDownload);
  const install = useStore((state) => state.installDownloads);
  const { id, release, status, received, total } = download;
  const name = `${release.name} ${storedVersion(release)}`;
  const canPause = status === 'running' || status === 'waiting' || status === 'retrying';
  const canResume = status === 'paused' || status === 'failed';
  return (
    <li className="download">
      <div className="download-text">
        <span className="download-name">
          <Name>{name}</Name>
        </span>
        <span className={status === 'failed' ? 'bad download-state' : 'muted download-state'}>{stateOf(download)}</span>
      </div>
      {status === 'ready' || status === 'failed' ? null : (
        <progress
          className="download-progress"
          aria-label={t('Download of {name}', { name })}
          {...(total === null ? {} : { value: total === 0 ? 0 : received / total, max: 1 })}
        />
      )}
      {status === 'ready' ? <Button onPress={() => install([download])}>{t('Install…')}</Button> : null}
      {canPause ? (
        <Button look="quiet" aria-label={t('Pause {name}', { name })} onPress={() => inBackground(steer(id, 'pause'))}>
          <Pause aria-hidden size={15} />
        </Button>
      ) : null}
      {canResume ? (
        <Button
          look="quiet"
          aria-label={status === 'failed' ? t('Try {name} again', { name }) : t('Resume {name}', { name })}
          onPress={() => inBackground(steer(id, 'resume'))}
        >
          <Play aria-hidden size={15} />
        </Button>
      ) : null}
      <Button
        look="quiet"
        aria-label={t('Delete the download of {name}', { name })}
        onPress={() => inBackground(steer(id, 'cancel'))}
      >
        <X aria-hidden size={15} />
      </Button>
    </li>
  );
}

function stateOf({ status, received, total, speed, timeLeft, error }: Download): string {
  const amount =
    total === null
      ? formatBytes(received)
      : t('{received} of {total}', { received: formatBytes(received), total: formatBytes(total) });
  switch (status) {
    case 'waiting':
      return t('Waiting…');
    case 'paused':
      return t('Paused');
    case 'ready':
      return t('Downloaded and verified');
    case 'failed':
      return [error?.message, error?.nextStep].flatMap((text) => (text ? [fromCore(text)] : [])).join(' ');
    case 'retrying':
      return `${fromCore(error?.message ?? '')} ${t('Trying again.')}`;
    case 'running':
      return [
        amount,
        total === null ? null : formatPart(received / Math.max(1, total)),
        speed === null ? null : t('{amount} a second', { amount: formatBytes(Math.round(speed)) }),
        timeLeft === null ? null : t('{time} left', { time: formatDuration(timeLeft) }),
      ]
        .filter((part) => part !== null)
        .join(' · ');
  }
}
