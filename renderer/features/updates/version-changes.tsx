import { say } from '../../../shared/messages/say.ts';
import { t } from '../../../shared/messages/translate.ts';
import type { UpdateItem } from '../../../shared/model/update.ts';
import { Fact, Facts } from '../../components/facts.tsx';
import { formatBytes } from '../../format.ts';
import { useStore } from '../../state/store.ts';

const NO_UNITS: readonly string[] = [];

/** What a new version changes, as far as that is known before it is installed. */
export function VersionChanges({ item }: { readonly item: UpdateItem }) {
  const units = useStore(
    (state) =>
      state.snapshot?.extensions.find((one) => one.class === item.class && one.name === item.name && one.listed)
        ?.units ?? NO_UNITS,
  );
  const { reason, sizeNow, sizeThen, unitsThen } = item;
  return (
    <Facts>
      <Fact label={t('Fits')}>{reason === null ? t('not known yet') : say(reason)}</Fact>
      <Fact label={t('Size')}>{sizeThen === null ? t('not known yet') : sizeChange(sizeNow, sizeThen)}</Fact>
      <Fact label={t('Services')}>
        {unitsThen === null ? t('known once it is downloaded') : servicesChange(units, unitsThen)}
      </Fact>
      <Fact label={t('Files')}>{t('known once it is installed; the version before stays to go back to')}</Fact>
    </Facts>
  );
}

/** How much it takes, and how much more or less than what is installed. */
export function sizeChange(now: number | null, then: number): string {
  if (now === null || now === then) return formatBytes(then);
  const difference = formatBytes(Math.abs(then - now));
  return then > now
    ? t('{size}, {difference} larger', { size: formatBytes(then), difference })
    : t('{size}, {difference} smaller', { size: formatBytes(then), difference });
}

function servicesChange(before: readonly string[], then: readonly string[]): string {
  const fresh = then.filter((unit) => !before.includes(unit));
  const gone = before.filter((unit) => !then.includes(unit));
  if (fresh.length + gone.length === 0) return t('the same by name');
  return [
    fresh.length === 0 ? null : t('new: {units}', { units: fresh.join(', ') }),
    gone.length === 0 ? null : t('gone: {units}', { units: gone.join(', ') }),
  ]
    .filter((part) => part !== null)
    .join(' · ');
}
