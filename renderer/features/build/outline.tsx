import { say } from '../../../shared/messages/say.ts';
import { t } from '../../../shared/messages/translate.ts';
import { visibleText } from '../../../shared/messages/visible.ts';
import type { RecipeOutline, SourceView } from '../../../shared/model/recipe-view.ts';
import { ChoiceMenu } from '../../components/choice-menu.tsx';
import { Fact, Facts, PathText } from '../../components/facts.tsx';
import { Field } from '../../components/field.tsx';
import { Name } from '../../components/name.tsx';
import { Pill } from '../../components/pill.tsx';
import { Section } from '../../components/section.tsx';
import { Tile } from '../../components/tile.tsx';
import { useStore } from '../../state/store.ts';
import './outline.css';

/** What a recipe makes, and the choices that there are of it. */
export function Outline({ outline }: { readonly outline: RecipeOutline }) {
  const { name, class: extensionClass, description, sources, steps } = outline;
  return (
    <>
      <header className="outline-head">
        <Tile name={name} class={extensionClass} size={44} />
        <div className="outline-words" data-foreign>
          <h2>
            {name} <span className="muted">{visibleText(outline.version)}</span>
          </h2>
          {description === null ? null : (
            <span className="muted">
              <Name>{description}</Name>
            </span>
          )}
        </div>
      </header>
      <Choices outline={outline} />
      <Section title={t('Sources')}>
        {sources.length === 0 ? <p className="muted">{t('It is made of what stands in the recipe alone.')}</p> : null}
        <ul className="outline-list">
          {sources.map((source) => (
            <Source key={source.name} source={source} />
          ))}
        </ul>
      </Section>
      <Section title={t('What it does')}>
        <ol className="outline-steps">
          {steps.map((step, at) => (
            // biome-ignore lint/suspicious/noArrayIndexKey: a list of sentences, which changes only as a whole
            <li key={at}>{say(step)}</li>
          ))}
        </ol>
      </Section>
    </>
  );
}

function Choices({ outline }: { readonly outline: RecipeOutline }) {
  const change = useStore((state) => state.changeRecipe);
  const folder = useStore((state) => state.recipe?.folder ?? '');
  return (
    <>
      <Facts>
        <Fact label={t('Kind')}>
          {outline.class === 'sysext' ? t('Extension of /usr and /opt') : t('Configuration extension, of /etc')}
        </Fact>
        <Fact label={t('For the OS')}>{say(outline.target)}</Fact>
        <Fact label={t('Version')}>
          <OneOfMany
            label={t('Version')}
            all={outline.versions}
            chosen={outline.version}
            onChoose={(version) => change({ version })}
          />
        </Fact>
        <Fact label={t('Architecture')}>
          <OneOfMany
            label={t('Architecture')}
            all={outline.architectures}
            chosen={outline.architecture}
            onChoose={(architecture) => change({ architecture })}
          />
        </Fact>
      </Facts>
      {outline.needsFolder ? (
        <div className="outline-folder">
          <Field
            label={t('Folder in which its files are, on the machine that Veneer runs on')}
            value={folder}
            placeholder={outline.folder}
            onChange={(typed) => change({ folder: typed.startsWith('/') ? typed : typed === '' ? null : `/${typed}` })}
          />
        </div>
      ) : null}
    </>
  );
}

function OneOfMany({
  label,
  all,
  chosen,
  onChoose,
}: {
  readonly label: string;
  readonly all: readonly string[];
  readonly chosen: string;
  readonly onChoose: (id: string) => void;
}) {
  const wordFor = (one: string) => (one === 'any' ? t('any') : visibleText(one));
  if (all.length < 2) return <bdi>{wordFor(chosen)}</bdi>;
  return (
    <ChoiceMenu
      label={label}
      options={all.map((one) => [one, wordFor(one)] as const)}
      chosen={chosen}
      isPlain
      onChoose={onChoose}
    />
  );
}

function Source({ source: { name, place, sha256, signedBy, state } }: { readonly source: SourceView }) {
  return (
    <li className="outline-source">
      <div className="outline-words">
        <strong data-foreign>
          <Name>{name}</Name>
        </strong>
        <span className="outline-place muted selectable" data-foreign>
          <PathText>{place}</PathText>
        </span>
        {sha256 === null ? null : (
          <span className="outline-place muted selectable" title={sha256}>
            SHA-256 <bdi className="mono">{`${sha256.slice(0, 16)}…`}</bdi>
          </span>
        )}
        {signedBy === null ? null : (
          <span className="outline-place muted selectable">{t('Has to be signed by {key}', { key: signedBy })}</span>
        )}
      </div>
      <State state={state} />
    </li>
  );
}

function State({ state }: { readonly state: SourceView['state'] }) {
  switch (state) {
    case 'kept':
      return <Pill kind="good">{t('Kept')}</Pill>;
    case 'here':
      return <Pill kind="good">{t('Is there')}</Pill>;
    case 'fetched':
      return <Pill kind="neutral">{t('Will be fetched')}</Pill>;
    case 'missing':
      return <Pill kind="bad">{t('Not there')}</Pill>;
    case 'unknown':
      return <Pill kind="bad">{t('No checksum')}</Pill>;
  }
}
