import { withRestart } from '../../../shared/changes/restarts.ts';
import { t } from '../../../shared/messages/translate.ts';
import { visibleText } from '../../../shared/messages/visible.ts';
import type { RemoteState } from '../../../shared/model/catalog.ts';
import type { Plan } from '../../../shared/model/plan.ts';
import { OneOf } from '../../components/one-of.tsx';
import { Toggle } from '../../components/toggle.tsx';
import { type Arrival, followChanges, type Place, streamChoices } from '../../state/arrivals.ts';
import { useStore } from '../../state/store.ts';

const NO_REMOTES: readonly RemoteState[] = [];

/** What a person chooses for all that is installed. */
export function SheetChoices({
  arrivals,
  offers,
}: {
  readonly arrivals: readonly Arrival[];
  /** What can be done for services beside; null while that is not known. */
  readonly offers: Plan['offers'] | null;
}) {
  const mergeNow = useStore((state) => state.mergeNow);
  const setMergeNow = useStore((state) => state.setMergeNow);
  const startServices = useStore((state) => state.startServices);
  const setStartServices = useStore((state) => state.setStartServices);
  return (
    <>
      <Keep />
      <Follow arrivals={arrivals} />
      <Switch label={t('Merge now, with everything that is enabled')} on={mergeNow} onChange={setMergeNow} />
      {mergeNow && offers?.start === true ? (
        <Switch label={t('Start its services once it is merged')} on={startServices} onChange={setStartServices} />
      ) : null}
      {mergeNow ? <Restarts offered={offers?.restart ?? []} /> : null}
      {mergeNow ? null : (
        <p className="muted sheet-later">{t('It is stored and enabled, and the next merge takes it in.')}</p>
      )}
    </>
  );
}

/** Which services that run from files that others take the place of are restarted. */
function Restarts({ offered }: { readonly offered: Plan['offers']['restart'] }) {
  const restart = useStore((state) => state.setRestartUnits);
  return offered.map(({ unit, on }) => (
    <Switch
      key={unit}
      label={t('Restart {unit} afterwards', { unit: visibleText(unit) })}
      on={on}
      onChange={(isOn) => restart(withRestart(offered, unit, isOn))}
    />
  ));
}

function Switch({
  label,
  on,
  onChange,
}: {
  readonly label: string;
  readonly on: boolean;
  readonly onChange: (on: boolean) => void;
}) {
  return (
    <div className="sheet-switch toggle-row">
      <Toggle label={label} on={on} onChange={onChange} />
      <span>{label}</span>
    </div>
  );
}

function Keep() {
  const place = useStore((state) => state.place);
  const setPlace = useStore((state) => state.setPlace);
  const places: readonly (readonly [Place, string])[] = [
    ['kept', t('Always')],
    ['until-reboot', t('Until reboot')],
  ];
  return (
    <div className="sheet-keep">
      <span className="muted">{t('Keep')}</span>
      <OneOf look="chips" label={t('Keep')} options={places} chosen={place} onChoose={setPlace} />
    </div>
  );
}

/** Whether what came from a remote is kept current from there. */
function Follow({ arrivals }: { readonly arrivals: readonly Arrival[] }) {
  const remotes = useStore((state) => state.catalog?.remotes ?? NO_REMOTES);
  const keep = useStore((state) => state.settings.keep);
  const place = useStore((state) => state.place);
  const following = useStore((state) => state.following);
  const setFollowing = useStore((state) => state.setFollowing);
  const version = useStore((state) => state.snapshot?.host.judgedAs ?? 0);
  const follows = followChanges(arrivals, remotes, keep, version);
  if (follows.length === 0 || place !== 'kept') return null;
  const label = t('Keep current from where it comes');
  return (
    <div className="sheet-keep">
      <span className="muted">{t('Updates')}</span>
      <Switch label={label} on={following} onChange={setFollowing} />
      {following ? <Stream choices={streamChoices(arrivals, remotes, keep, version)} /> : null}
    </div>
  );
}

const ALL = 'all';

/** Which of its versions come: all, or those of a stream alone. */
function Stream({ choices }: { readonly choices: readonly string[] }) {
  const stream = useStore((state) => state.stream);
  const setStream = useStore((state) => state.setStream);
  if (choices.length === 0) return null;
  const label = t('Versions');
  const options = [
    [ALL, t('All')] as const,
    ...[...choices].reverse().map((one) => [one, t('Only {stream}', { stream: one })] as const),
  ];
  return (
    <>
      <span className="muted">{label}</span>
      <OneOf
        look="chips"
        label={label}
        options={options}
        chosen={stream ?? ALL}
        onChoose={(id) => setStream(id === ALL ? null : id)}
      />
    </>
  );
}
