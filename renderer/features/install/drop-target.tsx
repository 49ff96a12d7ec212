import { Download } from 'lucide-react';
import { useEffect, useState } from 'react';
import { foreignText } from '../../../shared/messages/message.ts';
import { t } from '../../../shared/messages/translate.ts';
import { isRecipeFile } from '../../../shared/recipe/file-name.ts';
import { native } from '../../native.ts';
import { inBackground } from '../../state/in-background.ts';
import { store } from '../../state/store.ts';
import './drop-target.css';

const hasFiles = ({ dataTransfer }: DragEvent) => dataTransfer?.types.includes('Files') === true;

/** The whole window takes files; while some are dragged over it, it says so. */
export function DropTarget() {
  const [over, setOver] = useState(false);
  useEffect(() => {
    // Each element that is crossed on the way tells of itself, so entries and leaves are counted.
    let depth = 0;
    const showDepth = (change: number) => {
      depth = Math.max(0, depth + change);
      setOver(depth > 0);
    };
    const listeners = {
      dragenter(event: DragEvent) {
        if (!hasFiles(event)) return;
        event.preventDefault();
        showDepth(1);
      },
      dragover(event: DragEvent) {
        if (!hasFiles(event) || event.dataTransfer === null) return;
        event.preventDefault();
        event.dataTransfer.dropEffect = 'copy';
      },
      dragleave(event: DragEvent) {
        if (hasFiles(event)) showDepth(-1);
      },
      drop(event: DragEvent) {
        if (!hasFiles(event)) return;
        event.preventDefault();
        showDepth(Number.NEGATIVE_INFINITY);
        if (event.dataTransfer !== null) inBackground(takeDropped(event.dataTransfer));
      },
    };
    const all = Object.entries(listeners) as [keyof typeof listeners, (event: DragEvent) => void][];
    for (const [name, listener] of all) window.addEventListener(name, listener);
    return () => {
      for (const [name, listener] of all) window.removeEventListener(name, listener);
    };
  }, []);
  if (!over) return null;
  return (
    <div className="drop-veil" role="status">
      <div className="drop-target">
        <Download aria-hidden size={32} strokeWidth={1.5} />
        <strong>{t('Drop to install')}</strong>
        <span className="muted">
          {t('Image files, or folders with a release file. Nothing is changed before you agree.')}
        </span>
      </div>
    </div>
  );
}

/** By path where the desktop tells it, else by content. */
async function takeDropped({ items, files }: DataTransfer): Promise<void> {
  const { addPaths, addFiles, addRefused, showRecipe } = store.getState();
  // The list is empty as soon as this turn ends.
  const dropped = [...items].flatMap((item, at) => {
    const file = files[at];
    return file === undefined ? [] : [{ file, isFolder: item.webkitGetAsEntry()?.isDirectory === true }];
  });
  for (const { file, isFolder } of dropped) {
    const path = (await native?.pathOf(file)) ?? '';
    if (!isFolder && isRecipeFile(file.name)) await showRecipe(path === '' ? { file } : { path });
    else if (path !== '') addPaths([path]);
    else if (!isFolder) addFiles([file]);
    else {
      addRefused(file.name, {
        code: 'unsupported',
        message: foreignText(t('A browser cannot hand over a folder with its links and modes.')),
        nextStep: foreignText(t('On the machine itself: veneer install FOLDER. Or pack it as an image and drop that.')),
        detail: null,
      });
    }
  }
}
