import { EMPTY_REQUEST } from '../../../shared/changes/empty-request.ts';
import { t } from '../../../shared/messages/translate.ts';
import type { Snapshot } from '../../../shared/model/snapshot.ts';
import { Button } from '../../components/button.tsx';
import { Notice } from '../../components/notice.tsx';
import { useHostDetails } from '../../components/use-host-details.ts';
import { inBackground } from '../../state/in-background.ts';
import { useStore } from '../../state/store.ts';

/** What is merged, and nobody merges again at the next start. */
export function BootNotice({ snapshot }: { readonly snapshot: Snapshot }) {
  const details = useHostDetails(snapshot.hierarchies.some(({ merged }) => merged));
  const review = useStore((state) => state.reviewRequest);
  const classes = [...new Set(snapshot.hierarchies.filter(({ merged }) => merged).map((one) => one.class))];
  const off = classes.filter((extensionClass) =>
    details?.atBoot.some(({ unit, state }) => unit === `systemd-${extensionClass}.service` && state === 'disabled'),
  );
  const [first] = off;
  if (first === undefined) return null;
  return (
    <Notice kind="warning" title={t('This lasts until the next restart')}>
      <p>
        {t('{unit} is disabled, so nothing is merged again when this machine starts.', {
          unit: `systemd-${first}.service`,
        })}
      </p>
      <Button
        onPress={() => inBackground(review({ ...EMPTY_REQUEST, classes: [first], atBoot: { class: first, on: true } }))}
      >
        {t('Merge at every start…')}
      </Button>
    </Notice>
  );
}
