import { say } from '../../../shared/messages/say.ts';
import { t } from '../../../shared/messages/translate.ts';
import type { Unasked } from '../../../shared/model/update.ts';
import { runCommand } from '../../commands/run.ts';
import { Button } from '../../components/button.tsx';
import { formatTime } from '../../format.ts';

/** Who could not be asked, before anything that is said of what they have. */
export function UnaskedBand({
  unasked,
  isChecking,
}: {
  readonly unasked: readonly Unasked[];
  readonly isChecking: boolean;
}) {
  if (unasked.length === 0) return null;
  return (
    <section className="unasked" aria-label={t('Not asked')}>
      <ul>
        {unasked.map(({ name, host, code, message, readAt }) => (
          <li key={`${name} ${host}`}>
            <strong>{code === 'unreachable' ? t('Could not reach {host}', { host }) : name}</strong>{' '}
            {code === 'unreachable' ? t('What it has newer is not known.') : say(message)}{' '}
            {readAt === null ? null : t('Last read {time}.', { time: formatTime(readAt) })}
          </li>
        ))}
      </ul>
      <Button isDisabled={isChecking} onPress={() => runCommand('check-updates')}>
        {t('Try again')}
      </Button>
    </section>
  );
}
