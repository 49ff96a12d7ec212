import { useState } from 'react';
import { type Asked, askToAttach } from '../../../shared/changes/portable-request.ts';
import { say } from '../../../shared/messages/say.ts';
import { t } from '../../../shared/messages/translate.ts';
import { visibleText } from '../../../shared/messages/visible.ts';
import type { Portables } from '../../../shared/model/portable.ts';
import { DEFAULT_PROFILE } from '../../../shared/systemd/portable.ts';
import { Button } from '../../components/button.tsx';
import { Choice } from '../../components/choice.tsx';
import { ChoiceMenu } from '../../components/choice-menu.tsx';
import { Modal } from '../../components/modal.tsx';
import { Notice } from '../../components/notice.tsx';

/** How an image is to be attached, before the review of it; what portabled would refuse is said at once. */
export function AttachDialog({
  name,
  found,
  onClose,
  onReview,
}: {
  readonly name: string;
  readonly found: Portables;
  readonly onClose: () => void;
  readonly onReview: (asked: Asked) => void;
}) {
  const [profile, setProfile] = useState(DEFAULT_PROFILE);
  const [extensions, setExtensions] = useState<readonly string[]>([]);
  const [now, setNow] = useState(true);
  const [atBoot, setAtBoot] = useState(true);
  const asked = askToAttach(found, { name, extensions, profile, runtime: false, now, atBoot });
  const refusal = 'refusal' in asked ? asked.refusal : null;
  const offered = found.images.filter(({ kind }) => kind === 'extension');
  const profiles = found.profiles.length === 0 ? [DEFAULT_PROFILE] : found.profiles;
  return (
    <Modal
      title={t('Attach {name}', { name: visibleText(name) })}
      subtitle={t('Nothing is changed before you have seen what would be done.')}
      isOpen
      onClose={onClose}
      actions={
        <>
          <Button onPress={onClose}>{t('Cancel')}</Button>
          <Button
            look="primary"
            isDisabled={refusal !== null}
            onPress={() => {
              onClose();
              onReview(asked);
            }}
          >
            {t('Review…')}
          </Button>
        </>
      }
    >
      <div className="portable-choice">
        <span className="muted">{t('Profile')}</span>{' '}
        <ChoiceMenu
          label={t('Profile')}
          options={profiles.map((one) => [one, visibleText(one)] as const)}
          chosen={profile}
          isPlain={profile === DEFAULT_PROFILE}
          onChoose={setProfile}
        />
      </div>
      {offered.length === 0 ? null : (
        <fieldset className="portable-choice">
          <legend className="muted">{t('Extensions on top')}</legend>
          {offered.map((one) => (
            <Choice
              key={one.name}
              label={visibleText(one.name)}
              on={extensions.includes(one.name)}
              onChange={(on) =>
                setExtensions((before) => [...before.filter((other) => other !== one.name), ...(on ? [one.name] : [])])
              }
            />
          ))}
        </fieldset>
      )}
      <div className="portable-choice">
        <Choice label={t('Start its services now')} on={now} onChange={setNow} />
        <Choice label={t('Start its services at boot')} on={atBoot} onChange={setAtBoot} />
      </div>
      <div role="status">{refusal === null ? null : <Notice kind="warning">{say(refusal.message)}</Notice>}</div>
    </Modal>
  );
}
