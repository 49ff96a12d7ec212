import { z } from 'zod';
import { foreign, type Message } from '../messages/message.ts';

const Known: z.ZodType<Message, Message> = z.object({
  id: z.string(),
  values: z.record(z.string(), z.union([z.string(), z.number(), z.lazy(() => Known)])),
  text: z.string(),
});

const Old = z.string().transform((text) => foreign(text));

/** What is said to a person; see shared/messages. A text of before there were ids is read too, and stays what it is. */
export const MessageSchema = z.union([Known, Old]) as unknown as z.ZodType<Message, Message>;
