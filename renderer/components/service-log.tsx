import { useEffect, useState } from 'react';
import type { Message } from '../../shared/messages/message.ts';
import { say } from '../../shared/messages/say.ts';
import { t } from '../../shared/messages/translate.ts';
import { visibleText } from '../../shared/messages/visible.ts';
import type { ServiceLog as Log } from '../../shared/model/service.ts';
import { formatMoment } from '../format.ts';
import { reportOf } from '../report.ts';
import { client, shownHost, useStore } from '../state/store.ts';
import { Button } from './button.tsx';

/** From this priority on a line is an error (syslog(3): err is 3). */
const ERROR = 3;

/** The last lines of the journal on a unit; read when it is opened, whenever its state changes, and when asked to. */
export function ServiceLog({ id, unit }: { readonly id: string; readonly unit: string }) {
  const [log, setLog] = useState<Log | null>(null);
  const [problem, setProblem] = useState<Message | null>(null);
  const [times, setTimes] = useState(0);
  const report = useStore((state) => state.services);
  // biome-ignore lint/correctness/useExhaustiveDependencies: another state, or another wish, is a new question
  useEffect(() => {
    let current = true;
    client()
      .services.log({ host: shownHost(), unit })
      .then((read) => {
        if (!current) return;
        setLog(read);
        setProblem(null);
      })
      .catch((error: unknown) => current && setProblem(reportOf(error).message));
    return () => {
      current = false;
    };
  }, [unit, report, times]);
  const trouble = problem ?? log?.problem ?? null;
  return (
    <section id={id} className="service-log" aria-label={t('Log of {unit}', { unit: visibleText(unit) })}>
      {trouble === null ? null : <p className="service-log-note muted">{say(trouble)}</p>}
      {log === null && problem === null ? <p className="service-log-note muted">{t('Reading the journal…')}</p> : null}
      {log !== null && log.lines.length === 0 && trouble === null ? (
        <p className="service-log-note muted">{t('Nothing in the journal.')}</p>
      ) : null}
      {log === null || log.lines.length === 0 ? null : (
        // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls has to be reached by keyboard
        <div className="service-log-lines selectable" tabIndex={0} role="log" aria-live="off">
          {numbered(log.lines).map(({ at, who, text, priority, number }) => (
            <div key={number} className={priority !== null && priority <= ERROR ? 'service-log-error' : undefined}>
              <span className="muted">{formatMoment(at)}</span> <span className="muted">{who}:</span> <bdi>{text}</bdi>
            </div>
          ))}
        </div>
      )}
      <Button look="quiet" onPress={() => setTimes(times + 1)}>
        {t('Read again')}
      </Button>
    </section>
  );
}

const numbered = (lines: Log['lines']) => lines.map((line, number) => ({ ...line, number }));
