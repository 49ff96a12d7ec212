import { useState } from 'react';
import { say } from '../../../shared/messages/say.ts';
import { t } from '../../../shared/messages/translate.ts';
import type { ErrorReport } from '../../../shared/model/errors.ts';
import type { FleetAddition } from '../../../shared/model/fleet.ts';
import { Button } from '../../components/button.tsx';
import { Field } from '../../components/field.tsx';
import { Modal } from '../../components/modal.tsx';
import { Notice } from '../../components/notice.tsx';
import { OneOf } from '../../components/one-of.tsx';
import { reportOf } from '../../report.ts';
import { inBackground } from '../../state/in-background.ts';
import { useStore } from '../../state/store.ts';
import { typedHosts } from './typed-hosts.ts';

type From = FleetAddition['from'];

/** Adds hosts, and reads those that were not read yet. */
export function AddDialog() {
  const isOpen = useStore((state) => state.fleetDialog === 'add');
  return isOpen ? <Asking /> : null;
}

function Asking() {
  const addHosts = useStore((state) => state.addHosts);
  const readHosts = useStore((state) => state.readHosts);
  const setFleetView = useStore((state) => state.setFleetView);
  const [from, setFrom] = useState<From>('typed');
  const [typed, setTyped] = useState('');
  const [path, setPath] = useState('');
  const [problem, setProblem] = useState<Pick<ErrorReport, 'message' | 'nextStep'> | 'nothing' | null>(null);
  const [isBusy, setBusy] = useState(false);
  const close = () => setFleetView({ fleetDialog: null });
  const addition = additionOf(from, typed, path);
  const submit = async () => {
    if (addition === null || isBusy) return;
    setBusy(true);
    try {
      const ids = await addHosts(addition);
      if (ids.length === 0) setProblem('nothing');
      else {
        close();
        inBackground(readHosts(ids));
      }
    } catch (error) {
      setProblem(reportOf(error));
    } finally {
      setBusy(false);
    }
  };
  return (
    <Modal
      title={t('Add hosts')}
      subtitle={t('They are read at once, over SSH and with your own keys. Nothing is changed on them.')}
      isOpen
      onClose={close}
      isDismissable={false}
      actions={
        <>
          <Button onPress={close}>{t('Cancel')}</Button>
          <Button look="primary" isDisabled={addition === null || isBusy} onPress={() => inBackground(submit())}>
            {t('Add and read')}
          </Button>
        </>
      }
    >
      <form
        className="fleet-add"
        onSubmit={(event) => {
          event.preventDefault();
          inBackground(submit());
        }}
      >
        <OneOf
          look="segments"
          label={t('Which hosts')}
          options={[
            ['typed', t('Typed')],
            ['ssh-config', t('OpenSSH configuration')],
            ['ansible', t('Ansible inventory')],
          ]}
          chosen={from}
          onChoose={(chosen) => {
            setFrom(chosen);
            setProblem(null);
          }}
        />
        {from === 'typed' ? (
          <Field
            label={t('Hosts, one a line: a name of your OpenSSH configuration, or user@host:port')}
            value={typed}
            lines={5}
            autoFocus
            onChange={setTyped}
          />
        ) : from === 'ssh-config' ? (
          <p className="muted">{t('All names of ~/.ssh/config that are no patterns.')}</p>
        ) : (
          <Field
            label={t('Path of the inventory file, on the machine that Veneer runs on')}
            value={path}
            placeholder="/etc/ansible/hosts"
            autoFocus
            onChange={setPath}
          />
        )}
        {problem === null ? null : (
          <div role="alert">
            <Notice kind="bad">
              {problem === 'nothing' ? (
                t('No host is named there.')
              ) : (
                <>
                  {say(problem.message)} {problem.nextStep === null ? null : say(problem.nextStep)}
                </>
              )}
            </Notice>
          </div>
        )}
      </form>
    </Modal>
  );
}

/** @returns null where something is missing */
function additionOf(from: From, typed: string, path: string): FleetAddition | null {
  switch (from) {
    case 'typed': {
      const hosts = typedHosts(typed);
      return hosts.length === 0 ? null : { from, hosts };
    }
    case 'ssh-config':
      return { from };
    case 'ansible':
      return path.trim() === '' ? null : { from, path: path.trim() };
  }
}
