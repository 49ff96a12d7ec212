import { useState } from 'react';
import { t } from '../../../shared/messages/translate.ts';
import { Button } from '../../components/button.tsx';
import { inBackground } from '../../state/in-background.ts';
import { client, shownHost } from '../../state/store.ts';

/** Puts the report on the clipboard as the core writes it for others to read. */
export function CopyReport() {
  const [copied, setCopied] = useState(false);
  const copy = async () => {
    const { text } = await client().doctor.report({ host: shownHost() });
    await navigator.clipboard.writeText(text);
    setCopied(true);
  };
  return (
    <Button onPress={() => inBackground(copy())}>
      <span aria-live="polite">{copied ? t('Copied') : t('Copy report')}</span>
    </Button>
  );
}
