import { ChevronDown, ChevronRight, X } from 'lucide-react';
import { useState } from 'react';
import { say } from '../../../shared/messages/say.ts';
import { t } from '../../../shared/messages/translate.ts';
import type { Examined } from '../../../shared/model/inspected-image.ts';
import { Button } from '../../components/button.tsx';
import { Comparison, releaseFileOf } from '../../components/comparison.tsx';
import { Name } from '../../components/name.tsx';
import { Notice } from '../../components/notice.tsx';
import { Tile } from '../../components/tile.tsx';
import { formatBytes, formatPart } from '../../format.ts';
import { type Arrival, isImage } from '../../state/arrivals.ts';
import { useStore } from '../../state/store.ts';
import { ArrivalFacts } from './arrival-facts.tsx';
import './arrival-card.css';

interface Props {
  readonly arrival: Arrival;
  /** The title of the sheet names it already. */
  readonly isAlone: boolean;
  readonly isRepeated: boolean;
}

/** One file: on its way, what it is, or why it is nothing to install. */
export function ArrivalCard({ arrival, isAlone, isRepeated }: Props) {
  const { label, examined, problem } = arrival;
  const isNothing = examined !== null && !isImage(examined.inspected);
  return (
    <section className={isAlone ? 'arrival' : 'arrival arrival-framed'} aria-label={label}>
      {isAlone ? null : <Head arrival={arrival} />}
      <Progress arrival={arrival} />
      {problem === null ? null : (
        <Notice kind="bad" title={t('It cannot be installed.')}>
          {say(problem.message)} {problem.nextStep === null ? null : say(problem.nextStep)}
        </Notice>
      )}
      {isNothing ? (
        <Notice kind="bad" title={t('It cannot be installed.')}>
          {say(examined.inspected.verdict.message)}
        </Notice>
      ) : null}
      {examined === null || isNothing ? null : (
        <What examined={examined} arrival={arrival} isAlone={isAlone} isRepeated={isRepeated} />
      )}
    </section>
  );
}

function Head({ arrival: { key, label, examined } }: Pick<Props, 'arrival'>) {
  const takeAway = useStore((state) => state.takeAway);
  const inspected = examined?.inspected ?? null;
  const shown = inspected !== null && isImage(inspected) ? inspected : null;
  const line = [shown?.description, label, inspected === null ? null : formatBytes(inspected.size)];
  return (
    <header className="arrival-head">
      {shown === null ? null : <Tile name={shown.name} class={shown.class} />}
      <div className="arrival-name selectable">
        {shown === null ? null : (
          <strong>
            <Name>{shown.name}</Name> {shown.version}
          </strong>
        )}
        <span className="muted">{line.filter(Boolean).join(' · ')}</span>
      </div>
      <Button look="quiet" aria-label={t('Leave out {name}', { name: label })} onPress={() => takeAway(key)}>
        <X aria-hidden size={16} />
      </Button>
    </header>
  );
}

function Progress({ arrival: { status, sent, label } }: { readonly arrival: Arrival }) {
  switch (status) {
    case 'waiting':
      return <p className="muted">{t('Waiting…')}</p>;
    case 'sending':
      return (
        <div className="arrival-progress">
          <progress value={sent} max={1} aria-label={t('Sending {name}', { name: label })} />
          <span className="muted">{t('Sending, {part}', { part: formatPart(sent) })}</span>
        </div>
      );
    case 'looking':
      return (
        <div className="arrival-progress arrival-late">
          <progress aria-label={t('Looking at {name}', { name: label })} />
          <span className="muted">{t('Reading it and taking its checksum…')}</span>
        </div>
      );
    default:
      return null;
  }
}

/** Whether it fits and what stands in its way; all else unfolds where there are several. */
function What({ examined, arrival, isAlone, isRepeated }: Props & { readonly examined: Examined }) {
  const [isOpen, setOpen] = useState(false);
  const { inspected, impact } = examined;
  const { name, verdict, blocksMergeBecause } = inspected;
  const goesOn = impact.replaces?.goesOn === true ? impact.replaces.path : null;
  const { compatible } = verdict;
  return (
    <div className="arrival-what">
      <Notice
        kind={compatible === null ? 'neutral' : compatible ? 'good' : 'bad'}
        title={
          compatible === null
            ? t('Whether it fits is not known')
            : compatible
              ? t('Fits this host')
              : t('Does not fit this host')
        }
      >
        {say(verdict.message)}
        {compatible === false ? ` ${t('It can be installed and is left out of merges until it fits.')}` : null}
      </Notice>
      {isRepeated ? (
        <Notice kind="warning" title={t('Another file here is {name} as well.', { name })}>
          {t('Only one version can be current, so this one is left out.')}
        </Notice>
      ) : null}
      {blocksMergeBecause === null ? null : (
        <Notice kind="bad" title={t('Every merge would fail, so it cannot be installed.')}>
          {say(blocksMergeBecause)}
        </Notice>
      )}
      {goesOn === null ? null : (
        <Notice kind="warning" title={t('It would have no effect yet.')}>
          {t('{path} lies in a higher directory and goes on counting.', { path: goesOn })}
        </Notice>
      )}
      {isAlone ? null : (
        <Button look="quiet" aria-expanded={isOpen} onPress={() => setOpen(!isOpen)}>
          {isOpen ? <ChevronDown aria-hidden size={15} /> : <ChevronRight aria-hidden size={15} />} {t('Details')}
        </Button>
      )}
      {isAlone || isOpen ? (
        <>
          {compatible === false ? <Comparison verdict={verdict} releaseFile={releaseFileOf(name, verdict)} /> : null}
          <ArrivalFacts examined={examined} arrival={arrival} />
        </>
      ) : null}
    </div>
  );
}
