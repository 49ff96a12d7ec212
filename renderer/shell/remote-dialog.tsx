import { useEffect, useState } from 'react';
import { say } from '../../shared/messages/say.ts';
import { t } from '../../shared/messages/translate.ts';
import type { Remote, RemoteState, Trust } from '../../shared/model/catalog.ts';
import type { ErrorReport } from '../../shared/model/errors.ts';
import { KNOWN_REMOTES } from '../../shared/remotes/known-remotes.ts';
import { isOci } from '../../shared/remotes/oci-address.ts';
import { Button } from '../components/button.tsx';
import { Field } from '../components/field.tsx';
import { Modal } from '../components/modal.tsx';
import { Notice } from '../components/notice.tsx';
import { OneOf } from '../components/one-of.tsx';
import { reportOf } from '../report.ts';
import { useStore } from '../state/store.ts';
import './remote-dialog.css';

const EMPTY: Remote = { name: '', url: '', enabled: true, trust: 'unsigned', key: null };

const trustChoices = (): readonly (readonly [Trust, string])[] => [
  ['unsigned', t('Not signed')],
  ['system', t('systemd’s keyring')],
  ['pinned', t('This key')],
];

/** Adds a remote, or changes one. */
export function RemoteDialog() {
  const dialog = useStore((state) => state.remoteDialog);
  const open = useStore((state) => state.openRemote);
  const put = useStore((state) => state.putRemote);
  const [remote, setRemote] = useState<Remote>(EMPTY);
  const [problem, setProblem] = useState<ErrorReport | null>(null);
  useEffect(() => {
    setRemote(dialog === null || dialog === 'new' ? EMPTY : plainRemote(dialog));
    setProblem(null);
  }, [dialog]);
  const isNew = dialog === 'new';
  const changeRemote = (part: Partial<Remote>) => setRemote({ ...remote, ...part });
  const saveRemote = () => {
    put(remote, isNew).catch((error: unknown) => setProblem(reportOf(error)));
  };
  const isWhole = remote.name !== '' && remote.url !== '' && (remote.trust !== 'pinned' || Boolean(remote.key));
  return (
    <Modal
      title={isNew ? t('Add a remote') : t('Remote {name}', { name: remote.name })}
      isOpen={dialog !== null}
      onClose={() => open(null)}
      isDismissable={false}
      actions={
        <>
          <Button onPress={() => open(null)}>{t('Cancel')}</Button>
          <Button look="primary" isDisabled={!isWhole} onPress={saveRemote}>
            {isNew ? t('Add') : t('Save')}
          </Button>
        </>
      }
    >
      <div className="remote-dialog">
        {isNew ? <Known onChoose={changeRemote} /> : null}
        {isNew ? <Field label={t('Name')} value={remote.name} onChange={(name) => changeRemote({ name })} /> : null}
        <Field
          label={t(
            'Address of the folder that holds SHA256SUMS, a folder such as a USB stick, or oci://HOST/REPOSITORY',
          )}
          value={remote.url}
          placeholder="https://extensions.example.org/"
          onChange={(url) => changeRemote({ url })}
        />
        <div className="field">
          <span className="muted">{t('Its list has to be signed with')}</span>
          <OneOf
            look="segments"
            label={t('Signature')}
            options={trustChoices()}
            chosen={remote.trust}
            onChoose={(trust) => changeRemote({ trust })}
          />
        </div>
        {remote.trust === 'pinned' ? (
          <Field
            label={t('OpenPGP public key')}
            value={remote.key ?? ''}
            placeholder="-----BEGIN PGP PUBLIC KEY BLOCK-----"
            lines={6}
            onChange={(key) => changeRemote({ key })}
          />
        ) : null}
        <p className="muted">{isOci(remote.url) ? ociHint() : hintOf(remote.trust)}</p>
        {problem === null ? null : (
          <div role="alert">
            <Notice kind="bad">
              {say(problem.message)} {problem.nextStep === null ? null : say(problem.nextStep)}
            </Notice>
          </div>
        )}
      </div>
    </Modal>
  );
}

/** Remotes that Veneer knows of and that were removed: each fills in what is known of it. */
function Known({ onChoose }: { readonly onChoose: (remote: Pick<Remote, 'name' | 'url' | 'trust'>) => void }) {
  const remotes = useStore((state) => state.catalog?.remotes ?? null);
  const gone = remotes === null ? [] : KNOWN_REMOTES.filter(({ url }) => !remotes.some((one) => one.url === url));
  if (gone.length === 0) return null;
  return (
    <fieldset className="remote-known">
      <legend className="muted">{t('Known remotes')}</legend>
      {gone.map(({ name, url, trust }) => (
        <Button key={name} onPress={() => onChoose({ name, url, trust })}>
          {name}
        </Button>
      ))}
    </fieldset>
  );
}

const ociHint = () =>
  t(
    'What is downloaded has the digest that the registry tells. Signatures of cosign are not checked, and only Veneer updates from there.',
  );

function hintOf(trust: Trust): string {
  switch (trust) {
    case 'unsigned':
      return t('Only the connection tells then who the images are from.');
    case 'system':
      return t('As systemd-sysupdate checks it: the keys in /etc/systemd and /usr/lib/systemd.');
    case 'pinned':
      return t('systemd-sysupdate does not know this key, so that only Veneer updates from there.');
  }
}

const plainRemote = ({ name, url, enabled, trust, key }: RemoteState): Remote => ({ name, url, enabled, trust, key });
