import * as z from 'zod';
import { COMMANDS, type CommandId } from '../window/commands.ts';
import { ErrorReportSchema } from './operation.ts';

/** What comes to a window from outside its page: a menu, another start, a dialog of the desktop. */
export const Offer = z.discriminatedUnion('kind', [
  /** Absolute paths of files and folders that are to be installed. */
  z.object({ kind: z.literal('files'), paths: z.array(z.string()) }),
  z.object({ kind: z.literal('command'), id: z.enum(COMMANDS.map(({ id }) => id) as [CommandId, ...CommandId[]]) }),
  /** What went wrong behind the window, with no call of it. */
  z.object({ kind: z.literal('problem'), report: ErrorReportSchema }),
]);
export type Offer = Readonly<z.infer<typeof Offer>>;

/** Which Veneer this is, and what it runs on. */
export const About = z.object({
  version: z.string(),
  /** `NAME VERSION` each, of what it is made with. */
  runtime: z.array(z.string()),
  log: z.string(),
});
export type About = Readonly<z.infer<typeof About>>;

/** An error of the page, for the log. */
export const PageError = z.object({ message: z.string().max(8192), stack: z.string().max(16_384) });
export type PageError = Readonly<z.infer<typeof PageError>>;
