import { chmodSync, readdirSync, readFileSync, rmSync } from "node:fs";
import react from "@vitejs/plugin-react";
import { defineConfig, type Plugin, type UserConfig } from "vite";

// Three builds, each a mode: `vite build --mode node|preload|window`.
const NODE = "node20.18";
const CHROME = "chrome130";

/** What of the core the app's main process runs by itself: it starts without loading the engine. */
const LIGHT =
  /[/]core[/](built|errors|pause-gate|files[/]running|labels[/]split-reference|preview[/]image-types|threads[/](rpc|service-thread|thread)|api[/]store-location)[.]ts$|[/]node_modules[/]zod[/]v4[/](core|mini)[/]/;

/** The core, its command line and the app's main process, as flat ES modules in dist/ that Node and Electron run. */
const node: UserConfig = {
  publicDir: false,
  // Only scripts/dev.mjs has another value here.
  define: { "process.env.STRATA_WINDOW_SERVER": "undefined" },
  // Native modules find their binaries by their own place; all else is bundled, which halves the start-up time.
  ssr: {
    external: ["better-sqlite3", "zstd-napi", "@napi-rs/blake-hash", "electron"],
    noExternal: true,
  },
  build: {
    ssr: true,
    target: NODE,
    outDir: "dist",
    emptyOutDir: false,
    sourcemap: true,
    minify: false,
    license: { fileName: "licenses.md" },
    rolldownOptions: {
      input: {
        index: "core/index.ts",
        strata: "core/cli/main.ts",
        "store-worker": "core/threads/store-worker.ts",
        "content-worker": "core/threads/content-worker.ts",
        "merge-worker": "core/threads/merge-worker.ts",
        "preview-worker": "core/threads/preview-worker.ts",
        main: "electron/main.ts",
        "store-host": "electron/store-host.ts",
        "http-host": "electron/http-host.ts",
      },
      // Its entry does nothing by being loaded: who imports a little of the core does not get the rest.
      treeshake: { moduleSideEffects: [{ test: /[/]core[/]index[.]ts$/, sideEffects: false }] },
      output: {
        format: "es",
        entryFileNames: "[name].js",
        chunkFileNames: "chunk-[name]-[hash].js",
        codeSplitting: { groups: [{ name: "light", test: LIGHT }] },
        banner: (chunk) => (chunk.name === "strata" ? hashbang("core/cli/main.ts") : ""),
      },
    },
  },
  plugins: [finish()],
};

/** The bridge between window and main process: a sandboxed preload is one CommonJS file. */
const preload: UserConfig = {
  publicDir: false,
  ssr: { external: ["electron"], noExternal: true },
  build: {
    ssr: true,
    target: NODE,
    outDir: "dist",
    emptyOutDir: false,
    rolldownOptions: {
      input: { preload: "electron/preload.ts" },
      output: { format: "cjs", entryFileNames: "[name].cjs" },
    },
  },
};

/** The window, which the main process serves from dist/window. */
const window: UserConfig = {
  root: "renderer",
  base: "./",
  publicDir: false,
  build: {
    target: CHROME,
    outDir: "../dist/window",
    emptyOutDir: true,
    minify: true,
    license: { fileName: "licenses.md" },
    // Inlined fonts and images would need exceptions in the Content Security Policy.
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
    chunkSizeWarningLimit: 8000,
  },
  worker: { format: "es" },
  plugins: [react()],
};

export default defineConfig(({ mode }) => ({ node, preload, window })[mode] ?? node);

/** Makes the command's entry a program that a shell can start, and drops the chunks of earlier builds. */
function finish(): Plugin {
  return {
    name: "strata-finish",
    writeBundle({ dir = "dist" }, bundle) {
      chmodSync(`${dir}/strata.js`, 0o755);
      for (const file of readdirSync(dir)) {
        if (file.startsWith("chunk-") && !(file in bundle)) rmSync(`${dir}/${file}`, { force: true });
      }
    },
  };
}

/** The line that makes a script a program; empty where the source has it already, since the bundle keeps it. */
function hashbang(source: string): string {
  return readFileSync(source, "utf8").startsWith("#!") ? "" : "#!/usr/bin/env node";
}
