/** Makes the image of an extension from a recipe. The same recipe gives the same bytes, on every machine and for every user. */
import { mkdtempSync, renameSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import type { Parsed } from '../../shared/declared/yaml.ts';
import type { ImageFormat, Packing } from '../../shared/images/packing.ts';
import { type Message, messageOf } from '../../shared/messages/message.ts';
import { VeneerError } from '../../shared/model/errors.ts';
import { type Recipe, type RecipeStep, STEPS } from '../../shared/model/recipe.ts';
import { releaseText } from '../../shared/recipe/release-text.ts';
import { unitText, upholdPath, upholdText } from '../../shared/recipe/unit-text.ts';
import { RELEASE_DIRECTORY } from '../../shared/systemd/classes.ts';
import { openFolder } from '../images/folder.ts';
import { ImageError } from '../images/tree.ts';
import { cancelledError } from '../reader/long-answer.ts';
import { type Opened, openDownloaded } from './archive.ts';
import { removeFolder } from './lay-out.ts';
import { checkOutput, packStage, type SigningFiles } from './pack.ts';
import { runStep } from './run-step.ts';
import { type Fetching, locateSource, type Wanted } from './sources.ts';
import { createStage, InTheWay, type Stage } from './stage.ts';
import { findByPattern, namesToTell } from './take.ts';

const UNITS = '/usr/lib/systemd/system';

export interface Building extends Fetching {
  /** Of the file of the recipe. */
  readonly path: string;
  readonly format: ImageFormat;
  readonly packing: Packing;
  /** Of a verity image, and of that alone. */
  readonly signing: SigningFiles | null;
  /** Told before a command of the recipe runs, with what keeps it apart. */
  onRun(command: readonly string[], sandbox: string): void;
}

interface Source {
  readonly opened: Opened | { readonly kind: 'folder'; readonly tree: Opened['tree'] };
  close(): void;
}

/**
 * @param parsed the recipe with its places, for whoever has to say where something is wrong
 * @param image is written anew; nothing of it is there where this fails
 * @throws {VeneerError} each with line and column: `invalid-input` for a step that cannot be done, and what `locateSource` and
 *   `openDownloaded` throw; `cancelled`
 */
export async function buildImage(
  recipe: Recipe,
  parsed: Parsed,
  wanted: Wanted,
  image: string,
  building: Building,
): Promise<void> {
  checkOutput({ ...building, architecture: wanted.architecture });
  const scratch = mkdtempSync(join(tmpdir(), 'veneer-build-'));
  const sources = new Map<string, Source>();
  const unfinished = `${image}.${process.pid}.new`;
  try {
    const used = new Set(recipe.steps.flatMap(({ take }) => (take === undefined ? [] : [take.from])));
    for (const [name, source] of Object.entries(recipe.sources)) {
      if (!used.has(name)) continue;
      try {
        const path = await locateSource(source, building.path, wanted, building);
        sources.set(name, await openSource(path, mkdtempSync(join(scratch, 'source-')), building.signal));
      } catch (error) {
        throw error instanceof VeneerError ? parsed.located(['sources', name], error) : error;
      }
    }
    let stage = createStage();
    for (const [at, step] of recipe.steps.entries()) {
      building.signal?.throwIfAborted();
      const done = STEPS.find((one) => step[one] !== undefined) ?? 'take';
      try {
        if (step.run !== undefined) stage = await runStep(step.run, stage, scratch, building.signal, building.onRun);
        else await carryOut(step, recipe, stage, sources);
      } catch (error) {
        throw asWrong(parsed, ['steps', at, done], error);
      }
    }
    try {
      putRelease(recipe, wanted, stage);
      await packStage(stage.tree, unfinished, scratch, {
        ...building,
        architecture: wanted.architecture,
        named: `${recipe.name} ${wanted.version} ${wanted.architecture}`,
      });
    } catch (error) {
      throw error instanceof VeneerError ? error : asWrong(parsed, ['steps'], error);
    }
    renameSync(unfinished, image);
  } catch (error) {
    rmSync(unfinished, { force: true });
    if (building.signal?.aborted === true && !(error instanceof VeneerError)) throw cancelledError();
    if ((error as NodeJS.ErrnoException).code !== 'ENOSPC') throw error;
    throw new VeneerError('no-space', messageOf('extension.there-is-no-room-to-pack', { path: dirname(image) }), {
      nextStep: messageOf('common.free-some-room-and-try-again'),
    });
  } finally {
    for (const { close } of sources.values()) close();
    removeFolder(scratch);
  }
}

async function openSource(path: string, scratch: string, signal: AbortSignal | null): Promise<Source> {
  if (statSync(path).isDirectory()) {
    const tree = openFolder(path, 'folder');
    return { opened: { kind: 'folder', tree }, close: () => tree.close() };
  }
  const opened = await openDownloaded(path, scratch, signal);
  return { opened, close: () => opened.tree.close() };
}

async function carryOut(
  step: RecipeStep,
  recipe: Recipe,
  stage: Stage,
  sources: ReadonlyMap<string, Source>,
): Promise<void> {
  const { take, file, link, folder, unit, uphold, tmpfiles, sysusers } = step;
  if (take !== undefined) await takeInto(take, stage, sources);
  if (file !== undefined) stage.putText(file.at, file.content, modeOf(file.mode));
  if (link !== undefined) stage.putLink(link.at, link.to);
  if (folder !== undefined) stage.putFolder(folder.at, modeOf(folder.mode));
  if (unit !== undefined) stage.putText(`${UNITS}/${unit.name}`, unitText(unit), 0o644);
  if (uphold !== undefined) stage.putText(upholdPath(recipe.name, uphold), upholdText(uphold), 0o644);
  if (tmpfiles !== undefined)
    stage.putText(`/usr/lib/tmpfiles.d/${recipe.name}.conf`, `${tmpfiles.join('\n')}\n`, 0o644);
  if (sysusers !== undefined)
    stage.putText(`/usr/lib/sysusers.d/${recipe.name}.conf`, `${sysusers.join('\n')}\n`, 0o644);
}

async function takeInto(
  { from, path, to, mode }: NonNullable<RecipeStep['take']>,
  stage: Stage,
  sources: ReadonlyMap<string, Source>,
): Promise<void> {
  const opened = sources.get(from)?.opened;
  if (opened === undefined) throw new Wrong(messageOf('recipe.no-source', { name: from }));
  const bits = mode === undefined ? null : modeOf(mode);
  const { tree } = opened;
  if (opened.kind === 'program') {
    if (path !== undefined) throw new Wrong(messageOf('recipe.is-one-file', { name: from }));
    if (to.endsWith('/')) throw new Wrong(messageOf('recipe.name-the-file', { path: to, name: from }));
    await stage.copy(tree, opened.node, to, bits ?? 0o755);
    return;
  }
  const found = await findByPattern(tree, path ?? '');
  const [first] = found;
  if (first === undefined) {
    const names = (await namesToTell(tree)).join(', ');
    throw new Wrong(messageOf('recipe.not-in-source', { path: path ?? '', name: from, names }));
  }
  const into = to.endsWith('/');
  if (!into && found.length > 1) throw new Wrong(messageOf('recipe.several', { path: path ?? '', to }));
  // A folder that is named by itself is what it holds.
  for (const { name, node } of found) {
    const target = into && !(found.length === 1 && node.type === 'directory') ? `${to}${name}` : to.replace(/\/+$/, '');
    await stage.copy(tree, node, target, bits);
  }
}

function putRelease(recipe: Recipe, wanted: Wanted, stage: Stage): void {
  const path = `/${RELEASE_DIRECTORY[recipe.class]}/extension-release.${recipe.name}`;
  const units = stage.namesIn(UNITS);
  stage.putText(path, releaseText(recipe, wanted.version, wanted.architecture, units), 0o644);
}

const modeOf = (text: string): number => Number.parseInt(text, 8);

/** What a step asks for and cannot have. */
class Wrong extends Error {
  override readonly name = 'Wrong';
  readonly said: Message;
  constructor(said: Message) {
    super(said.id);
    this.said = said;
  }
}

function asWrong(parsed: Parsed, place: readonly PropertyKey[], error: unknown): unknown {
  const wrong = (said: Message) => {
    const nextStep = messageOf('recipe.mend-it');
    return parsed.located(place, new VeneerError('invalid-input', said, { nextStep }));
  };
  if (error instanceof Wrong) return wrong(error.said);
  if (error instanceof InTheWay) return wrong(messageOf('recipe.in-the-way', { path: error.path }));
  if (error instanceof VeneerError) return parsed.located(place, error);
  if (error instanceof ImageError) return wrong(messageOf('recipe.cannot-be-taken', { reason: error.said }));
  return error;
}
