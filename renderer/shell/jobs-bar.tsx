import { ChevronDown, ChevronUp, X } from 'lucide-react';
import { useEffect, useState } from 'react';
import { isSameRelease } from '../../shared/images/release-name.ts';
import { say } from '../../shared/messages/say.ts';
import { counted, t } from '../../shared/messages/translate.ts';
import type { Download } from '../../shared/model/download.ts';
import type { Job } from '../../shared/model/job.ts';
import { Button } from '../components/button.tsx';
import { Progress } from '../components/progress.tsx';
import { StepProgress } from '../components/step-progress.tsx';
import { formatPart } from '../format.ts';
import { inBackground } from '../state/in-background.ts';
import { goesOn, partOf } from '../state/job-slice.ts';
import { useStore } from '../state/store.ts';
import { DownloadLine } from './download-line.tsx';
import './jobs-bar.css';

/** Shorter work is over before one could read of it. */
const SHORT_MS = 1000;

/** Everything long that goes on, in every view, with what can be done about each. */
export function JobsBar() {
  const shown = useShownJobs();
  const folded = useStore((state) => state.jobsFolded);
  const setView = useStore((state) => state.setView);
  const install = useStore((state) => state.installDownloads);
  const downloads = useStore((state) => state.downloads);
  if (shown.length === 0) return null;
  const ready = downloads.filter(({ id, status }) => status === 'ready' && shown.some((job) => job.id === id));
  return (
    <section className="jobs" aria-label={t('Jobs')}>
      <header className="jobs-head">
        <Button
          look="quiet"
          aria-expanded={!folded}
          aria-label={`${summaryOf(shown)} · ${folded ? t('Show the list') : t('Fold the list')}`}
          onPress={() => setView({ jobsFolded: !folded })}
        >
          <strong>{summaryOf(shown)}</strong>
          {folded ? <ChevronUp aria-hidden size={15} /> : <ChevronDown aria-hidden size={15} />}
        </Button>
        {ready.length < 2 ? null : (
          <Button onPress={() => install(ready)}>{t('Install all {count}…', { count: ready.length })}</Button>
        )}
      </header>
      {folded ? null : (
        <ul className="jobs-list">
          {shown.map((job) => (
            <JobLine key={job.id} job={job} />
          ))}
        </ul>
      )}
    </section>
  );
}

/** What is applied comes first; what ended is told elsewhere, but for downloads, which wait to be installed. */
function useShownJobs(): readonly Job[] {
  const jobs = useStore((state) => state.jobs);
  const downloads = useStore((state) => state.downloads);
  const arrivals = useStore((state) => state.arrivals);
  const updating = useStore((state) => state.updating);
  const quick = jobs.filter((job) => goesOn(job) && job.kind !== 'apply' && job.kind !== 'download');
  const long = useLasting(quick.map(({ id }) => id));
  // What the sheet, or an update, has taken up is no longer offered here.
  const isTaken = ({ path, release }: Download) =>
    path !== null &&
    (arrivals.some((one) => one.release !== null && isSameRelease(one.release, release)) ||
      updating.some(({ name }) => name === release.name));
  const isShown = (job: Job) => {
    if (job.kind === 'apply') return goesOn(job);
    if (job.kind === 'download') return downloads.some((one) => one.id === job.id && !isTaken(one));
    return goesOn(job) && long.has(job.id);
  };
  return jobs.filter(isShown).sort((a, b) => Number(b.kind === 'apply') - Number(a.kind === 'apply'));
}

/** Those of them that were there a while ago already. */
function useLasting(ids: readonly string[]): ReadonlySet<string> {
  const [lasting, setLasting] = useState<ReadonlySet<string>>(new Set());
  const now = ids.join(' ');
  useEffect(() => {
    const timer = setTimeout(() => setLasting(new Set(now.split(' '))), SHORT_MS);
    return () => clearTimeout(timer);
  }, [now]);
  return lasting;
}

function summaryOf(shown: readonly Job[]): string {
  const downloads = shown.filter(({ kind }) => kind === 'download').length;
  const count =
    downloads === shown.length
      ? counted(downloads, '{count} download', '{count} downloads')
      : counted(shown.length, '{count} job', '{count} jobs');
  const part = partOf(shown);
  return part === null ? count : `${count} · ${formatPart(part)}`;
}

function JobLine({ job }: { readonly job: Job }) {
  const download = useStore((state) => state.downloads.find(({ id }) => id === job.id) ?? null);
  if (job.kind === 'apply') return <ApplyLine job={job} />;
  if (download !== null) return <DownloadLine download={download} />;
  return <OtherLine job={job} />;
}

function ApplyLine({ job }: { readonly job: Job }) {
  const operation = useStore((state) => (state.operation?.id === job.id ? state.operation : null));
  return (
    <li className="job" aria-live="polite">
      {operation === null ? (
        <strong className="job-text">{say(job.title)}</strong>
      ) : (
        <StepProgress operation={operation} />
      )}
      {job.canCancel ? <StopButton job={job} /> : <span className="muted">{t('Stops after this step')}</span>}
    </li>
  );
}

function StopButton({ job }: { readonly job: Job }) {
  const stop = useStore((state) => state.stopJob);
  return <Button onPress={() => inBackground(stop(job.id))}>{t('Stop after this step')}</Button>;
}

function OtherLine({ job }: { readonly job: Job }) {
  const stop = useStore((state) => state.stopJob);
  const text = textOf(job);
  return (
    <li className="job">
      <div className="job-text">
        <span className="job-name">{text}</span>
      </div>
      <Progress label={text} part={job.progress} />
      {job.canCancel ? (
        <Button look="quiet" aria-label={t('Stop: {what}', { what: text })} onPress={() => inBackground(stop(job.id))}>
          <X aria-hidden size={15} />
        </Button>
      ) : null}
    </li>
  );
}

function textOf({ kind, title }: Job): string {
  const name = say(title);
  switch (kind) {
    case 'refresh':
      return t('Reading the list of {name}', { name });
    case 'check':
      return t('Checking for updates');
    case 'verify':
      return t('Verifying {name}', { name });
    case 'examine':
      return t('Examining {name}', { name });
    case 'apply':
    case 'download':
      return name;
  }
}
