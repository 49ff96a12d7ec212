/** A server at the end of a bad line, over which nothing comes to its end until a test says that the line is a good one. */
import { type FaultyServer, serveFaults, serveFile } from './faulty-server.ts';

const PIECE = 64 * 1024;
const EVERY_MS = 100;

export interface SlowServer extends FaultyServer {
  /** What is on its way, and all that is asked for later, comes at once. */
  hurry(): void;
}

/** @param files by their names; lists and the like, of no more than a piece of 64 KiB, are never slow */
export async function serveSlowly(files: Readonly<Record<string, Buffer>>): Promise<SlowServer> {
  let isFast = false;
  const server = await serveFaults((request, response) => {
    const content = files[String(request.url).slice(1)];
    if (content === undefined) {
      response.writeHead(404).end();
      return;
    }
    const send = (body: Buffer) => {
      let at = 0;
      const more = () => {
        if (!isFast && at + PIECE >= body.length) return;
        const piece = body.subarray(at, isFast ? undefined : at + PIECE);
        at += piece.length;
        response.write(piece);
        if (at < body.length) return;
        clearInterval(timer);
        response.end();
      };
      const timer = setInterval(more, EVERY_MS);
      response.once('close', () => clearInterval(timer));
      more();
    };
    serveFile(request, response, content.length > PIECE ? { content, send } : { content });
  });
  return {
    ...server,
    hurry: () => {
      isFast = true;
    },
  };
}
