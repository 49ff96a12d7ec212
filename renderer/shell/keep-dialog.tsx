import { useEffect, useState } from 'react';
import { say } from '../../shared/messages/say.ts';
import { counted, t } from '../../shared/messages/translate.ts';
import { Button } from '../components/button.tsx';
import { Modal } from '../components/modal.tsx';
import { inBackground } from '../state/in-background.ts';
import { useStore } from '../state/store.ts';

const TICK_MS = 250;
/** The helper begins to go back when nobody answered; what it does then takes a moment. */
const GOES_BACK_MS = 6000;

/** Whether a change stays that goes back by itself. */
export function KeepDialog() {
  const asked = useStore((state) => state.asked);
  const ended = useStore((state) => state.ended);
  const decide = useStore((state) => state.answerKeep);
  const leave = useStore((state) => state.leaveToGoBack);
  const [now, setNow] = useState(() => Date.now());
  const [isAnswered, setAnswered] = useState(false);
  const isOpen = asked !== null;
  useEffect(() => {
    setAnswered(false);
    setNow(Date.now());
    if (!isOpen) return;
    const timer = setInterval(() => setNow(Date.now()), TICK_MS);
    return () => clearInterval(timer);
  }, [isOpen]);
  const left = asked === null ? 0 : Math.ceil((asked.until - now) / 1000);
  const isOver = asked !== null && now > asked.until + GOES_BACK_MS;
  useEffect(() => {
    if (isOver && !isAnswered) inBackground(leave());
  }, [isOver, isAnswered, leave]);
  const answer = (keeps: boolean) => {
    setAnswered(true);
    inBackground(decide(keeps));
  };
  return (
    <Modal
      title={t('Keep this change?')}
      isOpen={isOpen}
      // Whoever looks away has not said that it works.
      isDismissable={false}
      onClose={() => answer(false)}
      actions={
        <>
          <Button isDisabled={isAnswered || left <= 0} onPress={() => answer(false)}>
            {t('Go back')}
          </Button>
          <Button look="primary" isDisabled={isAnswered || left <= 0} onPress={() => answer(true)}>
            {t('Keep')}
          </Button>
        </>
      }
    >
      {ended === null ? null : <p>{say(ended.error === null ? ended.done : (ended.outcome ?? ended.error.message))}</p>}
      <p role="timer">
        {left > 0
          ? counted(
              left,
              'Without an answer, it goes back in {count} second.',
              'Without an answer, it goes back in {count} seconds.',
            )
          : t('It goes back now.')}
      </p>
    </Modal>
  );
}
