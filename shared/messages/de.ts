/** German: what is said by an id, by the room that says it, and the texts of the window. */

import type { Language } from './catalogue.ts';
import { DE_CHANGE } from './de/change.ts';
import { DE_CLI } from './de/cli.ts';
import { DE_COMMANDS } from './de/commands.ts';
import { DE_COMMON } from './de/common.ts';
import { DE_CORE } from './de/core.ts';
import { DE_DECLARED } from './de/declared.ts';
import { DE_DIAGNOSIS } from './de/diagnosis.ts';
import { DE_DOWNLOAD } from './de/download.ts';
import { DE_EXTENSION } from './de/extension.ts';
import { DE_FLEET } from './de/fleet.ts';
import { DE_HELPER } from './de/helper.ts';
import { DE_HISTORY } from './de/history.ts';
import { DE_HOST } from './de/host.ts';
import { DE_LINT } from './de/lint.ts';
import { DE_PORTABLE } from './de/portable.ts';
import { DE_RECIPE } from './de/recipe.ts';
import { DE_REMOTE } from './de/remote.ts';
import { DE_SERVICE } from './de/service.ts';
import { DE_SYSTEMD } from './de/systemd.ts';
import { DE_UPDATE } from './de/update.ts';
import { DE_WINDOW } from './de/window.ts';
import type { EN } from './en.ts';
import { type Misnamed, mergeRooms, type Translation } from './template.ts';

const MESSAGES = mergeRooms(
  DE_CHANGE,
  DE_CLI,
  DE_COMMANDS,
  DE_COMMON,
  DE_CORE,
  DE_DECLARED,
  DE_DIAGNOSIS,
  DE_DOWNLOAD,
  DE_EXTENSION,
  DE_FLEET,
  DE_HELPER,
  DE_HISTORY,
  DE_HOST,
  DE_LINT,
  DE_PORTABLE,
  DE_RECIPE,
  DE_REMOTE,
  DE_SERVICE,
  DE_SYSTEMD,
  DE_UPDATE,
) satisfies Translation<typeof EN>;

/** Does not compile where a translation asks for a value that its text does not have. */
const misnamed: [Misnamed<typeof EN, typeof MESSAGES>] extends [never] ? true : never = true;
void misnamed;

export const DE: Language = { tag: 'de', messages: MESSAGES, window: DE_WINDOW };
