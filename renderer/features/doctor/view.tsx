import { RefreshCw, ShieldCheck, TriangleAlert, VolumeX } from 'lucide-react';
import { useRef, useState } from 'react';
import { say } from '../../../shared/messages/say.ts';
import { counted, t } from '../../../shared/messages/translate.ts';
import type { DoctorItem, DoctorReport } from '../../../shared/model/doctor.ts';
import { obstacleTo, runCommand } from '../../commands/run.ts';
import { Button } from '../../components/button.tsx';
import { EmptyView } from '../../components/empty-view.tsx';
import { Notice } from '../../components/notice.tsx';
import { OneOf } from '../../components/one-of.tsx';
import { Skeleton } from '../../components/skeleton.tsx';
import { ViewHeader } from '../../components/view-header.tsx';
import { shownLocale } from '../../format.ts';
import { focusOn } from '../../shell/focus-on.ts';
import type { Checkup } from '../../state/doctor-slice.ts';
import { useStore } from '../../state/store.ts';
import { CopyReport } from './copy-report.tsx';
import { ItemList } from './item-list.tsx';
import { lookedAt, lookLine } from './looked-at.ts';
import { openIn, silencedIn } from './parts.ts';
import { PassedList } from './passed-list.tsx';
import { SilenceDialog } from './silence-dialog.tsx';
import { UnreadList } from './unread-list.tsx';
import './view.css';

type Part = 'open' | 'silenced' | 'passed';

/** Everything that is wrong with the host, by all rules, with the way out. */
export function DoctorView() {
  const checkup = useStore((state) => state.checkup);
  const cannot = useStore((state) => obstacleTo('look-over', state));
  const report = checkup?.report ?? null;
  return (
    <>
      <ViewHeader title={t('Doctor')}>
        {report === null ? null : <CopyReport />}
        <Button isDisabled={cannot !== null} onPress={() => runCommand('look-over')}>
          <RefreshCw aria-hidden size={14} /> {t('Check again')}
        </Button>
      </ViewHeader>
      {checkup === null || (report === null && checkup.problem === null) ? (
        <Skeleton waitsFor={t('The host is being looked over.')} onAgain={() => runCommand('look-over')} />
      ) : report === null ? (
        <EmptyView
          icon={TriangleAlert}
          title={t('The host could not be looked over')}
          actions={
            <Button look="primary" onPress={() => runCommand('look-over')}>
              {t('Try again')}
            </Button>
          }
        >
          {checkup.problem === null ? null : say(checkup.problem)}
        </EmptyView>
      ) : (
        <Report checkup={checkup} report={report} />
      )}
    </>
  );
}

function Report({ checkup, report }: { readonly checkup: Checkup; readonly report: DoctorReport }) {
  const revision = useStore((state) => state.snapshot?.revision ?? 0);
  const isLooking = useStore((state) => state.isLookingOver);
  const [part, setPart] = useState<Part>('open');
  const [asking, setAsking] = useState<DoctorItem | null>(null);
  const list = useRef<HTMLDivElement>(null);
  const [open, silenced] = [openIn(report), silencedIn(report)];
  const isOld = checkup.problem !== null || (checkup.revision !== revision && !isLooking);
  const figure = (count: number) => count.toLocaleString(shownLocale());
  const endAsking = () => {
    setAsking(null);
    // The button that asked is gone with its row.
    focusOn(() => list.current);
  };
  const rows = (items: readonly DoctorItem[], label: string) => (
    <ItemList key={label} items={items} label={label} onSilence={setAsking} />
  );
  return (
    <div className="checkup-view">
      <div className="checkup-head">
        <OneOf
          look="chips"
          label={t('Show')}
          options={[
            ['open', t('Open {count}', { count: figure(open.length) })],
            ['silenced', t('Silenced {count}', { count: figure(silenced.length) })],
            ['passed', t('Passed {count}', { count: figure(report.passed.length) })],
          ]}
          chosen={part}
          onChoose={setPart}
        />
        <span className="checkup-looked muted" role="status">
          {lookLine(report, isOld)}
        </span>
      </div>
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls has to be reached by keyboard */}
      {/* biome-ignore lint/a11y/useSemanticElements: this is no part of a form */}
      <div className="checkup" ref={list} tabIndex={0} role="group" aria-label={t('Findings')}>
        {checkup.problem === null ? null : (
          <Notice kind="warning" title={t('The host could not be looked over again')}>
            {say(checkup.problem)}
          </Notice>
        )}
        {part === 'open' ? (
          <>
            {open.length > 0 ? rows(open, t('What is wrong')) : <Nothing report={report} silenced={silenced.length} />}
            <UnreadList unread={report.unread} />
          </>
        ) : part === 'silenced' ? (
          silenced.length > 0 ? (
            rows(silenced, t('What is silenced'))
          ) : (
            <EmptyView icon={VolumeX} title={t('Nothing is silenced')}>
              {t('What you know of and do not want to hear of again can be silenced, with a reason.')}
            </EmptyView>
          )
        ) : (
          <PassedList passed={report.passed} />
        )}
      </div>
      <SilenceDialog item={asking} onClose={() => setAsking(null)} onSilenced={endAsking} />
    </div>
  );
}

/** Says no more than is known: of what could not be looked at nobody knows whether it is well. */
function Nothing({ report, silenced }: { readonly report: DoctorReport; readonly silenced: number }) {
  const isAllKnown = report.unread.length === 0;
  return (
    <EmptyView
      icon={ShieldCheck}
      title={isAllKnown && silenced === 0 ? t('Nothing is wrong') : t('Nothing else is wrong')}
    >
      {t('Looked at {what}.', { what: lookedAt(report.looked) })}{' '}
      {silenced === 0 ? null : counted(silenced, '{count} finding is silenced.', '{count} findings are silenced.')}
    </EmptyView>
  );
}
