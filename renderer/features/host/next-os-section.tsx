import { useEffect, useState } from 'react';
import { wholeText } from '../../../shared/diagnosis/whole-text.ts';
import { say } from '../../../shared/messages/say.ts';
import { t } from '../../../shared/messages/translate.ts';
import type { NextOs, NextOsRow } from '../../../shared/model/next-os.ts';
import { Button } from '../../components/button.tsx';
import { Line, Section } from '../../components/section.tsx';
import { inBackground } from '../../state/in-background.ts';
import { client, shownHost, store, useStore } from '../../state/store.ts';

const WORDS = {
  stays: ['stays', 'good'],
  prepared: ['prepared', 'good'],
  offered: ['has another build', ''],
  elsewhere: ['only at another remote', 'muted'],
  lost: ['drops out', 'bad'],
  out: ['stays out', 'muted'],
  unknown: ['unknown', 'muted'],
} as const satisfies Readonly<Record<NextOsRow['state'], readonly [string, string]>>;

/** What becomes of the extensions on the OS that is staged or newly deployed; nothing where none is. */
export function NextOsSection() {
  const revision = useStore((state) => state.snapshot?.revision ?? 0);
  const review = useStore((state) => state.reviewRequest);
  const fail = useStore((state) => state.fail);
  const [next, setNext] = useState<NextOs | null>(null);
  const [isBusy, setBusy] = useState(false);
  // biome-ignore lint/correctness/useExhaustiveDependencies: a new reading of the host may change every outcome
  useEffect(() => {
    let current = true;
    client()
      .system.nextOs({ host: shownHost() })
      .then((found) => current && setNext(found))
      .catch((error: unknown) => current && store.getState().fail(error));
    return () => {
      current = false;
    };
  }, [revision]);
  if (next === null || next.isSame || next.rows.length === 0) return null;
  const prepareRelease = async () => {
    setBusy(true);
    try {
      const { request, leftOut } = await client().system.prepareNextOs({ host: shownHost() });
      const message = leftOut.map((one) => say(wholeText(one))).join(' ');
      if (message !== '') fail({ data: { code: 'not-found', message } });
      if (request.changes.length > 0) await review(request);
    } finally {
      setBusy(false);
    }
  };
  const isOffered = next.rows.some(({ state }) => state === 'offered');
  return (
    <Section
      title={t('Next OS')}
      aside={
        isOffered ? (
          <Button look="quiet" isDisabled={isBusy} onPress={() => inBackground(prepareRelease())}>
            {isBusy ? t('Downloading…') : t('Prepare…')}
          </Button>
        ) : null
      }
    >
      <p className="muted">{next.title}</p>
      {next.rows.map(({ class: extensionClass, name, state, nextVersion, message }) => {
        const [word, look] = WORDS[state];
        return (
          <Line key={`${extensionClass}/${name}`} label={name}>
            <span className={look} title={say(message)}>
              {nextVersion === null ? t(word) : `${t(word)}: ${nextVersion}`}
            </span>
          </Line>
        );
      })}
    </Section>
  );
}
