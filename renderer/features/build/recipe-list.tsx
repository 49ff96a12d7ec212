import { ChevronRight } from 'lucide-react';
import { useEffect, useState } from 'react';
import { Button as AriaButton } from 'react-aria-components/Button';
import { say } from '../../../shared/messages/say.ts';
import { t } from '../../../shared/messages/translate.ts';
import type { ErrorReport } from '../../../shared/model/errors.ts';
import type { ShippedRecipe } from '../../../shared/model/recipe-view.ts';
import { Button } from '../../components/button.tsx';
import { Field } from '../../components/field.tsx';
import { Name } from '../../components/name.tsx';
import { Notice } from '../../components/notice.tsx';
import { Section } from '../../components/section.tsx';
import { Skeleton } from '../../components/skeleton.tsx';
import { Tile } from '../../components/tile.tsx';
import { reportOf } from '../../report.ts';
import { inBackground } from '../../state/in-background.ts';
import { store, useStore } from '../../state/store.ts';
import './recipe-list.css';

/** The recipes that there are to begin with. */
export function RecipeList() {
  const recipes = useStore((state) => state.recipes);
  const isOpen = useStore((state) => state.connection === 'open');
  useEffect(() => {
    if (isOpen) inBackground(store.getState().loadRecipes());
  }, [isOpen]);
  if (recipes === null) return <Skeleton waitsFor={t('The recipes are being read.')} />;
  const published = recipes.filter((one) => one.isPublished);
  const own = recipes.filter((one) => !one.isPublished);
  return (
    <div className="recipes">
      <p className="muted">
        {t(
          'A recipe says from what an extension is made and how it is laid out. What is built can be installed at once.',
        )}
      </p>
      <Group title={t('From releases of their publishers')} recipes={published} />
      <Group title={t('From files of your own')} recipes={own} />
      <OpenPath />
    </div>
  );
}

function Group({ title, recipes }: { readonly title: string; readonly recipes: readonly ShippedRecipe[] }) {
  if (recipes.length === 0) return null;
  return (
    <Section title={title}>
      <ul className="recipes-list">
        {recipes.map((recipe) => (
          <li key={recipe.name}>
            <Row recipe={recipe} />
          </li>
        ))}
      </ul>
    </Section>
  );
}

function Row({
  recipe: { name, version, description, class: extensionClass, text },
}: {
  readonly recipe: ShippedRecipe;
}) {
  const openRecipe = useStore((state) => state.openRecipe);
  return (
    <AriaButton className="recipe-row" onPress={() => openRecipe({ text, folder: null })}>
      <Tile name={name} class={extensionClass} />
      <span className="recipe-words" data-foreign>
        <span>
          <strong>{name}</strong> <span className="muted">{version}</span>
        </span>
        {description === null ? null : (
          <span className="recipe-line muted">
            <Name>{description}</Name>
          </span>
        )}
      </span>
      <ChevronRight aria-hidden size={16} />
    </AriaButton>
  );
}

/** For a recipe beside which its files are. */
function OpenPath() {
  const openRecipePath = useStore((state) => state.openRecipePath);
  const [path, setPath] = useState('');
  const [problem, setProblem] = useState<ErrorReport | null>(null);
  const open = async () => {
    setProblem(null);
    try {
      await openRecipePath(path.trim());
    } catch (error) {
      setProblem(reportOf(error));
    }
  };
  return (
    <Section title={t('A recipe in a file')}>
      <form
        className="recipes-path"
        onSubmit={(event) => {
          event.preventDefault();
          if (path.trim() !== '') inBackground(open());
        }}
      >
        <Field
          label={t('Its path on the machine that Veneer runs on')}
          value={path}
          placeholder="/home/me/NAME.recipe.yaml"
          onChange={setPath}
        />
        <Button type="submit" isDisabled={path.trim() === ''}>
          {t('Open')}
        </Button>
      </form>
      {problem === null ? null : (
        <div role="alert">
          <Notice kind="bad">{say(problem.message)}</Notice>
        </div>
      )}
    </Section>
  );
}
