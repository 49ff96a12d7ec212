import { useState } from 'react';
import { wholeText } from '../../../shared/diagnosis/whole-text.ts';
import { say } from '../../../shared/messages/say.ts';
import { counted, t } from '../../../shared/messages/translate.ts';
import { Button } from '../../components/button.tsx';
import { inBackground } from '../../state/in-background.ts';
import { useOverSsh } from '../../state/over-ssh.ts';
import { client, shownHost, store } from '../../state/store.ts';
import { ExportButton } from './export-dialog.tsx';
import type { Chosen, Outlook } from './use-forecast.ts';

interface Props {
  readonly chosen: Chosen | null;
  readonly outlook: Outlook;
  /** Whether anything would be gone. */
  readonly drops: boolean;
  /** What is copied. */
  readonly report: () => string;
}

/** What can be done about the answer. */
export function StackActions({ chosen, outlook, drops, report }: Props) {
  const { builds, isLooking, look } = outlook;
  const offered = builds?.rows.filter(({ state }) => state === 'offered').length ?? 0;
  const elsewhere = builds?.rows.some(({ state }) => state === 'elsewhere' || state === 'offered') === true;
  const isFarAway = useOverSsh();
  const canPrepare = !isFarAway && offered > 0 && builds?.isSame === false;
  return (
    <div className="host-actions">
      {chosen !== null && canPrepare ? <Prepare chosen={chosen} count={offered} /> : null}
      {chosen === null || !drops || canPrepare ? null : (
        <Button look={builds === null ? 'primary' : 'plain'} isDisabled={isLooking} onPress={look}>
          {isLooking ? t('Asking the remotes…') : t('Look for builds that fit {os}…', { os: chosen.title })}
        </Button>
      )}
      <CopyReport report={report} />
      <ExportButton />
      {builds === null || isLooking || !drops || canPrepare ? null : (
        <p className="host-found muted" role="status">
          {elsewhere
            ? t('Builds that fit can be installed from the catalog.')
            : t('No remote that is on has a build that fits.')}{' '}
          <Button look="quiet" onPress={() => store.getState().setView({ view: 'catalog' })}>
            {t('Open the catalog')}
          </Button>
        </p>
      )}
    </div>
  );
}

/** Downloads the builds, and asks whether they shall be current once that release runs. */
function Prepare({ chosen: { request }, count }: { readonly chosen: Chosen; readonly count: number }) {
  const [isBusy, setBusy] = useState(false);
  const prepare = async () => {
    setBusy(true);
    const { fail, reviewRequest } = store.getState();
    try {
      const found = await client().system.prepareNextOs({ host: shownHost(), ...request });
      const message = found.leftOut.map((one) => say(wholeText(one))).join(' ');
      if (message !== '') fail({ data: { code: 'not-found', message } });
      if (found.request.changes.length > 0) await reviewRequest(found.request);
    } finally {
      setBusy(false);
    }
  };
  return (
    <Button look="primary" isDisabled={isBusy} onPress={() => inBackground(prepare())}>
      {isBusy ? t('Downloading…') : counted(count, 'Prepare {count} build…', 'Prepare {count} builds…')}
    </Button>
  );
}

function CopyReport({ report }: Pick<Props, 'report'>) {
  const [copied, setCopied] = useState(false);
  const copy = async () => {
    await navigator.clipboard.writeText(report());
    setCopied(true);
  };
  return (
    <Button onPress={() => inBackground(copy())}>
      <span aria-live="polite">{copied ? t('Copied') : t('Copy report')}</span>
    </Button>
  );
}
