import { readFileSync } from "node:fs";
import type { Hono } from "hono";
import { builtFile } from "../built.ts";
import { openApi } from "./openapi.ts";
import type { Env, Exchange } from "./serving.ts";

/** The description of the API and the pages that show it. They hold nothing of the store, and need no token. */
const PAGES = [
  "/openapi.json",
  "/docs",
  "/docs/start.js",
  "/docs/swagger-ui.css",
  "/docs/swagger-ui-bundle.js",
];

const CONTENT_POLICY = [
  "default-src 'none'",
  "script-src 'self'",
  // Swagger UI sets styles on its elements.
  "style-src 'self' 'unsafe-inline'",
  "img-src 'self' data:",
  "connect-src 'self'",
  "base-uri 'none'",
  "form-action 'none'",
  "frame-ancestors 'none'",
].join("; ");

const PAGE = `<!doctype html>
<html lang="en">
  <head>
    <meta charset="utf-8" />
    <meta name="viewport" content="width=device-width" />
    <title>Strata: HTTP API</title>
    <link rel="icon" href="data:," />
    <link rel="stylesheet" href="/docs/swagger-ui.css" />
  </head>
  <body>
    <div id="api"></div>
    <script src="/docs/swagger-ui-bundle.js"></script>
    <script src="/docs/start.js"></script>
  </body>
</html>
`;

const START = `SwaggerUIBundle({
  url: "/openapi.json",
  dom_id: "#api",
  docExpansion: "list",
  defaultModelsExpandDepth: -1,
  filter: true,
  tryItOutEnabled: true,
  validatorUrl: null,
});
`;

/** Returns whether a path is one of the pages that need no token. */
export function isApiPage(path: string): boolean {
  return PAGES.includes(path);
}

/** Adds the description of the API and its pages. */
export function addApiPages(app: Hono<Env>): void {
  let description: string | undefined;
  app.get("/openapi.json", (c) => {
    description ??= JSON.stringify(openApi());
    return c.body(description, 200, { "Content-Type": "application/json" });
  });
  app.get("/docs", (c) => page(c, PAGE, "text/html; charset=utf-8"));
  app.get("/docs/start.js", (c) => page(c, START, "text/javascript; charset=utf-8"));
  app.get("/docs/swagger-ui.css", (c) => page(c, built("swagger-ui.css"), "text/css; charset=utf-8"));
  app.get("/docs/swagger-ui-bundle.js", (c) =>
    page(c, built("swagger-ui-bundle.js"), "text/javascript; charset=utf-8"),
  );
}

function page(c: Exchange, body: string | Uint8Array<ArrayBuffer>, type: string): Response {
  return c.body(body, 200, { "Content-Type": type, "Content-Security-Policy": CONTENT_POLICY });
}

function built(name: string): Uint8Array<ArrayBuffer> {
  return Uint8Array.from(readFileSync(builtFile(`api-pages/${name}`)));
}
