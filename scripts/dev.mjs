import { spawn } from "node:child_process";
import { once } from "node:events";
import { createServer as createHttpServer } from "node:http";
import { join } from "node:path";
import { build, createServer } from "vite";
import { buildStale, forgetBuilt } from "./build.mjs";
import { withDisplay } from "./display.mjs";
import { program, root, say } from "./processes.mjs";
import { electronArguments } from "./runtime.mjs";
import { ensureDependencies, setUpElectron } from "./setup.mjs";

const configFile = join(root, "vite.config.ts");
/** The same value as in electron/dev-window.ts. */
const NONCE = "strata-dev";

/**
 * Opens the window for development: a change of the renderer shows at once, a change of the core or the main process
 * restarts the app. Arguments go to the app. Closing the window or Ctrl-C ends it.
 */
async function dev() {
  ensureDependencies();
  buildStale([]);
  const { binary } = await setUpElectron();
  process.env.NODE_ENV = "development";
  const server = await serveWindow();
  let watchers = [];
  try {
    return await withDisplay(async (display) => {
      const app = new App(binary, { ...process.env, ...display });
      watchers = await watchBuilds(server.address, () => app.restart());
      return await app.ended;
    });
  } finally {
    await Promise.all([server.close(), ...watchers.map((each) => each.close())]);
  }
}

/** Starts vite for the window on a free local port. */
async function serveWindow() {
  const http = createHttpServer().listen(0, "127.0.0.1");
  await once(http, "listening");
  const { port } = http.address();
  const vite = await createServer({
    configFile,
    mode: "window",
    base: "/",
    logLevel: "warn",
    html: { cspNonce: NONCE },
    server: {
      middlewareMode: true,
      // The page's address is app://strata, so it must be told where changes are announced.
      hmr: { server: http, protocol: "ws", host: "127.0.0.1", clientPort: port },
      fs: { allow: [root] },
    },
  });
  http.on("request", vite.middlewares);
  const close = async () => {
    await vite.close();
    http.close();
  };
  return { address: `http://127.0.0.1:${port}`, close };
}

/** Builds the main process and the preload whenever their sources change, and calls `built` each time both are done. */
async function watchBuilds(address, built) {
  const define = { "process.env.STRATA_WINDOW_SERVER": JSON.stringify(address) };
  const waiting = new Set(["node", "preload"]);
  const watch = async (mode) => {
    forgetBuilt(mode);
    const options = { configFile, mode, logLevel: "warn", define, build: { watch: {} } };
    const watcher = await build(options);
    watcher.on("event", ({ code, error }) => {
      if (code === "ERROR") say(`the build of ${mode} failed: ${error.message}`);
      if (code !== "END") return;
      waiting.delete(mode);
      if (waiting.size === 0) built();
    });
    return watcher;
  };
  return await Promise.all([...waiting].map(watch));
}

/** The app as a process that is restarted after each build. */
class App {
  /** Resolves to the exit code once the app is closed or this program is asked to end. */
  ended;
  #start;
  #end;
  #child;
  #queue = Promise.resolve();

  constructor(binary, env) {
    const args = [...electronArguments(), root, ...process.argv.slice(2)];
    const cwd = process.env.INIT_CWD ?? process.cwd();
    this.#start = () => spawn(binary, args, { cwd, env, stdio: ["ignore", "inherit", "inherit"] });
    this.ended = new Promise((resolve) => {
      this.#end = resolve;
    });
    for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"]) {
      process.once(signal, () => this.#stop().then(() => this.#end(0)));
    }
  }

  restart() {
    this.#queue = this.#queue.then(async () => {
      await this.#stop();
      const child = this.#start();
      this.#child = child;
      child.on("exit", (code) => {
        if (this.#child === child) this.#end(code ?? 1);
      });
    });
  }

  async #stop() {
    const child = this.#child;
    this.#child = undefined;
    if (child === undefined || child.exitCode !== null) return;
    const ended = once(child, "exit");
    child.kill();
    await ended;
  }
}

await program(dev);
