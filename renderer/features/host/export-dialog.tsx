import { useState } from 'react';
import { EXPORT_FORMATS, type ExportFormat } from '../../../shared/declared/formats.ts';
import { say } from '../../../shared/messages/say.ts';
import { t } from '../../../shared/messages/translate.ts';
import { Button } from '../../components/button.tsx';
import { Modal } from '../../components/modal.tsx';
import { Notice } from '../../components/notice.tsx';
import { OneOf } from '../../components/one-of.tsx';
import { ReasonedButton } from '../../components/reasoned-button.tsx';
import { saveText } from '../../components/save-text.ts';
import { Skeleton } from '../../components/skeleton.tsx';
import { useCall, useRevision } from '../../components/use-call.ts';
import { WrittenText } from '../../components/written-text.tsx';
import { inBackground } from '../../state/in-background.ts';
import { notKnownOverSsh, useOverSsh } from '../../state/over-ssh.ts';

/** What each is called by those who use it, and the file that it is kept in. */
const FORMATS = {
  veneer: ['veneer.yaml', 'veneer.yaml'],
  'butane-flatcar': ['Butane (Flatcar)', 'host.bu'],
  'butane-fcos': ['Butane (Fedora CoreOS)', 'host.bu'],
  ignition: ['Ignition', 'host.ign'],
  ansible: ['Ansible', 'host-playbook.yaml'],
  shell: ['Shell', 'host.sh'],
} as const satisfies Readonly<Record<ExportFormat, readonly [name: string, file: string]>>;

/** Opens the host as a file, for another one. */
export function ExportButton() {
  const isFarAway = useOverSsh();
  const [isOpen, setOpen] = useState(false);
  return (
    <>
      <ReasonedButton why={isFarAway ? notKnownOverSsh() : null} isBusy={false} onPress={() => setOpen(true)}>
        {t('Export…')}
      </ReasonedButton>
      {isOpen ? <ExportDialog onClose={() => setOpen(false)} /> : null}
    </>
  );
}

function ExportDialog({ onClose }: { readonly onClose: () => void }) {
  const [format, setFormat] = useState<ExportFormat>('veneer');
  const [copied, setCopied] = useState<string | null>(null);
  const revision = useRevision();
  const { value: answer, problem } = useCall(`${format} ${revision}`, async (api, of) => ({
    ...(await api.declared.export({ ...of, format })),
    format,
  }));
  // Until the answer comes that was asked for, the one before is there.
  const value = answer?.format === format ? answer : null;
  const text = value?.text ?? '';
  const copy = async () => {
    await navigator.clipboard.writeText(text);
    setCopied(text);
  };
  return (
    <Modal
      title={t('Export this host')}
      subtitle={t('A file that makes another host so.')}
      isOpen
      isWide
      onClose={onClose}
      actions={
        <>
          <Button onPress={onClose}>{t('Close')}</Button>
          <Button isDisabled={value === null} onPress={() => inBackground(copy())}>
            <span aria-live="polite">{copied !== null && copied === text ? t('Copied') : t('Copy text')}</span>
          </Button>
          <Button look="primary" isDisabled={value === null} onPress={() => saveText(FORMATS[format][1], text)}>
            {t('Save…')}
          </Button>
        </>
      }
    >
      <OneOf
        label={t('Format')}
        look="chips"
        options={EXPORT_FORMATS.map((one) => [one, FORMATS[one][0]] as const)}
        chosen={format}
        onChoose={setFormat}
      />
      {problem === null ? null : <Notice kind="bad">{say(problem)}</Notice>}
      {value === null && problem === null ? <Skeleton waitsFor={t('The images are being looked into.')} /> : null}
      {value === null ? null : <WrittenText text={text} lacks={value.lacks} />}
    </Modal>
  );
}
