import { CircleX, Info, TriangleAlert } from 'lucide-react';
import { useId, useState } from 'react';
import { isRename } from '../../../shared/changes/rename.ts';
import { disableFix } from '../../../shared/diagnosis/disable-fix.ts';
import { unfitName } from '../../../shared/doctor/builds.ts';
import { say } from '../../../shared/messages/say.ts';
import { t } from '../../../shared/messages/translate.ts';
import { visibleText } from '../../../shared/messages/visible.ts';
import type { DoctorItem } from '../../../shared/model/doctor.ts';
import { Button } from '../../components/button.tsx';
import { reasonOf } from '../../components/diagnosis-notice.tsx';
import { FindingPage } from '../../components/finding-page.tsx';
import { FixButton } from '../../components/fix-button.tsx';
import { formatTime } from '../../format.ts';
import { showInCatalog } from '../../shell/show-in-catalog.ts';
import { inBackground } from '../../state/in-background.ts';
import { store, useStore } from '../../state/store.ts';
import { About } from './about.tsx';
import { Proofs } from './proofs.tsx';

const SIGNS = { danger: CircleX, warning: TriangleAlert, note: Info };

/** One finding of one subject: what is so, why, where it is seen, and what can be done about it. */
export function ItemRow({
  item,
  onSilence,
}: {
  readonly item: DoctorItem;
  readonly onSilence: (item: DoctorItem) => void;
}) {
  const { diagnosis, silenced, key } = item;
  const { severity, message, fix, subject } = diagnosis;
  const [isExplained, setExplained] = useState(false);
  const page = useId();
  const Sign = SIGNS[severity];
  const title = say(message);
  const reasons = reasonOf(diagnosis).join(' ');
  return (
    <li className="checkup-item">
      <span className={`checkup-sign checkup-${severity}`} role="img" aria-label={severityWord(severity)}>
        <Sign aria-hidden size={18} strokeWidth={1.8} />
      </span>
      <div className="checkup-text">
        <strong className="checkup-title selectable">{title}</strong>{' '}
        <About subject={subject} said={`${title} ${reasons}`} />
        {reasons === '' ? null : <p className="muted selectable">{reasons}</p>}
        <Proofs item={item} said={`${title} ${reasons}`} />
        {silenced === null ? null : (
          <p className="checkup-silence selectable">
            {t('Silenced {time}: {reason}', { time: formatTime(silenced.at), reason: silenced.reason })}
          </p>
        )}
      </div>
      <div className="checkup-actions">
        <FixButton fix={fix} />
        <OtherWay item={item} />
        <Button
          look="quiet"
          aria-label={t('Explain: {what}', { what: title })}
          aria-expanded={isExplained}
          {...(isExplained ? { 'aria-controls': page } : {})}
          onPress={() => setExplained(!isExplained)}
        >
          {t('Explain')}
        </Button>
        {silenced === null ? (
          <Button look="quiet" aria-label={t('Silence: {what}', { what: title })} onPress={() => onSilence(item)}>
            {t('Silence…')}
          </Button>
        ) : (
          <Button
            look="quiet"
            aria-label={t('Count again: {what}', { what: title })}
            onPress={() => inBackground(store.getState().unsilence(key))}
          >
            {t('Count it again')}
          </Button>
        )}
      </div>
      {isExplained ? (
        <div className="checkup-page" id={page}>
          <FindingPage id={diagnosis.id} />
          <p className="muted mono selectable">{visibleText(diagnosis.id)}</p>
        </div>
      ) : null}
    </li>
  );
}

/** What else leads out of it: a build that fits, where a remote has one, and that a misnamed image is left out. */
function OtherWay({ item: { diagnosis, builds } }: { readonly item: DoctorItem }) {
  const { subject, fix } = diagnosis;
  const entry = useStore(({ snapshot }) =>
    subject.kind === 'entry' && fix?.changes.some(isRename) === true
      ? snapshot?.extensions.find(({ path }) => path === subject.path)
      : undefined,
  );
  if (entry !== undefined) return <FixButton fix={disableFix(entry)} />;
  const name = unfitName(diagnosis);
  if (name === null || builds.length === 0) return null;
  return (
    <Button aria-label={t('Find a build of {name} that fits', { name })} onPress={() => showInCatalog(name)}>
      {t('Find a build…')}
    </Button>
  );
}

const severityWord = (severity: DoctorItem['diagnosis']['severity']): string =>
  ({ danger: t('Danger'), warning: t('Warning'), note: t('Note') })[severity];
