import { ChevronDown, ChevronUp, X } from 'lucide-react';
import { useEffect, useState } from 'react';
import { say } from '../../shared/messages/say.ts';
import { counted, t } from '../../shared/messages/translate.ts';
import type { Job } from '../../shared/model/job.ts';
import { Button } from '../components/button.tsx';
import { Progress } from '../components/progress.tsx';
import { StepProgress } from '../components/step-progress.tsx';
import { formatPart } from '../format.ts';
import { inBackground } from '../state/in-background.ts';
import { goesOn, partOf } from '../state/job-slice.ts';
import { useStore } from '../state/store.ts';
import './jobs-bar.css';

/** Shorter work is over before one could read of it. */
const SHORT_MS = 1000;

/** Everything long that goes on, in every view, with what can be done about each. */
export function JobsBar() {
  const shown = useShownJobs();
  const folded = useStore((state) => state.jobsFolded);
  const setView = useStore((state) => state.setView);
  if (shown.length === 0) return null;
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

/** Downloads stand in a list, and what the Doctor looks at, mostly unasked, and hosts that are read in their views. */
const HAS_OWN_PLACE: readonly Job['kind'][] = ['download', 'doctor', 'fleet'];

/** What is applied comes first; what ended is told elsewhere. */
function useShownJobs(): readonly Job[] {
  const jobs = useStore((state) => state.jobs);
  const view = useStore((state) => state.view);
  // What is built stands in its own view, and here as long as another one is shown.
  const isElsewhere = ({ kind }: Job) => HAS_OWN_PLACE.includes(kind) || kind === view;
  const quick = jobs.filter((job) => goesOn(job) && job.kind !== 'apply' && !isElsewhere(job));
  const long = useLasting(quick.map(({ id }) => id));
  const isShown = (job: Job) => goesOn(job) && !isElsewhere(job) && (job.kind === 'apply' || long.has(job.id));
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
  const count = counted(shown.length, '{count} job', '{count} jobs');
  const part = partOf(shown);
  return part === null ? count : `${count} · ${formatPart(part)}`;
}

function JobLine({ job }: { readonly job: Job }) {
  return job.kind === 'apply' ? <ApplyLine job={job} /> : <OtherLine job={job} />;
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
    case 'doctor':
      return t('Looking for what is wrong');
    case 'build':
      return t('Building {name}', { name });
    case 'apply':
    case 'download':
    case 'fleet':
    case 'change-hosts':
      return name;
  }
}
