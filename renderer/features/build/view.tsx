import { FolderOpen, SquarePlus } from 'lucide-react';
import { useEffect } from 'react';
import { FileTrigger } from 'react-aria-components/FileTrigger';
import { t } from '../../../shared/messages/translate.ts';
import { Button } from '../../components/button.tsx';
import { ViewHeader } from '../../components/view-header.tsx';
import { native } from '../../native.ts';
import { inBackground } from '../../state/in-background.ts';
import { store, useStore } from '../../state/store.ts';
import { NEW_RECIPE } from './new-recipe.ts';
import { RecipeList } from './recipe-list.tsx';
import { Workbench } from './workbench.tsx';

/** An extension from a recipe: one is chosen or written, looked at and built; the image goes to the sheet that installs it. */
export function BuildView() {
  const recipe = useStore((state) => state.recipe);
  const openRecipe = useStore((state) => state.openRecipe);
  const isOpen = useStore((state) => state.connection === 'open');
  useEffect(() => {
    // One that was begun before a reload, or over an earlier connection.
    if (isOpen) inBackground(store.getState().followBuild());
  }, [isOpen]);
  if (recipe !== null) return <Workbench recipe={recipe} />;
  return (
    <>
      <ViewHeader title={t('Build')} subtitle={t('An extension from a recipe')}>
        <FileTrigger
          acceptedFileTypes={['.yaml', '.yml', '.json']}
          onSelect={(files) => inBackground(openFile(files?.[0] ?? null))}
        >
          <Button>
            <FolderOpen aria-hidden size={14} /> {t('Open a recipe…')}
          </Button>
        </FileTrigger>
        <Button look="primary" onPress={() => openRecipe({ text: NEW_RECIPE, folder: null })}>
          <SquarePlus aria-hidden size={14} /> {t('Write one')}
        </Button>
      </ViewHeader>
      <RecipeList />
    </>
  );
}

/** By path where the desktop tells it, for its files lie beside it; else by content. */
async function openFile(file: File | null): Promise<void> {
  if (file === null) return;
  const path = (await native?.pathOf(file)) ?? '';
  await store.getState().showRecipe(path === '' ? { file } : { path });
}
