/** What a recipe does and for which OS, in words. */
import { type Message, messageOf } from '../messages/message.ts';
import type { Recipe, RecipeStep } from '../model/recipe.ts';
import type { ExtensionClass } from '../systemd/classes.ts';

const MOST_SHOWN = 3;

/** One step as a sentence without its full stop. */
export function stepText(step: RecipeStep): Message {
  const { take, file, link, folder, unit, uphold, tmpfiles, sysusers, run } = step;
  if (take !== undefined) return takeText(take);
  if (file !== undefined) return messageOf('recipe.step-file', { path: file.at });
  if (link !== undefined) return messageOf('recipe.step-link', { path: link.at, to: link.to });
  if (folder !== undefined) return messageOf('recipe.step-folder', { path: folder.at });
  if (unit !== undefined) return messageOf('recipe.step-unit', { name: unit.name });
  if (uphold !== undefined) return messageOf('recipe.step-uphold', { unit: uphold.unit, by: uphold.by });
  if (tmpfiles !== undefined) return messageOf('recipe.step-tmpfiles', { lines: firstOf(tmpfiles) });
  if (sysusers !== undefined) return messageOf('recipe.step-sysusers', { lines: firstOf(sysusers) });
  return messageOf('recipe.step-run', { command: commandText(run ?? []) });
}

const MOST_LETTERS = 80;

/** As much of a command as fits into a sentence. */
export function commandText(command: readonly string[]): string {
  const text = command.map((word) => (/^[\w./:=@%+,-]+$/.test(word) ? word : JSON.stringify(word))).join(' ');
  return text.length > MOST_LETTERS ? `${text.slice(0, MOST_LETTERS)}…` : text;
}

function takeText({ from, path, to }: NonNullable<RecipeStep['take']>): Message {
  return path === undefined
    ? messageOf('recipe.step-take-all', { from, to })
    : messageOf('recipe.step-take', { path, from, to });
}

const firstOf = (lines: readonly string[]): string =>
  [...lines.slice(0, MOST_SHOWN), ...(lines.length > MOST_SHOWN ? ['…'] : [])].join('; ');

/** The OS that an extension of a recipe fits. */
export function targetText(extensionClass: ExtensionClass, target: Recipe['target']): Message {
  const { id, level } = target;
  const version = target['version-id'];
  if (id === '_any') return messageOf('recipe.for-any-os');
  if (version !== undefined) return messageOf('recipe.for-version', { id, version });
  const field = extensionClass === 'sysext' ? 'SYSEXT_LEVEL' : 'CONFEXT_LEVEL';
  return messageOf('recipe.for-level', { id, field, level: level ?? '' });
}
