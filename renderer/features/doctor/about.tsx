import { Button } from 'react-aria-components/Button';
import { t } from '../../../shared/messages/translate.ts';
import { visibleText } from '../../../shared/messages/visible.ts';
import type { Subject } from '../../../shared/model/diagnosis.ts';
import { Name } from '../../components/name.tsx';
import { showExtension } from '../../shell/show-extension.ts';
import { useStore } from '../../state/store.ts';

/** What a finding is about, where its own words do not name it; of an extension that is here it leads to that. */
export function About({ subject, said }: { readonly subject: Subject; readonly said: string }) {
  const name = nameOf(subject);
  const id = useStore(({ snapshot }) => {
    const found = snapshot?.extensions.find((one) =>
      subject.kind === 'entry'
        ? one.path === subject.path
        : subject.kind === 'extension' && one.class === subject.class && one.name === subject.name && one.listed,
    );
    return found?.id ?? null;
  });
  if (name === null) return null;
  const isSaid = said.includes(visibleText(name));
  if (id === null)
    return isSaid ? null : (
      <span className="checkup-about muted">
        <Name>{name}</Name>
      </span>
    );
  return (
    <Button
      className="checkup-about checkup-link"
      aria-label={t('Show {name} in Extensions', { name })}
      onPress={() => showExtension(id)}
    >
      {isSaid ? t('Show') : <Name>{name}</Name>}
    </Button>
  );
}

function nameOf(subject: Subject): string | null {
  switch (subject.kind) {
    case 'entry':
      return subject.path.slice(subject.path.lastIndexOf('/') + 1);
    case 'extension':
    case 'remote':
    case 'portable':
      return subject.name;
    case 'unit':
      return subject.unit;
    case 'host':
    case 'class':
      return null;
  }
}
