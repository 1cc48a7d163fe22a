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
 * ms. Throws `TooLarge`, `TooSlow`, and `Cancelled` if the client goes before the end or the signal aborts. The connection stays, for an
 * answer.
 */
export async function* bodyPieces(
  incoming: IncomingMessage,
  most: number,
  patience: () => number,
  signal?: AbortSignal,
): AsyncGenerator<Uint8Array> {
  if (Number(incoming.headers["content-length"] ?? 0) > most) throw tooLarge(most);
  const pieces = incoming.iterator({ destroyOnReturn: false }) as AsyncIterator<Uint8Array>;
  let length = 0;
  try {
    for (;;) {
      const next = await within(patience(), pieces.next(), signal);
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

/** How much of a body that nobody wants is read all the same, and for how long: some clients hear no answer before they have sent it. */
const MOST_UNWANTED = 32 * 1024 * 1024;
const UNWANTED_TIME = 1000;

/** Reads and drops the rest of a body, within bounds. Returns whether it came to its end. */
export async function dropRest(incoming: IncomingMessage): Promise<boolean> {
  if (incoming.complete && incoming.readableLength === 0) return true;
  await new Promise<void>((resolve) => {
    let length = 0;
    const count = (piece: Uint8Array) => {
      length += piece.length;
      if (length > MOST_UNWANTED) done();
    };
    const timer = setTimeout(() => done(), UNWANTED_TIME);
    const done = () => {
      clearTimeout(timer);
      incoming.off("data", count).off("end", done).off("close", done);
      resolve();
    };
    incoming.on("data", count).once("end", done).once("close", done).resume();
  });
  return incoming.complete;
}

async function within<T>(ms: number, work: Promise<T>, signal?: AbortSignal): Promise<T> {
  // Where nobody waits any more, its failure is nobody's.
  work.catch(() => undefined);
  return await new Promise<T>((resolve, reject) => {
    const timer = setTimeout(() => settle(() => reject(tooSlow())), Math.max(0, ms));
    const stop = () => settle(() => reject(cancelled()));
    const settle = (how: () => void) => {
      clearTimeout(timer);
      signal?.removeEventListener("abort", stop);
      how();
    };
    signal?.addEventListener("abort", stop);
    work.then(
      (value) => settle(() => resolve(value)),
      (error: unknown) => settle(() => reject(error)),
    );
    if (signal?.aborted) stop();
  });
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
