import { useEffect, useState } from 'react';
import logo from '../../assets/icons/veneer.svg';
import { t } from '../../shared/messages/translate.ts';
import type { About } from '../../shared/model/support.ts';
import { Button } from '../components/button.tsx';
import { CopyDetails } from '../components/copy-details.tsx';
import { Modal } from '../components/modal.tsx';
import { Line } from '../components/section.tsx';
import { client, store, useStore } from '../state/store.ts';
import './about-dialog.css';

/** Which Veneer this is, what it is made with, and what a bug report needs. */
export function AboutDialog() {
  const isOpen = useStore((state) => state.aboutOpen);
  const setView = useStore((state) => state.setView);
  const host = useStore((state) => state.snapshot?.host ?? null);
  const about = useAbout(isOpen);
  const close = () => setView({ aboutOpen: false });
  return (
    <Modal
      title={t('About Veneer')}
      isOpen={isOpen}
      onClose={close}
      actions={
        <>
          <CopyDetails />
          <Button look="primary" onPress={close}>
            {t('Close')}
          </Button>
        </>
      }
    >
      <div className="about-head">
        <img src={logo} alt="" width={48} height={48} />
        <div>
          <strong>Veneer {about?.version ?? ''}</strong>
          <p className="muted">{t('See, understand and toggle systemd system extensions.')}</p>
        </div>
      </div>
      <Line label={t('Made with')}>
        <span className="selectable">{about?.runtime.join(', ')}</span>
      </Line>
      {host === null ? null : (
        <Line label={t('Host')}>
          {host.osName} · systemd {host.systemdVersion ?? '–'}
        </Line>
      )}
      <Line label={t('Updates')}>{t('from the package or the system extension that brought it')}</Line>
      <Line label={t('Log of errors')}>
        <span className="mono selectable">{about?.log}</span>
      </Line>
      <Line label={t('Licence')}>MIT</Line>
    </Modal>
  );
}

function useAbout(wanted: boolean): About | null {
  const [about, setAbout] = useState<About | null>(null);
  useEffect(() => {
    if (!wanted) return;
    client().support.about().then(setAbout).catch(store.getState().fail);
  }, [wanted]);
  return about;
}
