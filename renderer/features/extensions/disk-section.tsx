import { useRef, useState } from 'react';
import type { Message } from '../../../shared/messages/message.ts';
import { say } from '../../../shared/messages/say.ts';
import { t } from '../../../shared/messages/translate.ts';
import type { DiskInfo, VerityProgress } from '../../../shared/model/inspection.ts';
import { Button } from '../../components/button.tsx';
import { Notice } from '../../components/notice.tsx';
import { Pill } from '../../components/pill.tsx';
import { Line, Section } from '../../components/section.tsx';
import { useExtensionCall, useOwnKey } from '../../components/use-call.ts';
import { formatBytes } from '../../format.ts';
import { reportOf } from '../../report.ts';
import { inBackground } from '../../state/in-background.ts';
import { client, shownHost } from '../../state/store.ts';

/** The partitions of a disk image, and what vouches for them. */
export function DiskSection({ id }: { readonly id: string }) {
  const { value } = useExtensionCall(id, useOwnKey(id), (current, of) => current.extensions.disk(of));
  if (value === null) return null;
  return (
    <>
      <Section title={t('Partitions')} aside={value.partitions.length}>
        {value.partitions.map(({ number, typeName, label, size, used }) => (
          <Line
            key={number}
            label={
              <>
                {typeName} <span className="muted">{label === typeName ? '' : label}</span>
              </>
            }
          >
            {used ? <span className="good">{t('used')}</span> : <span className="muted">{t('not used')}</span>} ·{' '}
            {formatBytes(size)}
          </Line>
        ))}
      </Section>
      {value.verity.length === 0 ? null : <VeritySection id={id} verity={value.verity} />}
    </>
  );
}

function VeritySection({ id, verity }: { readonly id: string; readonly verity: DiskInfo['verity'] }) {
  const [progress, setProgress] = useState<VerityProgress | null>(null);
  const [problem, setProblem] = useState<Message | null>(null);
  const stop = useRef<AbortController | null>(null);
  const checkHashes = async () => {
    const abort = new AbortController();
    stop.current = abort;
    setProblem(null);
    setProgress({ done: 0, total: 1, intact: null, failure: null });
    try {
      for await (const step of await client().extensions.verify({ host: shownHost(), id }, { signal: abort.signal }))
        setProgress(step);
    } catch (error) {
      setProgress(null);
      if (!abort.signal.aborted) setProblem(reportOf(error).message);
    } finally {
      stop.current = null;
    }
  };
  const running = progress !== null && progress.intact === null;
  return (
    <Section title="dm-verity">
      {verity.map(({ of, algorithm, rootHash, matches, signature }) => (
        <div key={of}>
          <Line label={t('Root hash of {part}, {algorithm}', { part: of, algorithm })}>
            <Pill kind={matches ? 'good' : 'bad'}>{matches ? t('matches its tree') : t('does not match')}</Pill>
          </Line>
          <p className="mono selectable details-path">{rootHash}</p>
          <Line label={t('Signature')}>
            {signature === null ? (
              <span className="muted">{t('none')}</span>
            ) : (
              (signature.subject ?? t('by a certificate that is not inside'))
            )}
          </Line>
          {signature?.certificateFingerprint ? (
            <p className="mono selectable details-path">{signature.certificateFingerprint}</p>
          ) : null}
        </div>
      ))}
      <div className="details-actions">
        {running ? (
          <>
            <progress max={progress.total} value={progress.done} aria-label={t('Checked')} />
            <Button onPress={() => stop.current?.abort()}>{t('Cancel')}</Button>
          </>
        ) : (
          <Button onPress={() => inBackground(checkHashes())}>{t('Check every block')}</Button>
        )}
      </div>
      <div aria-live="polite" className="verity-result">
        {progress?.intact === true ? (
          <Notice kind="good">{t('Every block is what its root hash stands for.')}</Notice>
        ) : null}
        {progress?.intact === false ? (
          <Notice kind="bad" title={t('It is damaged.')}>
            {progress.failure === null ? null : say(progress.failure)}
          </Notice>
        ) : null}
        {problem === null ? null : <Notice kind="bad">{say(problem)}</Notice>}
      </div>
    </Section>
  );
}
