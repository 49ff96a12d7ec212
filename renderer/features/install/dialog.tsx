import { useState } from 'react';
import { Input } from 'react-aria-components/Input';
import { Label } from 'react-aria-components/Label';
import { TextField } from 'react-aria-components/TextField';
import { EMPTY_REQUEST } from '../../../shared/empty-request.ts';
import type { ErrorReport } from '../../../shared/errors.ts';
import type { Candidate } from '../../../shared/model/candidate.ts';
import type { InstallImage } from '../../../shared/model/plan.ts';
import { Button } from '../../components/button.tsx';
import { Modal } from '../../components/modal.tsx';
import { Notice } from '../../components/notice.tsx';
import { OneOf } from '../../components/one-of.tsx';
import { Line } from '../../components/section.tsx';
import { formatBytes } from '../../format.ts';
import { reportOf } from '../../report.ts';
import { client, useStore } from '../../state/store.ts';
import './dialog.css';

type Place = InstallImage['place'];

const PLACES: readonly (readonly [Place, string])[] = [
  ['kept', 'Keep it'],
  ['until-reboot', 'Until reboot'],
];

/** Enough to go back twice; older ones go as they do with systemd-sysupdate. */
const KEPT_VERSIONS = 2;

/** Looks at an image file before anything is asked, and then plans its installation. */
export function InstallDialog() {
  const isOpen = useStore((state) => state.installOpen);
  const setView = useStore((state) => state.setView);
  const review = useStore((state) => state.reviewRequest);
  const [path, setPath] = useState('');
  const [candidate, setCandidate] = useState<Candidate | null>(null);
  const [problem, setProblem] = useState<ErrorReport | null>(null);
  const [place, setPlace] = useState<Place>('kept');
  const close = () => {
    setView({ installOpen: false });
    setCandidate(null);
    setProblem(null);
    setPath('');
  };
  const look = async () => {
    setCandidate(null);
    setProblem(null);
    try {
      setCandidate(await client().files.examine({ path, class: null, name: null, version: null }));
    } catch (error) {
      setProblem(reportOf(error));
    }
  };
  const install = (action: 'auto' | 'refresh') => {
    if (candidate === null) return;
    const { class: extensionClass, name, sha256, version, architecture } = candidate;
    const image = { source: candidate.path, sha256, version, architecture, place, keep: KEPT_VERSIONS };
    close();
    void review({
      ...EMPTY_REQUEST,
      changes: [{ verb: 'install', class: extensionClass, name, image }],
      classes: [extensionClass],
      action,
    });
  };
  const ready = candidate !== null && isImage(candidate);
  return (
    <Modal
      title="Install an image file"
      isOpen={isOpen}
      onClose={close}
      actions={
        <>
          <Button onPress={close}>Cancel</Button>
          <Button isDisabled={!ready} onPress={() => install('auto')}>
            Install…
          </Button>
          <Button look="primary" isDisabled={!ready} onPress={() => install('refresh')}>
            Install and merge…
          </Button>
        </>
      }
    >
      <form
        className="install-form"
        onSubmit={(event) => {
          event.preventDefault();
          void look();
        }}
      >
        <TextField className="install-path" value={path} onChange={setPath} autoFocus>
          <Label className="muted">Path of the file on this machine</Label>
          <Input className="input mono" placeholder="/home/me/NAME.raw" spellCheck={false} />
        </TextField>
        <Button type="submit" isDisabled={path === ''}>
          Look at it
        </Button>
      </form>
      {problem === null ? null : (
        <Notice kind="bad">
          {problem.message} {problem.nextStep}
        </Notice>
      )}
      {candidate === null ? null : <Found candidate={candidate} place={place} onPlace={setPlace} />}
    </Modal>
  );
}

const isImage = ({ verdict }: Candidate) => verdict.code !== 'not-an-image' && verdict.code !== 'image-broken';

interface FoundProps {
  readonly candidate: Candidate;
  readonly place: Place;
  readonly onPlace: (place: Place) => void;
}

function Found({ candidate, place, onPlace }: FoundProps) {
  const { name, renamedFrom, version, form, size, sha256, verdict, units } = candidate;
  if (!isImage(candidate)) {
    return (
      <Notice kind="bad" title="It cannot be installed.">
        {verdict.message}
      </Notice>
    );
  }
  const kind = verdict.compatible === null ? 'neutral' : verdict.compatible ? 'good' : 'bad';
  const title = verdict.compatible === null ? 'Unknown.' : verdict.compatible ? 'Compatible.' : 'Incompatible.';
  return (
    <>
      <Notice kind={kind} title={title}>
        {verdict.message}
      </Notice>
      {renamedFrom === null ? null : (
        <Notice kind="warning" title={`It is installed as ${name}.`}>
          The file is called {renamedFrom}, but its release file is for {name}; under another name systemd leaves it
          out.
        </Notice>
      )}
      <Line label="Name and version">
        <span className="selectable">
          {name} {version}
        </span>
      </Line>
      <Line label="Form">
        {form} · {formatBytes(size)}
      </Line>
      {units.length === 0 ? null : <Line label="Services">{units.join(', ')}</Line>}
      <Line label="SHA-256">
        <span className="mono selectable install-hash">{sha256}</span>
      </Line>
      <Line label="Where to">
        <OneOf look="segments" label="Where to" options={PLACES} chosen={place} onChoose={onPlace} />
      </Line>
    </>
  );
}
