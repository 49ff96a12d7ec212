import { useDeferredValue, useState } from 'react';
import { say } from '../../../shared/messages/say.ts';
import { t } from '../../../shared/messages/translate.ts';
import { Button } from '../../components/button.tsx';
import { Notice } from '../../components/notice.tsx';
import { saveText } from '../../components/save-text.ts';
import { Skeleton } from '../../components/skeleton.tsx';
import { useCall } from '../../components/use-call.ts';
import { WrittenText } from '../../components/written-text.tsx';
import { inBackground } from '../../state/in-background.ts';
import { useStore } from '../../state/store.ts';
import { DeclaredDialog, useDeclared } from './declared-dialog.tsx';

/** Writes what hosts are to be as a playbook for Ansible; Veneer changes none of them. */
export function PlaybookDialog() {
  const isOpen = useStore((state) => state.fleetDialog === 'playbook');
  return isOpen ? <Writing /> : null;
}

function Writing() {
  const [copied, setCopied] = useState<string | null>(null);
  const { source, merge, ids, choices } = useDeclared();
  const request = useDeferredValue(source === null ? null : { ids, source, merge });
  const asked = request === null ? null : JSON.stringify(request);
  const { value: answer, problem } = useCall(asked, async (api) =>
    request === null ? null : { ...(await api.fleet.playbook(request)), asked },
  );
  // Until the answer comes that was asked for, the one before is there.
  const value = answer?.asked === asked ? answer : null;
  const text = value?.playbook ?? '';
  const copy = async () => {
    await navigator.clipboard.writeText(text);
    setCopied(text);
  };
  return (
    <DeclaredDialog
      title={t('Export as Ansible')}
      subtitle={t('A playbook that makes hosts so, one after the other. Nothing is run.')}
      choices={choices}
      actions={
        <>
          <Button isDisabled={value === null} onPress={() => inBackground(copy())}>
            <span aria-live="polite">{copied !== null && copied === text ? t('Copied') : t('Copy text')}</span>
          </Button>
          <Button isDisabled={value === null} onPress={() => saveText('hosts.yaml', value?.inventory ?? '')}>
            {t('Save the inventory…')}
          </Button>
          <Button look="primary" isDisabled={value === null} onPress={() => saveText('playbook.yaml', text)}>
            {t('Save…')}
          </Button>
        </>
      }
    >
      {asked === null ? (
        <p className="muted">{t('Choose or paste a file that says what the hosts are to be.')}</p>
      ) : value !== null ? (
        <WrittenText text={text} lacks={value.lacks} />
      ) : problem === null || answer !== null ? (
        <Skeleton waitsFor={t('The playbook is being written.')} />
      ) : (
        <div role="alert">
          <Notice kind="bad">{say(problem)}</Notice>
        </div>
      )}
    </DeclaredDialog>
  );
}
