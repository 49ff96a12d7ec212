/** The English catalogue, by the room that says it. */
import { EN_CHANGE } from './en/change.ts';
import { EN_CLI } from './en/cli.ts';
import { EN_COMMANDS } from './en/commands.ts';
import { EN_COMMON } from './en/common.ts';
import { EN_CORE } from './en/core.ts';
import { EN_DECLARED } from './en/declared.ts';
import { EN_DIAGNOSIS } from './en/diagnosis.ts';
import { EN_DOWNLOAD } from './en/download.ts';
import { EN_EXTENSION } from './en/extension.ts';
import { EN_FLEET } from './en/fleet.ts';
import { EN_HELPER } from './en/helper.ts';
import { EN_HISTORY } from './en/history.ts';
import { EN_HOST } from './en/host.ts';
import { EN_LINT } from './en/lint.ts';
import { EN_PORTABLE } from './en/portable.ts';
import { EN_RECIPE } from './en/recipe.ts';
import { EN_REMOTE } from './en/remote.ts';
import { EN_SERVICE } from './en/service.ts';
import { EN_SYSTEMD } from './en/systemd.ts';
import { EN_UPDATE } from './en/update.ts';
import { mergeRooms } from './template.ts';

export const EN = mergeRooms(
  EN_CHANGE,
  EN_CLI,
  EN_COMMANDS,
  EN_COMMON,
  EN_CORE,
  EN_DECLARED,
  EN_DIAGNOSIS,
  EN_DOWNLOAD,
  EN_EXTENSION,
  EN_FLEET,
  EN_HELPER,
  EN_HISTORY,
  EN_HOST,
  EN_LINT,
  EN_PORTABLE,
  EN_RECIPE,
  EN_REMOTE,
  EN_SERVICE,
  EN_SYSTEMD,
  EN_UPDATE,
);
