/** veneer build: the image of an extension from a recipe. */
import { existsSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { readAs } from '../../shared/declared/read.ts';
import { MAX_DECLARED, parseYaml } from '../../shared/declared/yaml.ts';
import { IMAGE_FORMATS } from '../../shared/images/packing.ts';
import { type Message, messageOf } from '../../shared/messages/message.ts';
import { VeneerError } from '../../shared/model/errors.ts';
import { Recipe } from '../../shared/model/recipe.ts';
import { commandText } from '../../shared/recipe/step-text.ts';
import { cacheDirectory } from '../api/paths.ts';
import { architectureFor } from '../build/architecture.ts';
import { buildImage } from '../build/build.ts';
import { lintFile } from '../extensions/lint.ts';
import { readRegular } from '../node/regular-file.ts';
import { diagnosisText } from './diagnosis-text.ts';
import { interruptible } from './interrupt.ts';
import type { Invocation } from './invocation.ts';
import { printOut, safeText, sayAnswer, tellNote } from './terminal.ts';

export async function runBuild(invocation: Invocation): Promise<number> {
  const path = resolve(invocation.operands[0] ?? '');
  const bytes = readRegular(path, MAX_DECLARED, { followLink: true });
  if (bytes === null)
    throw new VeneerError('not-found', messageOf('declared.no-file', { path }), {
      nextStep: messageOf('recipe.make-one'),
    });
  const { parsed, recipe } = readRecipe(bytes.toString('utf8'), path);
  const image = resolve(invocation.operands[1] ?? `${recipe.name}.raw`);
  if (existsSync(image)) throw new VeneerError('invalid-input', messageOf('build.is-there-already', { path: image }));
  const wanted = {
    version: invocation.named ?? recipe.version,
    architecture: architectureFor(recipe, invocation.architecture),
  };
  const { key, certificate } = invocation;
  const format = IMAGE_FORMATS.find((one) => one === invocation.format) ?? recipe.format;
  if (format === 'erofs' && invocation.compression !== null)
    throw new VeneerError('invalid-input', messageOf('build.erofs-has-own-compression'));
  if ((key === null) !== (certificate === null))
    throw new VeneerError('invalid-input', messageOf('build.verity-takes-key'), {
      nextStep: messageOf('build.make-key'),
    });
  const ran: Message[] = [];
  const stop = interruptible();
  const building = {
    path,
    format,
    packing: invocation.compression ?? 'gzip',
    signing: key === null || certificate === null ? null : { key, certificate },
    cache: join(cacheDirectory(), 'sources'),
    signal: stop.signal,
    onFetch: (address: string) => tellNote(messageOf('build.fetching', { address })),
    onRun: (command: readonly string[], sandbox: string) => {
      ran.push(messageOf('build.was-run', { command: commandText(command), sandbox }));
      tellNote(messageOf('build.running', { command: commandText(command), sandbox }));
    },
  };
  await buildImage(recipe, parsed, wanted, image, building).finally(stop.end);
  const { findings } = await lintFile(image, { class: recipe.class, name: recipe.name }, null);
  const warnings = findings.map(diagnosisText);
  if (!invocation.json) for (const one of warnings) tellNote(one);
  if (invocation.json) sayAnswer('made', { path: image, warnings: [...ran, ...warnings] });
  else printOut(safeText(image));
  return 0;
}

function readRecipe(text: string, path: string) {
  try {
    const parsed = parseYaml(text, path);
    return { parsed, recipe: readAs(Recipe, parsed) };
  } catch (error) {
    if (!(error instanceof VeneerError) || error.nextStep !== null) throw error;
    throw VeneerError.of({ ...error.report(), nextStep: messageOf('recipe.see-fields') });
  }
}
