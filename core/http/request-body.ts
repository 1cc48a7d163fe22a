import type { IncomingMessage } from "node:http";
import { cancelled, StrataError } from "../errors.ts";
import { pathsIn } from "./failure.ts";
import type { Limits } from "./limits.ts";
import type { Exchange } from "./serving.ts";

/** How deep the values of a document may lie in each other: all that Strata takes are flat. */
const MOST_DEPTH = 64;

/**
 * Reads the body of a request as a JSON document; an empty one is an empty object. Throws `BadInput`, `TooLarge`, `TooSlow`, and
 * `Cancelled` if the client goes.
 */
export async function readJson(c: Exchange, { body: most, bodyTime }: Limits): Promise<unknown> {
  const pieces: Uint8Array[] = [];
  const deadline = performance.now() + bodyTime;
  const left = () => deadline - performance.now();
  for await (const piece of bodyPieces(c.env.incoming, most, left)) pieces.push(piece);
  const bytes = Buffer.concat(pieces);
  if (bytes.length === 0) return {};
  const type = c.req.header("content-type") ?? "";
  // No page can send this type to another site without asking first.
  if (!/^application\/json\s*(;|$)/i.test(type)) {
    throw new StrataError("BadInput", "The body is no JSON document by its Content-Type.", {
      hint: "Send it with Content-Type: application/json.",
    });
  }
  const document = parseJson(bytes);
  c.set("asked", [...c.get("asked"), ...pathsIn(document)]);
  return document;
}

/**
 * Yields the body of a request as it comes, no faster than it is taken. `patience` returns how long to wait for the next piece, in
 * ms. Throws `TooLarge`, `TooSlow`, and `Cancelled` if the client goes before the end. The connection stays, for an answer.
 */
export async function* bodyPieces(
  incoming: IncomingMessage,
  most: number,
  patience: () => number,
): AsyncGenerator<Uint8Array> {
  if (Number(incoming.headers["content-length"] ?? 0) > most) throw tooLarge(most);
  const pieces = incoming.iterator({ destroyOnReturn: false }) as AsyncIterator<Uint8Array>;
  let length = 0;
  try {
    for (;;) {
      const next = await within(patience(), pieces.next());
      if (next.done === true) break;
      length += next.value.length;
      if (length > most) throw tooLarge(most);
      yield next.value;
    }
  } catch (thrown) {
    throw incoming.errored === null ? thrown : cancelled();
  }
  if (!incoming.complete) throw cancelled();
}

async function within<T>(ms: number, work: Promise<T>): Promise<T> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(tooSlow()), Math.max(0, ms));
  });
  try {
    return await Promise.race([work, late]);
  } finally {
    clearTimeout(timer);
    work.catch(() => undefined);
  }
}

function parseJson(bytes: Buffer): unknown {
  const text = bytes.toString("utf8");
  if (depthOf(text) > MOST_DEPTH) {
    throw new StrataError("BadInput", "The values of the body lie too deep in each other.", {
      hint: `At most ${MOST_DEPTH} levels are taken.`,
    });
  }
  try {
    return JSON.parse(text);
  } catch (cause) {
    throw new StrataError("BadInput", "The body is no JSON document.", {
      hint: "It has to be one whole value, in UTF-8.",
      cause,
    });
  }
}

/** Returns how deep brackets outside of strings lie in each other. */
function depthOf(text: string): number {
  let depth = 0;
  let deepest = 0;
  for (const [token] of text.matchAll(/"(?:[^"\\]|\\.)*"?|[[\]{}]/gs)) {
    if (token === "[" || token === "{") deepest = Math.max(deepest, ++depth);
    else if (token === "]" || token === "}") depth--;
  }
  return deepest;
}

function tooLarge(most: number): StrataError {
  return new StrataError("TooLarge", `The body has more than ${most.toLocaleString("en")} bytes.`, {
    hint: "Send less at once; whole folders go to the route for uploads.",
  });
}

function tooSlow(): StrataError {
  return new StrataError("TooSlow", "The rest of the body did not come.", {
    hint: "Send it again, without a pause; nothing was changed.",
  });
}
