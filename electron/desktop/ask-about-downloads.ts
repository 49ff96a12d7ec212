/** The question where the window is closed while something is being downloaded. */
import { type BrowserWindow, dialog } from 'electron';
import { t } from '../../shared/messages/translate.ts';
import type { Answer } from './end-after-jobs.ts';

const ANSWERS: readonly Answer[] = ['keep', 'stop', 'cancel'];

export async function askAboutDownloads(window: BrowserWindow): Promise<Answer> {
  const { response } = await dialog.showMessageBox(window, {
    type: 'question',
    message: t('Something is being downloaded.'),
    detail: t('Veneer can download the rest without a window and then end, or go on when it is started again.'),
    buttons: [t('Keep downloading'), t('Stop for now'), t('Cancel')],
    defaultId: ANSWERS.indexOf('keep'),
    cancelId: ANSWERS.indexOf('cancel'),
    noLink: true,
  });
  return ANSWERS[response] ?? 'cancel';
}
