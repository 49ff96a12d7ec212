import { TriangleAlert } from 'lucide-react';
import { useState } from 'react';
import { say } from '../../../shared/messages/say.ts';
import { counted, t } from '../../../shared/messages/translate.ts';
import type { Examined, Impact, InspectedImage } from '../../../shared/model/inspected-image.ts';
import { Button } from '../../components/button.tsx';
import { DiagnosisList } from '../../components/diagnosis-list.tsx';
import { Fact, Facts, PathText } from '../../components/facts.tsx';
import type { Arrival } from '../../state/arrivals.ts';
import { useStore } from '../../state/store.ts';
import { TrustFact } from './trust-fact.tsx';

interface Props {
  readonly examined: Examined;
  readonly arrival: Arrival;
}

const MOST_FINDINGS = 5;
const MOST_UNITS = 6;

/** What it adds, what it takes the place of, with whom it shares files, and how far it can be trusted. */
export function ArrivalFacts({ examined: { inspected, impact }, arrival }: Props) {
  const { name, renamedFrom, form, compression, source, path } = inspected;
  const more = impact.findings.length - MOST_FINDINGS;
  return (
    <Facts>
      <Fact label={t('Adds')}>{addsOf(inspected, impact)}</Fact>
      {inspected.units.length === 0 ? null : (
        <Fact label={t('Services')}>
          <Services units={inspected.units} />
        </Fact>
      )}
      {impact.replaces === null ? null : <Fact label={t('Replaces')}>{replacesText(impact.replaces)}</Fact>}
      <SharedFacts impact={impact} />
      <TrustFact examined={{ inspected, impact }} arrival={arrival} />
      {renamedFrom === null ? null : (
        <Fact label={t('Name')}>
          {t('{name}, from its release file; the file is called {file}', { name, file: renamedFrom })}
        </Fact>
      )}
      <Fact label={t('Format')}>
        {[
          compression === null ? form : `${form}, ${compression}`,
          source === path ? null : t('packed from the folder, as root’s and without setuid'),
        ]
          .filter(Boolean)
          .join(' · ')}
      </Fact>
      {impact.findings.length === 0 ? null : (
        <Fact label={t('Worth knowing')}>
          <DiagnosisList diagnoses={impact.findings.slice(0, MOST_FINDINGS)} />
          {more > 0 ? counted(more, 'and {count} more', 'and {count} more') : null}
        </Fact>
      )}
    </Facts>
  );
}

const addsOf = ({ units }: InspectedImage, { files }: Impact): string =>
  [
    counted(files, '{count} file', '{count} files'),
    units.length === 0 ? t('no services') : counted(units.length, '{count} service', '{count} services'),
  ].join(', ');

function Services({ units }: { readonly units: readonly string[] }) {
  const mergeNow = useStore((state) => state.mergeNow);
  // Nothing runs in a tree, or in the sandbox.
  const isLive = useStore(({ snapshot }) => snapshot?.host.root === '/' && !snapshot.host.sandbox);
  const rest = units.length - MOST_UNITS;
  return (
    <>
      <span className="mono">{units.slice(0, MOST_UNITS).join(', ')}</span>{' '}
      {rest > 0 ? `${counted(rest, 'and {count} more', 'and {count} more')} ` : ''}
      {/* What each does once it is merged stands below, by the plan. */}
      {isLive && !mergeNow ? `(${t('not before it is merged')})` : null}
    </>
  );
}

function replacesText({ version, path, isKept }: NonNullable<Impact['replaces']>): string {
  const what = version === null ? path : t('version {version}', { version });
  return isKept
    ? t('{what}, which stays available to go back to', { what })
    : t('{what}, at {path}, which counts until then', { what, path });
}

/** Files that something else has too: whose they are, and which. */
function SharedFacts({ impact: { overrides, hiddenBy, problem } }: { readonly impact: Impact }) {
  if (overrides.length + hiddenBy.length === 0 && problem === null) {
    return <Fact label={t('Conflicts')}>{t('none')}</Fact>;
  }
  return (
    <Fact label={t('Conflicts')}>
      {overrides.map((one) => (
        <SharedLine
          key={`over ${one.name}`}
          shared={one}
          text={
            one.name === 'base'
              ? counted(one.files, 'replaces {count} file of the OS', 'replaces {count} files of the OS')
              : t('replaces {files} of {name}', {
                  files: counted(one.files, '{count} file', '{count} files'),
                  name: one.name,
                })
          }
        />
      ))}
      {hiddenBy.map((one) => (
        <SharedLine
          key={`under ${one.name}`}
          shared={one}
          text={t('{files} hidden by {name}', {
            files: counted(one.files, '{count} file', '{count} files'),
            name: one.name,
          })}
        />
      ))}
      {problem === null ? null : <div>{say(problem)}</div>}
    </Fact>
  );
}

function SharedLine({ shared, text }: { readonly shared: Impact['overrides'][number]; readonly text: string }) {
  const [isOpen, setOpen] = useState(false);
  const [only, ...others] = shared.paths;
  const rest = shared.files - shared.paths.length;
  return (
    <div className="arrival-shared">
      <TriangleAlert aria-hidden size={13} /> {text}
      {others.length === 0 && only !== undefined ? (
        <>
          {': '}
          <PathText>{only}</PathText>
        </>
      ) : (
        <Button
          look="quiet"
          aria-expanded={isOpen}
          aria-label={`${isOpen ? t('Hide') : t('Show')}: ${text}`}
          onPress={() => setOpen(!isOpen)}
        >
          {isOpen ? t('Hide') : t('Show')}
        </Button>
      )}
      {isOpen ? (
        <ul className="arrival-paths">
          {shared.paths.map((path) => (
            <li key={path}>
              <PathText>{path}</PathText>
            </li>
          ))}
          {rest > 0 ? <li>{counted(rest, 'and {count} more', 'and {count} more')}</li> : null}
        </ul>
      ) : null}
    </div>
  );
}
