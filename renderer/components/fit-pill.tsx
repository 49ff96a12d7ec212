import { t } from '../../shared/messages/translate.ts';
import { Pill } from './pill.tsx';

/** Whether it would fit, as far as anybody looked. */
export function FitPill({ fits }: { readonly fits: boolean | null }) {
  if (fits === null) return <Pill kind="unknown">{t('Known after download')}</Pill>;
  return fits ? <Pill kind="good">{t('Fits this host')}</Pill> : <Pill kind="bad">{t('Incompatible')}</Pill>;
}
