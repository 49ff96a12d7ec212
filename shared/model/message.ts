import * as z from 'zod';
import { foreignText, type Message } from '../messages/message.ts';

/** Messages in messages, as ours have them; a state file or another version could nest without end. */
const DEEPEST = 16;

const known = (inside: z.ZodType<Message, Message> | null): z.ZodType<Message, Message> =>
  z.object({
    id: z.string(),
    values: z.record(z.string(), z.union([z.string(), z.number(), ...(inside === null ? [] : [inside])])),
    text: z.string(),
  });

let Known = known(null);
for (let depth = 1; depth < DEEPEST; depth++) Known = known(Known);

const Old = z.string().transform((text) => foreignText(text));

/** What is said to a person; see shared/messages. A text of before there were ids is read too, and stays what it is. */
export const MessageSchema = z.union([Known, Old]) as unknown as z.ZodType<Message, Message>;
