import { useState } from 'react';
import { t } from '../../shared/messages/translate.ts';
import { inBackground } from '../state/in-background.ts';
import { client, shownHost } from '../state/store.ts';
import { Button } from './button.tsx';

/** Puts everything that a bug report needs on the clipboard, after what is special to this place. */
export function CopyDetails({ about = '' }: { readonly about?: string }) {
  const [copied, setCopied] = useState(false);
  const copyDetails = async () => {
    const { text } = await client().support.details({ host: shownHost() });
    await navigator.clipboard.writeText(about === '' ? text : `${about}\n\n${text}`);
    setCopied(true);
  };
  return (
    <Button onPress={() => inBackground(copyDetails())}>
      <span aria-live="polite">{copied ? t('Copied') : t('Copy details')}</span>
    </Button>
  );
}
