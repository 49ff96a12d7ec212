import { X } from 'lucide-react';
import type { ReactNode } from 'react';
import { say } from '../../../shared/messages/say.ts';
import { counted, t } from '../../../shared/messages/translate.ts';
import type { Examined, Impact } from '../../../shared/model/inspected-image.ts';
import { Button } from '../../components/button.tsx';
import { Comparison, releaseFileOf } from '../../components/comparison.tsx';
import { DiagnosisList } from '../../components/diagnosis-list.tsx';
import { Notice } from '../../components/notice.tsx';
import { Pill } from '../../components/pill.tsx';
import { formatBytes, formatPart } from '../../format.ts';
import { type Arrival, isImage } from '../../state/install-slice.ts';
import { useStore } from '../../state/store.ts';
import './arrival-card.css';
import { Name } from '../../components/name.tsx';

interface Props {
  readonly arrival: Arrival;
  /** The title of the sheet names it already. */
  readonly isAlone: boolean;
  readonly isRepeated: boolean;
}

/** One file: on its way, what it is, or why it is nothing to install. */
export function ArrivalCard({ arrival, isAlone, isRepeated }: Props) {
  const takeAway = useStore((state) => state.takeAway);
  const { key, label, examined } = arrival;
  const inspected = examined?.inspected ?? null;
  const size = inspected === null ? null : formatBytes(inspected.size);
  return (
    <section className={isAlone ? 'arrival' : 'arrival arrival-framed'} aria-label={label}>
      <header className="arrival-head">
        <div className="arrival-name selectable">
          {isAlone || inspected === null || !isImage(inspected) ? null : (
            <strong>
              <Name>{inspected.name}</Name> {inspected.version}
            </strong>
          )}
          {isAlone && inspected === null ? null : (
            <span className="muted">{[label, size].filter(Boolean).join(' · ')}</span>
          )}
        </div>
        {isAlone ? null : (
          <Button look="quiet" aria-label={t('Leave out {name}', { name: label })} onPress={() => takeAway(key)}>
            <X aria-hidden size={16} />
          </Button>
        )}
      </header>
      <Progress arrival={arrival} />
      {arrival.problem === null ? null : (
        <Notice kind="bad" title={t('It cannot be installed.')}>
          {say(arrival.problem.message)} {arrival.problem.nextStep === null ? null : say(arrival.problem.nextStep)}
        </Notice>
      )}
      {examined === null ? null : <Facts examined={examined} isOpen={isAlone} isRepeated={isRepeated} />}
    </section>
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

function Facts({
  examined,
  isOpen,
  isRepeated,
}: {
  readonly examined: Examined;
  readonly isOpen: boolean;
  readonly isRepeated: boolean;
}) {
  const { inspected, impact } = examined;
  const { name, renamedFrom, form, compression, sha256, verdict, units, source, path } = inspected;
  if (!isImage(inspected)) {
    return (
      <Notice kind="bad" title={t('It cannot be installed.')}>
        {say(verdict.message)}
      </Notice>
    );
  }
  const facts = (
    <>
      {verdict.compatible === false ? (
        <Comparison verdict={verdict} releaseFile={releaseFileOf(name, verdict)} />
      ) : null}
      <Fact label={t('Format')}>
        {[
          compression === null ? form : `${form}, ${compression}`,
          counted(impact.files, '{count} file', '{count} files'),
          source === path ? null : t('packed from the folder, as root’s and without setuid'),
        ]
          .filter(Boolean)
          .join(' · ')}
      </Fact>
      <Fact label={t('Signature')}>{signatureText(impact)}</Fact>
      <Fact label="SHA-256">
        <span className="mono arrival-hash">{sha256}</span>
      </Fact>
      <Fact label={t('Name')}>
        {renamedFrom === null
          ? name
          : t('{name}, from its release file; the file is called {file}', { name, file: renamedFrom })}
      </Fact>
      <Fact label={t('Replaces')}>{replacesText(impact)}</Fact>
      <Fact label={t('Brings')}>{units.length === 0 ? t('no services') : units.join(', ')}</Fact>
      <Fact label={t('Overrides')}>{sharedText(impact)}</Fact>
      {impact.findings.length === 0 ? null : (
        <Fact label={t('Worth knowing')}>
          <DiagnosisList diagnoses={impact.findings.slice(0, MOST_FINDINGS)} />
          {impact.findings.length > MOST_FINDINGS
            ? counted(impact.findings.length - MOST_FINDINGS, 'and {count} more', 'and {count} more')
            : null}
        </Fact>
      )}
    </>
  );
  const goesOn = impact.replaces?.goesOn === true ? impact.replaces.path : null;
  return (
    <div className="arrival-facts">
      <Fact label={t('Compatibility')}>
        <VerdictPill compatible={verdict.compatible} /> {say(verdict.message)}
      </Fact>
      {isRepeated ? (
        <Notice kind="warning" title={t('Another file here is {name} as well.', { name })}>
          {t('Only one version can be current, so this one is left out.')}
        </Notice>
      ) : null}
      {inspected.blocksMergeBecause === null ? null : (
        <Notice kind="bad" title={t('Every merge would fail, so it cannot be installed.')}>
          {say(inspected.blocksMergeBecause)}
        </Notice>
      )}
      {goesOn === null ? null : (
        <Notice kind="warning" title={t('It would have no effect yet.')}>
          {t('{path} lies in a higher directory and goes on counting.', { path: goesOn })}
        </Notice>
      )}
      {isOpen ? (
        facts
      ) : (
        <details>
          <summary>{t('Details')}</summary>
          {facts}
        </details>
      )}
    </div>
  );
}

const MOST_FINDINGS = 5;

function VerdictPill({ compatible }: { readonly compatible: boolean | null }) {
  if (compatible === null) return <Pill kind="unknown">{t('Unknown')}</Pill>;
  return compatible ? <Pill kind="good">{t('Fits this host')}</Pill> : <Pill kind="bad">{t('Incompatible')}</Pill>;
}

function Fact({ label, children }: { readonly label: string; readonly children: ReactNode }) {
  return (
    <div className="arrival-fact">
      <span className="muted">{label}</span>
      <div className="selectable">{children}</div>
    </div>
  );
}

function signatureText({ signature }: Impact): string {
  if (signature === null) return t('not signed: nothing but the checksum tells who made it');
  return signature.subject === null
    ? t('signed, by a certificate that is not inside')
    : t('signed by {subject}', { subject: signature.subject });
}

function replacesText({ replaces }: Impact): string {
  if (replaces === null) return t('nothing');
  const what = replaces.version ?? replaces.path;
  return replaces.isKept
    ? t('{what}, kept for rollback', { what })
    : t('{what} counts until then', { what: replaces.path });
}

function sharedText({ overrides, hiddenBy, problem }: Impact): string {
  const parts = [
    ...overrides.map(({ name, files }) =>
      name === 'base'
        ? counted(files, '{count} file of the system', '{count} files of the system')
        : `${counted(files, '{count} file', '{count} files')} ${t('of {name}', { name })}`,
    ),
    ...hiddenBy.map(
      ({ name, files }) => `${counted(files, '{count} file', '{count} files')} ${t('hidden by {name}', { name })}`,
    ),
    ...(problem === null ? [] : [say(problem)]),
  ];
  return parts.join(' · ') || t('nothing');
}
