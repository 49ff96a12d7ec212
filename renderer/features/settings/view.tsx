import { EMPTY_REQUEST } from '../../../shared/empty-request.ts';
import type { Host } from '../../../shared/model/host.ts';
import type { Settings } from '../../../shared/model/settings.ts';
import { runCommand } from '../../commands/run.ts';
import { Button } from '../../components/button.tsx';
import { OneOf } from '../../components/one-of.tsx';
import { Line, Section } from '../../components/section.tsx';
import { Toggle } from '../../components/toggle.tsx';
import { native } from '../../native.ts';
import { useStore } from '../../state/store.ts';
import './view.css';

const THEMES: readonly (readonly [Settings['theme'], string])[] = [
  ['system', 'As the system'],
  ['light', 'Light'],
  ['dark', 'Dark'],
];

export function SettingsView() {
  const settings = useStore((state) => state.settings);
  const change = useStore((state) => state.changeSettings);
  const host = useStore((state) => state.snapshot?.host ?? null);
  return (
    <div className="settings">
      <div className="settings-column">
        <Section title="Look">
          <Line label="Theme">
            <OneOf
              look="segments"
              label="Theme"
              options={THEMES}
              chosen={settings.theme}
              onChoose={(theme) => void change({ theme })}
            />
          </Line>
        </Section>
        <Section title="Changes">
          <Choice
            label="Apply at once"
            hint="A single switch acts right away instead of being staged."
            on={settings.applyAtOnce}
            onChange={(applyAtOnce) => void change({ applyAtOnce })}
          />
          <Choice
            label="List masks"
            hint="Empty folders that mask an extension get a row of their own."
            on={settings.showMaskEntries}
            onChange={(showMaskEntries) => void change({ showMaskEntries })}
          />
        </Section>
        {host === null ? null : (
          <>
            <Section title="Sandbox">
              <Line
                label={
                  <>
                    A tree of sample extensions in your own folder, really merged, without root
                    <br />
                    <span className="muted">
                      {host.sandbox ? 'It is open now.' : 'Nothing on this machine is touched.'}
                    </span>
                  </>
                }
              >
                <Button onPress={() => runCommand(host.sandbox ? 'leave-sandbox' : 'open-sandbox')}>
                  {host.sandbox ? 'Leave' : 'Open'}
                </Button>
              </Line>
            </Section>
            <Section title="About">
              <Line label="How changes are made">
                {host.executor.sentence}
                <HelperButton helper={host.executor.helper} />
              </Line>
              <Line label="Running as">{host.user}</Line>
              <Line label="Judged by the rules of">
                systemd {host.judgedAs}
                {host.systemdVersion === null ? ' (assumed, none was found)' : ''}
              </Line>
              {native === null ? null : <Line label="Versions">{native.versions()}</Line>}
            </Section>
          </>
        )}
      </div>
    </div>
  );
}

/** Offers to install the helper where Veneer only carries it along. */
function HelperButton({ helper }: Pick<Host['executor'], 'helper'>) {
  const review = useStore((state) => state.reviewRequest);
  if (helper !== 'carried') return null;
  return (
    <Button onPress={() => void review({ ...EMPTY_REQUEST, classes: ['sysext'], helper: true })}>
      Install the helper…
    </Button>
  );
}

function Choice({
  label,
  hint,
  on,
  onChange,
}: {
  readonly label: string;
  readonly hint: string;
  readonly on: boolean;
  readonly onChange: (on: boolean) => void;
}) {
  return (
    <Line
      label={
        <>
          {label}
          <br />
          <span className="muted">{hint}</span>
        </>
      }
    >
      <Toggle label={label} on={on} onChange={onChange} />
    </Line>
  );
}
