import { Pause, Play, X } from 'lucide-react';
import { storedVersion } from '../../shared/images/release-name.ts';
import { say } from '../../shared/messages/say.ts';
import { t } from '../../shared/messages/translate.ts';
import type { Download } from '../../shared/model/download.ts';
import { Button } from '../components/button.tsx';
import { Name } from '../components/name.tsx';
import { Progress } from '../components/progress.tsx';
import { formatBytes, formatDuration, formatPart } from '../format.ts';
import { inBackground } from '../state/in-background.ts';
import { useStore } from '../state/store.ts';

/** A download in the list of jobs, with what can be done about it. */
export function DownloadLine({ download }: { readonly download: Download }) {
  const steer = useStore((state) => state.steerDownload);
  const install = useStore((state) => state.installDownloads);
  const { id, release, status, received, total } = download;
  const name = `${release.name} ${storedVersion(release)}`;
  const canPause = status === 'running' || status === 'waiting' || status === 'retrying';
  const canResume = status === 'paused' || status === 'failed';
  return (
    <li className="job">
      <div className="job-text">
        <span className="job-name">
          <Name>{name}</Name>
        </span>
        <span className={status === 'failed' ? 'bad job-state' : 'muted job-state'}>{stateOf(download)}</span>
      </div>
      {status === 'ready' || status === 'failed' ? null : (
        <Progress
          label={t('Download of {name}', { name })}
          part={total === null ? null : total === 0 ? 0 : received / total}
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
      return [error?.message, error?.nextStep].flatMap((text) => (text ? [say(text)] : [])).join(' ');
    case 'retrying':
      return `${say(error?.message ?? '')} ${t('Trying again.')}`;
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
