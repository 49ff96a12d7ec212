import { useState } from 'react';
import { say } from '../../../shared/messages/say.ts';
import { t } from '../../../shared/messages/translate.ts';
import type { DoctorItem } from '../../../shared/model/doctor.ts';
import { Button } from '../../components/button.tsx';
import { Field } from '../../components/field.tsx';
import { Modal } from '../../components/modal.tsx';
import { Notice } from '../../components/notice.tsx';
import { reportOf } from '../../report.ts';
import { useStore } from '../../state/store.ts';

/** As many characters as the core takes of a reason. */
const LONGEST = 200;

/** Asks why a finding is not to count. */
export function SilenceDialog({
  item,
  ...props
}: {
  /** null while nothing is asked. */
  readonly item: DoctorItem | null;
  readonly onClose: () => void;
  /** Instead of that where it is silenced, which takes its row away. */
  readonly onSilenced: () => void;
}) {
  return item === null ? null : <Asking key={item.key} item={item} {...props} />;
}

function Asking({
  item,
  onClose,
  onSilenced,
}: {
  readonly item: DoctorItem;
  readonly onClose: () => void;
  readonly onSilenced: () => void;
}) {
  const silence = useStore((state) => state.silence);
  const [reason, setReason] = useState('');
  const [problem, setProblem] = useState<string | null>(null);
  const canSilence = reason.trim() !== '';
  const submit = () => {
    if (!canSilence) return;
    silence(item, reason).then(onSilenced, (error: unknown) => setProblem(say(reportOf(error).message)));
  };
  return (
    <Modal
      title={t('Silence this?')}
      subtitle={say(item.diagnosis.message)}
      isOpen
      onClose={onClose}
      actions={
        <>
          <Button onPress={onClose}>{t('Cancel')}</Button>
          <Button look="primary" isDisabled={!canSilence} onPress={submit}>
            {t('Silence')}
          </Button>
        </>
      }
    >
      <form
        onSubmit={(event) => {
          event.preventDefault();
          submit();
        }}
      >
        <Field
          label={t('Why you do not want to hear of it')}
          value={reason}
          autoFocus
          onChange={(text) => setReason(text.slice(0, LONGEST))}
        />
      </form>
      <p className="muted">
        {t('It stays as it is, and is not counted any more on this host until you have it counted again.')}
      </p>
      {problem === null ? null : <Notice kind="bad">{problem}</Notice>}
    </Modal>
  );
}
