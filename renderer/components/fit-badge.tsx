import { t } from '../../shared/messages/translate.ts';
import { Badge } from './badge.tsx';

/** Whether it would fit, as far as anybody looked. */
export function FitBadge({ fits }: { readonly fits: boolean | null }) {
  if (fits === null) return <Badge kind="unknown">{t('Known after download')}</Badge>;
  return fits ? <Badge kind="good">{t('Fits this host')}</Badge> : <Badge kind="bad">{t('Incompatible')}</Badge>;
}
