import { useState } from 'react';
import { EXPORT_FORMATS, type ExportFormat } from '../../../shared/declared/formats.ts';
import { say } from '../../../shared/messages/say.ts';
import { t } from '../../../shared/messages/translate.ts';
import { Button } from '../../components/button.tsx';
import { Modal } from '../../components/modal.tsx';
import { Notice } from '../../components/notice.tsx';
import { OneOf } from '../../components/one-of.tsx';
import { Skeleton } from '../../components/skeleton.tsx';
import { useCall, useRevision } from '../../components/use-call.ts';
import { inBackground } from '../../state/in-background.ts';
import './export-dialog.css';

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
  const [isOpen, setOpen] = useState(false);
  return (
    <>
      <Button onPress={() => setOpen(true)}>{t('Export…')}</Button>
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
          <Button look="primary" isDisabled={value === null} onPress={() => save(FORMATS[format][1], text)}>
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
      {value === null ? null : (
        <>
          {value.lacks.length === 0 ? null : (
            <section className="export-lacks">
              <h3>{t('Not in it')}</h3>
              <ul>
                {value.lacks.map((one) => (
                  <li key={one.text}>{say(one)}</li>
                ))}
              </ul>
            </section>
          )}
          <pre className="export-text mono selectable">{text}</pre>
        </>
      )}
    </Modal>
  );
}

/** Has the browser, or the desktop's own dialog, keep it. */
function save(name: string, text: string): void {
  const url = URL.createObjectURL(new Blob([text], { type: 'text/plain' }));
  const link = document.createElement('a');
  link.href = url;
  link.download = name;
  link.click();
  // It is fetched after this; see the File API, 8.5.
  setTimeout(() => URL.revokeObjectURL(url), 60_000);
}
