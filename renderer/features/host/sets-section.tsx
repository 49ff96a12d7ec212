import { useState } from 'react';
import { t } from '../../../shared/messages/translate.ts';
import { ActionsMenu } from '../../components/actions-menu.tsx';
import { Button } from '../../components/button.tsx';
import { Field } from '../../components/field.tsx';
import { Modal } from '../../components/modal.tsx';
import { Name } from '../../components/name.tsx';
import { ReasonedButton } from '../../components/reasoned-button.tsx';
import { Line, Section } from '../../components/section.tsx';
import { useCall } from '../../components/use-call.ts';
import { inBackground } from '../../state/in-background.ts';
import { useLookingOnly } from '../../state/looking-only.ts';
import { notKnownOverSsh, useOverSsh } from '../../state/over-ssh.ts';
import { client, shownHost, store, useStore } from '../../state/store.ts';
import './sets-section.css';

/** Names for what is enabled, to go back to. */
export function SetsSection() {
  const [asked, setAsked] = useState(0);
  const [isNaming, setNaming] = useState(false);
  const [said, setSaid] = useState<string | null>(null);
  const { value: names } = useCall(`sets ${asked}`, (api) => api.sets.list({}));
  const cannot = useLookingOnly();
  const isFarAway = useOverSsh();
  const isBusy = useStore((state) => state.operation !== null);
  const again = () => setAsked((before) => before + 1);
  const take = async (name: string) => {
    const { changes, left } = await client().sets.use({ host: shownHost(), name });
    const { stage, setView } = store.getState();
    for (const change of changes) await stage(change);
    if (left.length > 0) return setSaid(t('Not as the set has it: {names}', { names: left.join(', ') }));
    setSaid(changes.length === 0 ? t('It is so already.') : null);
    if (changes.length > 0) setView({ view: 'extensions' });
  };
  const remove = async (name: string) => {
    await client().sets.remove({ name });
    again();
  };
  return (
    <Section title={t('Sets')}>
      <div className="sets">
        {names?.map((name) => (
          <Line key={name} label={<Name>{name}</Name>}>
            <span className="set-actions">
              <ReasonedButton
                why={cannot}
                isBusy={isBusy}
                label={t('Use the set {name}', { name })}
                onPress={() => inBackground(take(name))}
              >
                {t('Use')}
              </ReasonedButton>
              <ActionsMenu
                label={t('More about the set {name}', { name })}
                look="quiet"
                actions={[{ id: 'delete', label: t('Delete the set'), run: () => inBackground(remove(name)) }]}
              />
            </span>
          </Line>
        ))}
      </div>
      <p className="muted set-said" role="status">
        {said}
      </p>
      <ReasonedButton why={isFarAway ? notKnownOverSsh() : null} isBusy={false} onPress={() => setNaming(true)}>
        {t('Save what is enabled as a set…')}
      </ReasonedButton>
      {isNaming ? (
        <NameDialog
          onClose={() => {
            setNaming(false);
            again();
          }}
        />
      ) : null}
    </Section>
  );
}

function NameDialog({ onClose }: { readonly onClose: () => void }) {
  const [name, setName] = useState('');
  const save = async () => {
    await client().sets.save({ host: shownHost(), name: name.trim() });
    onClose();
  };
  return (
    <Modal
      title={t('Save what is enabled as a set')}
      subtitle={t('A set of that name is replaced.')}
      isOpen
      onClose={onClose}
      actions={
        <>
          <Button onPress={onClose}>{t('Cancel')}</Button>
          <Button look="primary" isDisabled={name.trim() === ''} onPress={() => inBackground(save())}>
            {t('Save')}
          </Button>
        </>
      }
    >
      <form
        onSubmit={(event) => {
          event.preventDefault();
          if (name.trim() !== '') inBackground(save());
        }}
      >
        <Field label={t('Name')} value={name} autoFocus onChange={setName} />
      </form>
    </Modal>
  );
}
