import { useState } from 'react';
import { FileTrigger } from 'react-aria-components/FileTrigger';
import { Input } from 'react-aria-components/Input';
import { Label } from 'react-aria-components/Label';
import { TextField } from 'react-aria-components/TextField';
import { say } from '../../../shared/messages/say.ts';
import { counted, t } from '../../../shared/messages/translate.ts';
import type { RemoteState } from '../../../shared/model/catalog.ts';
import { Button } from '../../components/button.tsx';
import { Modal } from '../../components/modal.tsx';
import { Notice } from '../../components/notice.tsx';
import { OneOf } from '../../components/one-of.tsx';
import { StepProgress } from '../../components/step-progress.tsx';
import { Toggle } from '../../components/toggle.tsx';
import { native } from '../../native.ts';
import { inBackground } from '../../state/in-background.ts';
import {
  type Arrival,
  followChanges,
  installableOf,
  isRepeated,
  type Place,
  streamChoices,
} from '../../state/install-slice.ts';
import { useStore } from '../../state/store.ts';
import { ArrivalCard } from './arrival-card.tsx';
import { PlanNotes } from './plan-notes.tsx';
import './sheet.css';

const NO_REMOTES: readonly RemoteState[] = [];

const isBusy = ({ status }: Arrival) => status === 'waiting' || status === 'sending' || status === 'looking';

/** Where every file that is to be installed comes together: looked at first, asked about once, installed in one go. */
export function InstallSheet() {
  const arrivals = useStore((state) => state.arrivals);
  const isOpen = useStore((state) => state.installOpen || state.arrivals.length > 0);
  const close = useStore((state) => state.closeInstall);
  const running = useStore((state) => state.operation !== null);
  return (
    <Modal
      title={titleOf(arrivals)}
      isOpen={isOpen}
      // What runs is stopped by its own button; a click beside the sheet must not lose the files.
      onClose={running ? () => {} : close}
      isDismissable={arrivals.length === 0}
      actions={running ? <Running /> : <Choices arrivals={arrivals} onCancel={close} />}
    >
      {arrivals.length === 0 ? <Empty /> : null}
      {arrivals.map((arrival) => (
        <ArrivalCard
          key={arrival.key}
          arrival={arrival}
          isAlone={arrivals.length === 1}
          isRepeated={isRepeated(arrivals, arrival)}
        />
      ))}
      {installableOf(arrivals).length === 0 ? null : <Keep />}
      <Follow arrivals={arrivals} />
      <PlanNotes inspectedImages={arrivals.some(isBusy) ? [] : installableOf(arrivals)} />
      <Failure />
    </Modal>
  );
}

function titleOf(arrivals: readonly Arrival[]): string {
  const [only] = arrivals;
  if (only === undefined) return t('Install extensions');
  if (arrivals.length > 1) return counted(arrivals.length, 'Install {count} file?', 'Install {count} files?');
  const inspected = installableOf(arrivals)[0];
  if (inspected === undefined) return only.label;
  return t('Install {name} {version}?', { name: inspected.name, version: inspected.version });
}

function Choices({ arrivals, onCancel }: { readonly arrivals: readonly Arrival[]; readonly onCancel: () => void }) {
  const install = useStore((state) => state.install);
  const count = installableOf(arrivals).length;
  const ready = count > 0 && !arrivals.some(isBusy);
  const some = count > 0 && count < arrivals.length;
  return (
    <>
      <Button onPress={onCancel}>
        {count === 0 && arrivals.length > 0 && !arrivals.some(isBusy) ? t('Close') : t('Cancel')}
      </Button>
      <Button isDisabled={!ready} onPress={() => inBackground(install(false))}>
        {some ? t('Install {count}', { count }) : t('Install')}
      </Button>
      <Button look="primary" isDisabled={!ready} onPress={() => inBackground(install(true))}>
        {some ? t('Install {count} and merge', { count }) : t('Install and merge')}
      </Button>
    </>
  );
}

function Running() {
  const operation = useStore((state) => state.operation);
  const cancel = useStore((state) => state.cancel);
  if (operation === null) return null;
  return (
    <>
      <div className="sheet-running" aria-live="polite">
        <StepProgress operation={operation} />
      </div>
      <Button onPress={() => inBackground(cancel())}>{t('Stop after this step')}</Button>
    </>
  );
}

/** How the files get here where none was dropped. */
function Empty() {
  const addFiles = useStore((state) => state.addFiles);
  const addPaths = useStore((state) => state.addPaths);
  const [path, setPath] = useState('');
  return (
    <>
      <p className="muted">{t('Drop image files anywhere on the window, or choose them here.')}</p>
      {native === null ? (
        <FileTrigger allowsMultiple onSelect={(files) => files !== null && addFiles([...files])}>
          <Button>{t('Choose files…')}</Button>
        </FileTrigger>
      ) : (
        <Button onPress={() => native?.chooseFiles()}>{t('Choose files…')}</Button>
      )}
      <form
        className="sheet-path"
        onSubmit={(event) => {
          event.preventDefault();
          if (path !== '') addPaths([path]);
          setPath('');
        }}
      >
        <TextField className="sheet-path-field" value={path} onChange={setPath}>
          <Label className="muted">{t('Or the path of a file or folder on the machine that Veneer manages')}</Label>
          <Input className="input mono" placeholder="/home/me/NAME.raw" spellCheck={false} />
        </TextField>
        <Button type="submit" isDisabled={path === ''}>
          {t('Look at it')}
        </Button>
      </form>
    </>
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
      <OneOf look="segments" label={t('Keep')} options={places} chosen={place} onChoose={setPlace} />
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
      <div className="sheet-follow">
        <Toggle label={label} on={following} onChange={setFollowing} />
        <span>{label}</span>
      </div>
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
        look="segments"
        label={label}
        options={options}
        chosen={stream ?? ALL}
        onChoose={(id) => setStream(id === ALL ? null : id)}
      />
    </>
  );
}

/** Why the last try did not work; the files are still here. */
function Failure() {
  const error = useStore((state) => state.problem ?? state.ended?.error ?? null);
  if (error === null) return null;
  return (
    <div role="alert" className="sheet-failure">
      <Notice kind="bad" title={t('It was not installed.')}>
        {say(error.message)} {error.nextStep === null ? null : say(error.nextStep)}
      </Notice>
    </div>
  );
}
