/** Answers a question about the bytes of an image; runs in the guarded process. */
import { imageNameOf } from '../../shared/discovery-rules.ts';
import { judgeEntry } from '../../shared/systemd/judge-entry.ts';
import { mergeEntryOf, readImage } from '../extensions/reading.ts';
import { readKernelFacts } from '../host/kernel.ts';
import type { RandomAccess } from '../images/source.ts';
import { ImageError } from '../images/tree.ts';
import type { FitAnswer, FitQuestion, Question } from './protocol.ts';

export async function answer(question: Question, source: RandomAccess): Promise<FitAnswer> {
  switch (question.about) {
    case 'fit':
      return fitOf(question, source);
  }
}

async function fitOf({ class: extensionClass, name, host }: FitQuestion, source: RandomAccess): Promise<FitAnswer> {
  try {
    const imageName = imageNameOf(name, `/${name}.raw`, host.rules);
    const reading = await readImage(source, { class: extensionClass, host, imageName, mounts: [] });
    const entry = mergeEntryOf(reading, { name, path: `/${name}.raw`, type: 'raw' }, null);
    const kernelVerity = readKernelFacts().verity();
    const { verdict: found, failure } = judgeEntry(entry, {
      class: extensionClass,
      host,
      force: false,
      policy: null,
      kernelVerity,
    });
    return { verdict: failure === null ? found : { ...found, compatible: false, message: failure.message } };
  } catch (error) {
    if (error instanceof ImageError) return { unreadable: error.message };
    throw error;
  }
}
