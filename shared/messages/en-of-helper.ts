/**
 * What of the English catalogue the helper can say: the build puts it in the place of `en.ts` there, so that what root starts for
 * every verb reads no more than it needs. A test holds it to the ids in the built helper.
 */
import { EN_COMMON } from './en/common.ts';
import { EN_CORE } from './en/core.ts';
import { EN_HELPER } from './en/helper.ts';
import { EN_SYSTEMD } from './en/systemd.ts';
import { EN_UPDATE } from './en/update.ts';
import { mergeRooms } from './template.ts';

export const EN = mergeRooms(EN_COMMON, EN_CORE, EN_HELPER, EN_SYSTEMD, EN_UPDATE);
