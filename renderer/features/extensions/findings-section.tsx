import { say } from '../../../shared/messages/say.ts';
import { t } from '../../../shared/messages/translate.ts';
import type { Diagnosis } from '../../../shared/model/diagnosis.ts';
import { DiagnosisList } from '../../components/diagnosis-list.tsx';
import { Section } from '../../components/section.tsx';
import { useExtensionCall, useLayersKey } from '../../components/use-call.ts';

/** What should be known before it is trusted; nothing where nothing was found, for the contents say why they are not read. */
export function FindingsSection({ id, name }: { readonly id: string; readonly name: string }) {
  const { value } = useExtensionCall(id, useLayersKey(id), (client, of) => client.extensions.findings(of));
  if (value === null || value.findings.length === 0) return null;
  return (
    <Section title={t('Worth knowing')} aside={value.findings.length}>
      <DiagnosisList diagnoses={value.findings.map((one) => withoutSwitch(one, name))} />
      {value.problem === null ? null : <p className="muted">{say(value.problem)}</p>}
    </Section>
  );
}

/** The switch of the extension stands above all that is said of it. */
function withoutSwitch(one: Diagnosis, name: string): Diagnosis {
  return one.fix?.changes.some((change) => change.name === name) === true ? { ...one, fix: null } : one;
}
