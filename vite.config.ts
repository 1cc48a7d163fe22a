import { chmodSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { defineConfig, type Plugin } from "vite";

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

/** The core and its command line, as flat ES modules in dist/ that plain Node runs. */
export default defineConfig({
  publicDir: false,
  // Native modules find their binaries by their own place; all else is bundled, which halves the start-up time.
  ssr: { external: ["better-sqlite3", "zstd-napi", "@napi-rs/blake-hash"], noExternal: true },
  build: {
    ssr: true,
    target: "node20.18",
    outDir: "dist",
    emptyOutDir: false,
    sourcemap: true,
    minify: false,
    rolldownOptions: {
      input: {
        index: "core/index.ts",
        strata: "core/cli/main.ts",
        "store-worker": "core/repository/store-worker.ts",
        "content-worker": "core/repository/content-worker.ts",
      },
      output: {
        format: "es",
        entryFileNames: "[name].js",
        chunkFileNames: "chunk-[name]-[hash].js",
        banner: (chunk) => (chunk.name === "strata" ? hashbang("core/cli/main.ts") : ""),
      },
    },
  },
  plugins: [finish()],
});
