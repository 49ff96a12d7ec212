import { type ReactNode, useState } from 'react';
import { t } from '../../../shared/messages/translate.ts';
import type { DeclaredSource } from '../../../shared/model/fleet.ts';
import { Button } from '../../components/button.tsx';
import { Choice } from '../../components/choice.tsx';
import { Modal } from '../../components/modal.tsx';
import { shownHost, useStore } from '../../state/store.ts';
import { SourceChoice } from './source-choice.tsx';
import { useChosenHosts } from './use-chosen-hosts.tsx';

/** What hosts are to be, and which ones. */
export function useDeclared() {
  const [source, setSource] = useState<DeclaredSource | null>({ from: 'host', host: shownHost() });
  const [merge, setMerge] = useState(true);
  const { ids, choice } = useChosenHosts();
  return {
    source,
    merge,
    ids,
    choices: (
      <div className="fleet-playbook">
        <SourceChoice source={source} onChange={setSource} />
        {choice}
        <Choice label={t('Merge what is new at once')} on={merge} onChange={setMerge} />
      </div>
    ),
  };
}

/** Closes whichever dialog of the fleet is open. */
export function useCloseDialog(): () => void {
  const setFleetView = useStore((state) => state.setFleetView);
  return () => setFleetView({ fleetDialog: null });
}

/** A dialog in which somebody says what hosts are to be: the choices first, then what comes of them. */
export function DeclaredDialog({
  title,
  subtitle,
  choices,
  actions,
  children,
}: {
  readonly title: string;
  readonly subtitle: string;
  readonly choices: ReactNode;
  /** Beside the one that closes it. */
  readonly actions: ReactNode;
  readonly children: ReactNode;
}) {
  const close = useCloseDialog();
  return (
    <Modal
      title={title}
      subtitle={subtitle}
      isOpen
      isWide
      onClose={close}
      isDismissable={false}
      actions={
        <>
          <Button onPress={close}>{t('Close')}</Button>
          {actions}
        </>
      }
    >
      {choices}
      {children}
    </Modal>
  );
}
