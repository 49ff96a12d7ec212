import * as z from 'zod';
import { MessageSchema } from './message.ts';

/** What a desktop tells a person who looks at something else. */
export const Notice = z.object({
  title: MessageSchema,
  /** A line each. */
  lines: z.array(MessageSchema).readonly(),
});
export type Notice = Readonly<z.infer<typeof Notice>>;
