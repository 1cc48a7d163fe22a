import { isIP } from "node:net";
import { hostname } from "node:os";
import { StrataError } from "../errors.ts";
import { Allowance } from "./allowance.ts";
import type { Limits } from "./limits.ts";
import type { Exchange } from "./serving.ts";
import { sameToken } from "./token.ts";

/** Decides which requests are taken at all. */
export class Guards {
  readonly #host: string;
  readonly #token: () => string;
  readonly #requests: Allowance;
  readonly #strangers: Allowance;

  /** `host` is the one to listen on; `token` returns the token of the moment. */
  constructor(host: string, token: () => string, limits: Limits) {
    this.#host = host;
    this.#token = token;
    this.#requests = new Allowance(limits.burst, 1000 / limits.rate);
    this.#strangers = new Allowance(limits.strangers, limits.strangerPause);
  }

  /** Throws `Forbidden` for a request that a browser was led to send. */
  checkPlace(c: Exchange): void {
    const host = c.req.header("host") ?? "";
    if (!this.#isOwn(host)) throw foreign(`This server is not ${JSON.stringify(host.slice(0, 80))}.`);
    const origin = c.req.header("origin");
    if (origin !== undefined && origin.toLowerCase() !== `http://${host.toLowerCase()}`)
      throw foreign(`Pages of ${JSON.stringify(origin.slice(0, 80))} may not use this server.`);
    const site = c.req.header("sec-fetch-site") ?? "none";
    if (site !== "none" && site !== "same-origin")
      throw foreign("Pages of other sites may not use this server.");
  }

  /** Throws `Unauthorized` without the right token; `TooManyRequests` where that, or any request, comes too often. */
  checkToken(c: Exchange): void {
    const given = /^Bearer +(\S+) *$/i.exec(c.req.header("authorization") ?? "")?.[1];
    if (given !== undefined && sameToken(given, this.#token())) {
      if (!this.#requests.take()) throw tooMany();
      return;
    }
    // Whoever has the token is not slowed down by whoever has not.
    if (!this.#strangers.take()) throw tooMany();
    throw new StrataError("Unauthorized", `There is ${given === undefined ? "no" : "a wrong"} token.`, {
      hint: "Send the header Authorization: Bearer <token>. Strata's settings and `strata serve` say where the token is.",
    });
  }

  /** An address cannot be made to point elsewhere, which a name can by whoever owns it. */
  #isOwn(host: string): boolean {
    const name = /^(\[[^\]]*\]|[^:]*)(?::\d+)?$/.exec(host.toLowerCase())?.[1] ?? "";
    if (isIP(name.replace(/^\[|\]$/g, "")) !== 0 || name === "localhost") return true;
    if (name === this.#host.toLowerCase()) return true;
    return !isLoopback(this.#host) && name === hostname().toLowerCase();
  }
}

/** Returns whether only this machine can reach what listens there. */
export function isLoopback(host: string): boolean {
  return host === "localhost" || host === "::1" || /^127\./.test(host);
}

function foreign(message: string): StrataError {
  return new StrataError("Forbidden", message, {
    hint: "Ask for it by its address, from a program or from its own pages.",
  });
}

function tooMany(): StrataError {
  return new StrataError("TooManyRequests", "There are too many requests.", {
    hint: "Wait a second, then go on more slowly.",
  });
}
